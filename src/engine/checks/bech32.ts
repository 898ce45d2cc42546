import { base32Text } from './base32.ts';
import type { Check, Random } from './check.ts';
import { randomBytes } from './random.ts';

const alphabet = 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L';
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/**
 * Bech32 in upper case, of any length, as age writes its secret keys.
 *
 * Forms: the text up to and with the last `1` before the data, such as `AGE-SECRET-KEY-1`.
 *
 * @see https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki
 */
export const bech32: Check = {
  valid(secret) {
    const split = secret.lastIndexOf('1');
    const data = Array.from(secret.slice(split + 1), (char) => alphabet.indexOf(char));
    return split > 0 && !data.includes(-1) && polymod([...expand(secret.slice(0, split)), ...data]) === 1;
  },
  make(random: Random, form: string) {
    const body = base32Text(randomBytes(random, 32), alphabet);
    const values = Array.from(body, (char) => alphabet.indexOf(char));
    const sum = polymod([...expand(form.slice(0, -1)), ...values, 0, 0, 0, 0, 0, 0]) ^ 1;
    const checksum = [25, 20, 15, 10, 5, 0].map((shift) => alphabet[(sum >>> shift) & 31]);
    return form + body + checksum.join('');
  },
};

/** The human-readable part as BIP 173 feeds it to the checksum: in lower case, high bits, zero, low bits. */
function expand(readable: string): number[] {
  const codes = Array.from(readable.toLowerCase(), (char) => char.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function polymod(values: number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [i, poly] of generator.entries()) if ((top >> i) & 1) sum ^= poly;
  }
  return sum >>> 0;
}
