import { base32Bytes, base32Text } from './base32.ts';
import type { Check, Random } from './check.ts';
import { alphabets, randomBytes } from './random.ts';

const SEED = 18 << 3;

/**
 * A Stellar secret seed: base32 of a version byte, 32 bytes and their CRC-16.
 *
 * @see https://github.com/stellar/stellar-protocol/blob/master/ecosystem/sep-0023.md
 */
export const stellarSeed: Check = {
  valid(secret) {
    const bytes = base32Bytes(secret, alphabets.base32);
    if (bytes?.length !== 35 || bytes[0] !== SEED) return false;
    return crc16(bytes.subarray(0, 33)) === bytes[33]! + bytes[34]! * 256;
  },
  make(random: Random) {
    const body = Uint8Array.from([SEED, ...randomBytes(random, 32)]);
    const sum = crc16(body);
    return base32Text(Uint8Array.from([...body, sum & 0xff, sum >> 8]), alphabets.base32);
  },
};

/** CRC-16/XMODEM: polynomial 0x1021, start 0, nothing reflected. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}
