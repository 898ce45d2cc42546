import type { Check, Random } from './check.ts';
import { alphabets, pick } from './random.ts';

const host = /^[a-z0-9-]+(\.[a-z0-9-]+)+\$$/;

/**
 * Clerk publishable keys (`pk_live_`, `pk_test_`): base64 of the host of the application, and `$`.
 *
 * Forms: the prefix.
 */
export const clerkPublishable: Check = {
  valid(secret) {
    const body = secret.slice(secret.lastIndexOf('_') + 1);
    return host.test(Buffer.from(body, 'base64').toString('latin1'));
  },
  make(random: Random, prefix: string) {
    const name = `${pick(random, alphabets.lower, 8)}-${pick(random, alphabets.lower, 5)}-12`;
    return (
      prefix +
      Buffer.from(`${name}.clerk.accounts.dev$`)
        .toString('base64')
        .replace(/(?<!=)=+$/, '')
    );
  },
};
