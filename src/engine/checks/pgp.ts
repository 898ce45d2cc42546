import { readArmor, writeArmor } from './armor.ts';
import type { Check, Random } from './check.ts';
import { randomBytes } from './random.ts';

/**
 * A PGP private key block that anyone can use: the CRC-24 holds where there is one, and the first packet is a
 * secret key without a passphrase.
 *
 * Forms: `escaped` for a block on one line with `\n` between its lines.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9580
 */
export const pgp: Check = {
  valid: (secret) => pgpKind(secret) === 'plain',
  make: (random, form) => makePgp(random, form, false),
};

/** A PGP private key block that needs a passphrase; forms as for {@link pgp}. */
export const pgpEncrypted: Check = {
  valid: (secret) => pgpKind(secret) === 'encrypted',
  make: (random, form) => makePgp(random, form, true),
};

function pgpKind(text: string): 'plain' | 'encrypted' | undefined {
  const { base64 } = readArmor(text) ?? {};
  if (base64 === undefined) return undefined;
  const [, body = '', crc] = /^([^=]*={0,2}?)(?:=([A-Za-z0-9+/]{4}))?$/.exec(base64) ?? [];
  const bytes = Buffer.from(body, 'base64');
  if (crc !== undefined && crc !== crc24(bytes)) return undefined;
  const packet = secretKeyPacket(bytes);
  return packet && (isGuarded(packet) ? 'encrypted' : 'plain');
}

/** Body of the first packet, when it is a secret key (tag 5), in the old or the new packet format. */
function secretKeyPacket(bytes: Buffer): Buffer | undefined {
  const tag = bytes[0] ?? 0;
  if (tag === 0xc5) return bytes.subarray(bytes[1]! < 192 ? 2 : bytes[1]! < 224 ? 3 : 6);
  if ((tag & 0xfc) !== 0x94) return undefined;
  return bytes.subarray([2, 3, 5, 1][tag & 3]!);
}

/** Multiprecision integers of the public part, by algorithm; those on curves have an object id before them. */
const publicIntegers: Record<number, number> = { 1: 2, 16: 3, 17: 4, 18: 1, 19: 1, 22: 1 };

/** Whether the octet after the public part asks for a passphrase; a layout not known here counts as plain. */
function isGuarded(packet: Buffer): boolean {
  const algorithm = packet[5] ?? 0;
  const integers = publicIntegers[algorithm];
  if (packet[0] !== 4 || integers === undefined) return false;
  let at = 6;
  if (algorithm >= 18) at += 1 + (packet[at] ?? 0);
  for (let i = 0; i < integers && at + 2 <= packet.length; i++)
    at += 2 + ((packet.readUInt16BE(at) + 7) >> 3);
  if (algorithm === 18) at += 1 + (packet[at] ?? 0);
  return (packet[at] ?? 0) !== 0;
}

/** CRC-24 of an armour's bytes as the four base64 characters of its last line. */
function crc24(bytes: Uint8Array): string {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let i = 0; i < 8; i++) crc = crc & 0x800000 ? (crc << 1) ^ 0x1864cfb : crc << 1;
  }
  return Buffer.from([(crc >> 16) & 255, (crc >> 8) & 255, crc & 255]).toString('base64');
}

/** An Ed25519 secret key packet of random numbers, with its armour. */
function makePgp(random: Random, form: string, encrypted: boolean): string {
  const curve = Uint8Array.of(9, 0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x0f, 0x01);
  const head = Buffer.concat([Uint8Array.of(4, 0x65, 0, 0, 0, 22), curve, integer(random, 263)]);
  const guard = Uint8Array.of(254, 9, 3, 8, ...randomBytes(random, 8), 0xe8);
  const body = encrypted
    ? Buffer.concat([head, guard, randomBytes(random, 70)])
    : Buffer.concat([head, Uint8Array.of(0), integer(random, 255), randomBytes(random, 2)]);
  const packet = Buffer.concat([Uint8Array.of(0x94, body.length), body]);
  const block = writeArmor('PGP PRIVATE KEY BLOCK', packet, { before: [''], after: [`=${crc24(packet)}`] });
  return form === 'escaped' ? block.replaceAll('\n', '\\n') : block;
}

function integer(random: Random, bits: number): Uint8Array {
  return Buffer.concat([Uint8Array.of(bits >> 8, bits & 255), randomBytes(random, (bits + 7) >> 3)]);
}
