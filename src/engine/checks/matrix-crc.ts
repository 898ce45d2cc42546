import type { Check, Random } from './check.ts';
import { crc32, toBase } from './crc32.ts';
import { alphabets, pick } from './random.ts';

const base62 = alphabets.digits + alphabets.upper + alphabets.lower;
const checksum = (body: string) => toBase(crc32(body), base62, 6);

/**
 * Matrix tokens: after the last underscore, the CRC-32 of all before it in base 62. Synapse's (`syt_`, `syr_`)
 * must have it; of the authentication service's (`mat_` and others) only a match is known to mean something.
 *
 * Forms: the prefix.
 *
 * @see https://github.com/element-hq/synapse/blob/develop/synapse/handlers/auth.py
 */
export const matrixCrc: Check = {
  valid(secret) {
    const end = secret.lastIndexOf('_');
    const holds = checksum(secret.slice(0, end)) === secret.slice(end + 1);
    return holds || (secret.startsWith('sy') ? false : undefined);
  },
  make(random: Random, prefix: string) {
    const user = prefix.startsWith('sy') ? `${Buffer.from('alice').toString('base64url')}_` : '';
    const body = `${prefix}${user}${pick(random, alphabets.alpha, user ? 20 : 30)}`;
    return `${body}_${checksum(body)}`;
  },
};
