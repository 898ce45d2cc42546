import type { Check, Random } from './check.ts';
import { alphabets, pick } from './random.ts';

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** CRC-32 (IEEE 802.3, as in zlib) of a string's Latin-1 bytes or of bytes. */
export function crc32(data: string | Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < data.length; i++) {
    const byte = typeof data === 'string' ? data.charCodeAt(i) : data[i]!;
    crc = table[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A number in positional notation, most significant digit first, padded on the left with the zero digit. */
export function toBase(value: number, digits: string, width: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / digits.length)) {
    text = digits[rest % digits.length] + text;
  }
  return text.padStart(width, digits[0]);
}

const base62 = alphabets.digits + alphabets.upper + alphabets.lower;
const checksum = (body: string) => toBase(crc32(body), base62, 6);

/**
 * The last six characters are the CRC-32 of the 30 before them in base 62; the prefix does not count.
 *
 * @see https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats
 */
export const crc32Base62: Check = checksumAfter(30);

/**
 * As `crc32Base62`, of 37 characters.
 *
 * @see https://github.com/polarsource/polar/blob/main/server/polar/kit/crypto.py
 */
export const crc32Base62Of37: Check = checksumAfter(37);

function checksumAfter(length: number): Check {
  return {
    valid(secret) {
      const body = secret.slice(secret.lastIndexOf('_') + 1);
      return body.length === length + 6 ? checksum(body.slice(0, length)) === body.slice(length) : undefined;
    },
    make(random: Random, prefix: string) {
      const body = pick(random, base62, length);
      return prefix + body + checksum(body);
    },
  };
}
