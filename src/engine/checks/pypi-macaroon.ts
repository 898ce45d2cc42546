import type { Check, Random } from './check.ts';
import { alphabets, pick, randomBytes } from './random.ts';

const field = { end: 0, location: 1, identifier: 2, signature: 6 };

/**
 * An upload token of the Python package index: a version 2 macaroon whose location is the index, closed by
 * a signature of 32 bytes, which only the server can check.
 *
 * Forms: the location, `pypi.org` when empty.
 *
 * @see https://github.com/rescrv/libmacaroons/blob/master/doc/format.txt
 */
export const pypiMacaroon: Check = {
  valid(secret) {
    const bytes = Buffer.from(secret.replace(/^pypi-/, ''), 'base64url');
    const fields = bytes[0] === 2 ? readFields(bytes) : undefined;
    const [first] = fields ?? [];
    const last = fields?.at(-1);
    return first?.type === field.location && last?.type === field.signature && last.data.length === 32;
  },
  make(random: Random, form: string) {
    const location = write(field.location, Buffer.from(form || 'pypi.org'));
    const owner = write(field.identifier, Buffer.from(pick(random, alphabets.hex, 36)));
    const caveat = write(field.identifier, Buffer.from('[3, "example"]'));
    const end = Uint8Array.of(field.end);
    const signature = write(field.signature, randomBytes(random, 32));
    const parts = [Uint8Array.of(2), location, owner, end, caveat, end, end, signature];
    return `pypi-${Buffer.concat(parts).toString('base64url')}`;
  },
};

/** Every field to the end of the bytes, `end` markers left out; undefined when one is cut. */
function readFields(bytes: Buffer): { type: number; data: Buffer }[] | undefined {
  const fields: { type: number; data: Buffer }[] = [];
  for (let at = 1; at < bytes.length; ) {
    const type = bytes[at++]!;
    if (type === field.end) continue;
    const { value, next } = readLength(bytes, at);
    if (next + value > bytes.length) return undefined;
    fields.push({ type, data: bytes.subarray(next, next + value) });
    at = next + value;
  }
  return fields;
}

/** A length of one or two groups of seven bits, the lower one first. */
function readLength(bytes: Buffer, at: number): { value: number; next: number } {
  const low = bytes[at] ?? 0;
  return low < 0x80
    ? { value: low, next: at + 1 }
    : { value: (low & 0x7f) + ((bytes[at + 1] ?? 0) << 7), next: at + 2 };
}

function write(type: number, data: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(type, data.length), data]);
}
