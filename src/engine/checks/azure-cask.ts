import type { Check, Random } from './check.ts';
import { toBase } from './crc32.ts';
import { marvin32 } from './marvin.ts';
import { alphabets, pick } from './random.ts';

const layout = /^[A-Za-z0-9]{52}JQQJ99[A-Z][A-L][A-Za-z0-9]{16}[A-Z]{4}[A-Za-z0-9+/]{4}$/;

/**
 * Azure's common annotated key of 84 characters: 52 random ones, `JQQJ99`, year and month of issue
 * (`A` = 2024, `A` = January), 16 of platform and provider, the provider's word (`AZDO` is Azure DevOps),
 * then four of a Marvin32 checksum.
 *
 * Forms: the provider's word.
 *
 * @see https://learn.microsoft.com/purview/sit-defn-azure-devops-personal-access-token
 */
export const azureCask: Check = {
  valid(secret) {
    if (!layout.test(secret)) return undefined;
    return checksums(secret.slice(0, 80)).includes(secret.slice(80));
  },
  make(random: Random, form: string) {
    const { alnum } = alphabets;
    const issued = pick(random, 'ABC', 1) + pick(random, 'ABCDEFGHIJKL', 1);
    const body = `${pick(random, alnum, 52)}JQQJ99${issued}${pick(random, alnum, 12)}AAAA${form}`;
    return body + checksums(body)[0];
  },
};

/** The checksum in the two encodings that are in use: base 62 and plain base64. */
function checksums(body: string): string[] {
  const hash = Buffer.alloc(4);
  hash.writeUInt32LE(marvin32(Buffer.from(body, 'base64'), 'Default0'));
  const { digits, upper, lower } = alphabets;
  const base62 = toBase(hash.readUInt32BE(), digits + upper + lower, 1).padEnd(6, '0');
  return [base62.slice(0, 4), hash.toString('base64').slice(0, 4)];
}
