import { createHash } from 'node:crypto';
import type { Check, Random } from './check.ts';
import { alphabets, randomBytes } from './random.ts';

const xrpAlphabet = 'rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz';

/**
 * Base58Check as Bitcoin writes it: the last four bytes are the start of the payload's double SHA-256.
 *
 * Forms: how the text begins: `xprv`, `yprv`, `zprv`, `tprv` (BIP 32, 49 and 84), `L` and `5` (private keys with
 * a compressed and an uncompressed public key, the former beginning with K or L), `c` (testnet), `edsk` (Tezos).
 *
 * @see https://en.bitcoin.it/wiki/Base58Check_encoding
 */
export const base58Check: Check = {
  valid: (secret) => hasChecksum(secret, alphabets.base58),
  make(random: Random, form: string) {
    const [version, length, suffix] = layouts[form]!;
    return withChecksum([...version, ...randomBytes(random, length), ...suffix], alphabets.base58);
  },
};

/**
 * Base58Check in the alphabet of the XRP Ledger: family seeds, which begin with `s`.
 *
 * @see https://xrpl.org/docs/references/protocol/data-types/base58-encodings
 */
export const base58CheckXrp: Check = {
  valid: (secret) => hasChecksum(secret, xrpAlphabet),
  make: (random: Random) => withChecksum([0x21, ...randomBytes(random, 16)], xrpAlphabet),
};

/** Version bytes, number of random bytes, what follows them. */
const layouts: Record<string, [version: number[], length: number, suffix: number[]]> = {
  xprv: [[0x04, 0x88, 0xad, 0xe4], 74, []],
  yprv: [[0x04, 0x9d, 0x78, 0x78], 74, []],
  zprv: [[0x04, 0xb2, 0x43, 0x0c], 74, []],
  tprv: [[0x04, 0x35, 0x83, 0x94], 74, []],
  L: [[0x80], 32, [1]],
  '5': [[0x80], 32, []],
  c: [[0xef], 32, [1]],
  edsk: [[0x0d, 0x0f, 0x3a, 0x07], 32, []],
};

function hasChecksum(text: string, alphabet: string): boolean {
  const bytes = decode(text, alphabet);
  if (!bytes || bytes.length < 5) return false;
  return checksum(bytes.subarray(0, -4)).equals(bytes.subarray(-4));
}

function withChecksum(payload: number[], alphabet: string): string {
  const bytes = Buffer.from(payload);
  return encode(Buffer.concat([bytes, checksum(bytes)]), alphabet);
}

function checksum(payload: Buffer): Buffer {
  return sha256(sha256(payload)).subarray(0, 4);
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function decode(text: string, alphabet: string): Buffer | undefined {
  let value = 0n;
  for (const char of text) {
    const digit = alphabet.indexOf(char);
    if (digit < 0) return undefined;
    value = value * 58n + BigInt(digit);
  }
  const hex = value.toString(16);
  const zeros = text.length - text.replace(new RegExp(`^${alphabet[0]}+`), '').length;
  return Buffer.from('00'.repeat(zeros) + (hex.length % 2 ? `0${hex}` : hex), 'hex');
}

function encode(bytes: Buffer, alphabet: string): string {
  let text = '';
  for (let value = BigInt(`0x${bytes.toString('hex')}`); value > 0n; value /= 58n) {
    text = alphabet[Number(value % 58n)] + text;
  }
  return text;
}
