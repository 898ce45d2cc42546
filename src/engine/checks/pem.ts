import { readArmor, writeArmor } from './armor.ts';
import type { Check, Random } from './check.ts';
import { der, derHeader, derTag, derValues } from './der.ts';
import { makeOpenssh, opensshKind } from './openssh.ts';
import { randomBytes } from './random.ts';

/**
 * A PEM private key that anyone can use: PKCS#1, PKCS#8, SEC 1 or DSA in DER, or OpenSSH's format; also the
 * base64 of such DER alone.
 *
 * Forms: the words after `BEGIN`; then `, escaped` for a key on one line with `\n` between its lines.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7468
 */
export const pem: Check = {
  valid: (secret) => pemKind(secret) === 'plain',
  make: (random, form) => makePem(random, form, false),
};

/** A PEM private key that needs a passphrase; forms as for {@link pem}. */
export const pemEncrypted: Check = {
  valid: (secret) => pemKind(secret) === 'encrypted',
  make: (random, form) => makePem(random, form, true),
};

function pemKind(text: string): 'plain' | 'encrypted' | undefined {
  const armor = readArmor(text) ?? { label: '', headers: '', base64: text };
  const bytes = Buffer.from(armor.base64, 'base64');
  if (armor.label.startsWith('OPENSSH')) return opensshKind(bytes);
  if (armor.headers.includes('ENCRYPTED')) return bytes.length >= 64 ? 'encrypted' : undefined;
  return derKind(bytes);
}

/** Told apart by what the outer sequence starts with: a version, or the algorithm that encrypted the rest. */
function derKind(bytes: Uint8Array): 'plain' | 'encrypted' | undefined {
  const outer = bytes[0] === derTag.sequence ? derHeader(bytes, 0) : undefined;
  if (!outer || outer.end > bytes.length || outer.end < bytes.length - 16) return undefined;
  const values = derValues(bytes.subarray(outer.start, outer.end));
  if (!values || values.length < 2) return undefined;
  const [first, second] = values;
  if (first!.tag === derTag.integer) return first!.body.length === 1 ? 'plain' : undefined;
  return first!.tag === derTag.sequence && second!.tag === derTag.octets ? 'encrypted' : undefined;
}

function makePem(random: Random, form: string, encrypted: boolean): string {
  const [label = '', layout] = form.split(', ');
  const block = encrypted ? encryptedBlock(random, label) : writeArmor(label, plainBody(random, label));
  return layout === 'escaped' ? block.replaceAll('\n', '\\n') : block;
}

function encryptedBlock(random: Random, label: string): string {
  if (label.startsWith('OPENSSH')) return writeArmor(label, makeOpenssh(random, true));
  if (label.startsWith('ENCRYPTED')) {
    const algorithm = der(derTag.sequence, oid.pbes2, der(derTag.sequence, randomBytes(random, 0)));
    return writeArmor(label, der(derTag.sequence, algorithm, der(derTag.octets, randomBytes(random, 128))));
  }
  const vector = Buffer.from(randomBytes(random, 16)).toString('hex').toUpperCase();
  const before = ['Proc-Type: 4,ENCRYPTED', `DEK-Info: AES-128-CBC,${vector}`, ''];
  return writeArmor(label, randomBytes(random, 608), { before });
}

const oid = {
  pbes2: der(derTag.oid, Uint8Array.of(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d)),
  prime256: der(derTag.oid, Uint8Array.of(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07)),
  ed25519: der(derTag.oid, Uint8Array.of(0x2b, 0x65, 0x70)),
};

/** DER of random numbers where a key has its numbers: right in structure, of use to nobody. */
function plainBody(random: Random, label: string): Uint8Array {
  const version = (value: number) => der(derTag.integer, Uint8Array.of(value));
  const numbers = (...sizes: number[]) => sizes.map((size) => der(derTag.integer, positive(random, size)));
  switch (label) {
    case 'OPENSSH PRIVATE KEY':
      return makeOpenssh(random, false);
    case 'RSA PRIVATE KEY':
      return der(derTag.sequence, version(0), ...numbers(256, 3, 256, 128, 128, 128, 128, 128));
    case 'DSA PRIVATE KEY':
      return der(derTag.sequence, version(0), ...numbers(128, 20, 128, 128, 20));
    case 'EC PRIVATE KEY':
      return der(
        derTag.sequence,
        version(1),
        der(derTag.octets, positive(random, 32)),
        der(0xa0, oid.prime256),
      );
    default: {
      const key = der(derTag.octets, der(derTag.octets, positive(random, 32)));
      return der(derTag.sequence, version(0), der(derTag.sequence, oid.ed25519), key);
    }
  }
}

function positive(random: Random, size: number): Uint8Array {
  const bytes = randomBytes(random, size);
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return bytes;
}
