import type { Check, Random } from './check.ts';
import { alphabets, pick } from './random.ts';

const digits = alphabets.upper + alphabets.lower + alphabets.digits;
const checksum = (body: string) => digits[Buffer.from(body, 'latin1').reduce((a, b) => a ^ b, 0) % 62];

/**
 * Trusted-publishing tokens of the Rust crate registry (`cio_tp_`): the last character follows from the XOR of
 * the 31 bytes before it; the prefix does not count.
 */
export const cratesXor: Check = {
  valid(secret) {
    const body = secret.slice(secret.lastIndexOf('_') + 1);
    return body.length === 32 && checksum(body.slice(0, -1)) === body.slice(-1);
  },
  make(random: Random, prefix: string) {
    const body = pick(random, alphabets.alnum, 31);
    return prefix + body + checksum(body);
  },
};
