import type { Check, Random } from './check.ts';
import { toBase } from './crc32.ts';
import { marvin32 } from './marvin.ts';
import { alphabets, pick } from './random.ts';

const digits = `${alphabets.lower}${alphabets.upper}1234567890.-_~`;
const checksum = (body: string) =>
  toBase(marvin32(Buffer.from(body, 'latin1'), 'AadPwd00'), digits, 6).slice(0, 3);

/**
 * Microsoft Entra client secret: 40 characters with `8Q~` after the third; the last three are the
 * start of a Marvin32 checksum. Older ones (`7Q~`, or 34 characters) carry none.
 *
 * @see https://github.com/microsoft/security-utilities
 */
export const azureEntra: Check = {
  valid(secret) {
    if (secret.length !== 40 || !secret.startsWith('8Q~', 3)) return undefined;
    return checksum(secret.slice(0, -3)) === secret.slice(-3);
  },
  make(random: Random) {
    const body = `${pick(random, alphabets.alnum, 3)}8Q~${pick(random, digits, 31)}`;
    return body + checksum(body);
  },
};
