import { bech32 } from './bech32.ts';
import type { Check, Random } from './check.ts';

/**
 * Bech32 in lower case, of any length.
 *
 * Forms: the text up to and with the last `1` before the data, such as `nsec1`.
 *
 * @see https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki
 */
export const bech32Lower: Check = {
  valid: (secret) => bech32.valid(secret.toUpperCase()),
  make: (random: Random, form: string) => bech32.make(random, form.toUpperCase()).toLowerCase(),
};
