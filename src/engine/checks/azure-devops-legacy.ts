import { base32Bytes, base32Text } from './base32.ts';
import type { Check, Random } from './check.ts';
import { crc32 } from './crc32.ts';
import { alphabets, randomBytes } from './random.ts';

/** What the CRC is XORed with, by who the token was issued to. */
const constants = { user: 0xe0b9692d, application: 0x1019f92e };

/**
 * Azure DevOps personal access token until 2024: 52 characters of lower-case base32, four of whose
 * bytes hold a CRC-32 of the others.
 *
 * @see https://github.com/microsoft/security-utilities
 */
export const azureDevopsLegacy: Check = {
  valid(secret) {
    const bytes = base32Bytes(secret, alphabets.lowbase32);
    if (bytes?.length !== 32) return undefined;
    const stored = Buffer.from([bytes[22]!, bytes[8]!, bytes[7]!, bytes[2]!]).readUInt32LE();
    const crc = checksummed(bytes);
    return Object.values(constants).some((constant) => (crc ^ constant) >>> 0 === stored);
  },
  make(random: Random, form: string) {
    const bytes = randomBytes(random, 32);
    const crc = checksummed(bytes) ^ (form === 'application' ? constants.application : constants.user);
    const stored = Buffer.alloc(4);
    stored.writeInt32LE(crc);
    [bytes[22], bytes[8], bytes[7], bytes[2]] = stored as unknown as [number, number, number, number];
    return base32Text(bytes, alphabets.lowbase32);
  },
};

function checksummed(bytes: Uint8Array): number {
  const parts = [bytes.subarray(0, 2), bytes.subarray(3, 7), bytes.subarray(9, 22), bytes.subarray(23)];
  return crc32(Buffer.concat(parts));
}
