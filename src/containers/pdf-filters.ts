import { LimitHit, type Spend } from './budget.ts';
import { inflateRaw } from './inflate.ts';
import { LARGEST_WHOLE } from './stretches.ts';

const ZLIB_HEADER = 2;

/**
 * The content of a stream.
 *
 * @returns undefined where it is compressed as images are, or by what nobody writes any more
 */
export function unpackStream(
  { text, stream }: { text: string; stream: Buffer | undefined },
  spend: Spend,
): Buffer | undefined {
  if (!stream) return undefined;
  let bytes: Buffer = stream;
  for (const name of filtersOf(text)) {
    const undo = filters.get(name);
    if (!undo) return undefined;
    spend(bytes.length);
    bytes = undo(bytes, spend);
  }
  spend(bytes.length);
  return bytes;
}

const OF_IMAGES = new Set(['DCTDecode', 'DCT', 'JPXDecode', 'JBIG2Decode', 'CCITTFaxDecode', 'CCF']);

/** The filter of a stream that can't be undone here; undefined too where an image is behind it. */
export function unknownFilter(text: string): string | undefined {
  const names = filtersOf(text);
  if (names.some((name) => OF_IMAGES.has(name))) return undefined;
  return names.find((name) => !filters.has(name));
}

function filtersOf(text: string): string[] {
  const value = /\/Filter\s{0,4}(\[[^\]]{0,200}\]|\/\w{1,20})/.exec(text)?.[1] ?? '';
  return [...value.matchAll(/\/(\w+)/g)].map(([, name]) => name!);
}

const filters = new Map<string, (bytes: Buffer, spend: Spend) => Buffer>([
  ['FlateDecode', inflate],
  ['Fl', inflate],
  ['ASCII85Decode', ascii85],
  ['A85', ascii85],
  ['ASCIIHexDecode', asciiHex],
  ['AHx', asciiHex],
]);

/** What is damaged gives what stands before the damage. What is large counts as it grows, so that a bomb ends. */
function inflate(bytes: Buffer, spend: Spend): Buffer {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (const part of inflateRaw(bytes.subarray(ZLIB_HEADER), spend)) {
      parts.push(part);
      length += part.length;
      if (length > LARGEST_WHOLE) spend(part.length);
    }
  } catch (error) {
    if (error instanceof LimitHit) throw error;
  }
  return Buffer.concat(parts);
}

/** Five digits from `!` on are four bytes; `z` is four zeros, `~` the end. */
function ascii85(bytes: Buffer): Buffer {
  const output = Buffer.alloc(bytes.length * 4);
  let length = 0;
  let digits: number[] = [];
  const flush = (count: number): void => {
    const padded = [...digits, 84, 84, 84, 84].slice(0, 5);
    const value = padded.reduce((sum, digit) => sum * 85 + digit, 0) % 2 ** 32;
    output.writeUInt32BE(value, length);
    length += count;
    digits = [];
  };
  for (const byte of bytes) {
    if (byte === 0x7e) break;
    if (byte === 0x7a && digits.length === 0) length += 4;
    if (byte < 0x21 || byte > 0x75) continue;
    digits.push(byte - 0x21);
    if (digits.length === 5) flush(4);
  }
  if (digits.length > 1) flush(digits.length - 1);
  return output.subarray(0, length);
}

function asciiHex(bytes: Buffer): Buffer {
  return Buffer.from(
    bytes
      .toString('latin1')
      .replace(/>[\s\S]*$/, '')
      .replace(/\s+/g, ''),
    'hex',
  );
}
