import { createHash } from 'node:crypto';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { Check, Random } from './check.ts';
import { randomBytes } from './random.ts';

/**
 * A recovery phrase of 12, 15, 18, 21 or 24 English words, whose last bits are the start of the SHA-256 of the
 * others. 25 words of the list are Algorand's: those carry another checksum, which is not looked at.
 *
 * Forms: how many words, 12 when empty.
 *
 * @see https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki
 */
export const bip39: Check = {
  valid(secret) {
    const indexes = secret
      .trim()
      .toLowerCase()
      .split(/[\s,]+/)
      .map(indexOf);
    if (indexes.includes(-1)) return false;
    if (indexes.length === 25) return undefined;
    return indexes.length >= 12 && indexes.length % 3 === 0 && checksumHolds(bitsOf(indexes));
  },
  make(random: Random, form: string) {
    const words = Number(form || 12);
    const entropy = Buffer.from(randomBytes(random, (words * 4) / 3));
    const bits = binary(entropy) + checksum(entropy, words / 3);
    return (bits.match(/.{11}/g) ?? []).map((group) => wordlist[Number.parseInt(group, 2)]).join(' ');
  },
};

/** Place of a word in the list, which is sorted; -1 when it is not there. */
function indexOf(word: string): number {
  let low = 0;
  let high = wordlist.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (wordlist[middle]! < word) low = middle + 1;
    else high = middle;
  }
  return wordlist[low] === word ? low : -1;
}

function bitsOf(indexes: readonly number[]): string {
  return indexes.map((index) => index.toString(2).padStart(11, '0')).join('');
}

function checksumHolds(bits: string): boolean {
  const checksumBits = bits.length / 33;
  const body = bits.slice(0, -checksumBits);
  const entropy = Buffer.from((body.match(/.{8}/g) ?? []).map((group) => Number.parseInt(group, 2)));
  return checksum(entropy, checksumBits) === bits.slice(-checksumBits);
}

function checksum(entropy: Buffer, bits: number): string {
  return binary(createHash('sha256').update(entropy).digest()).slice(0, bits);
}

function binary(bytes: Buffer): string {
  return Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
}
