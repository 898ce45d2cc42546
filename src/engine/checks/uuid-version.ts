import type { Check, Random } from './check.ts';
import { alphabets, pick } from './random.ts';

const layout = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const last36 = /.{36}$/s;

/**
 * The last 36 characters are a UUID of a known version and of the RFC's variant.
 *
 * Forms: what stands before the UUID.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9562
 */
export const uuidVersion: Check = {
  valid(secret) {
    return layout.test(last36.exec(secret)?.[0] ?? '');
  },
  make(random: Random, prefix: string) {
    const hex = pick(random, alphabets.hex, 30);
    const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(12, 15)}`, `a${hex.slice(15, 18)}`];
    return `${prefix}${[...parts, hex.slice(18)].join('-')}`;
  },
};
