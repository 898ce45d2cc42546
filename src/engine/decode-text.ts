import type { Chunk } from '../types.ts';

/** Enough of a text to tell how it is encoded. */
const SAMPLE = 1024;

type Encoding = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

/**
 * A chunk of UTF-16 or UTF-32 as one of UTF-8, which is what patterns are run on; any other stays as it is. Lines and
 * columns, which count UTF-16 code units, stay true to the file.
 */
export function decodeText(chunk: Chunk): Chunk {
  const encoding = encodingOf(chunk.bytes);
  if (!encoding) return chunk;
  const { regions: _, ...whole } = chunk;
  const bytes = toUtf8(chunk.bytes, encoding);
  return { ...whole, bytes, decodedFrom: [...(chunk.decodedFrom ?? []), encoding] };
}

/** By the byte order mark, else by where the NULs of its Latin letters stand. */
function encodingOf(bytes: Uint8Array): Encoding | undefined {
  const a = bytes[0];
  const b = bytes[1];
  if (a === 0xff && b === 0xfe) return bytes[2] === 0 && bytes[3] === 0 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0 && bytes[2] === 0xfe && bytes[3] === 0xff) return 'utf-32be';
  // A buffer looks for a byte four times as fast as an array of bytes.
  const sample = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SAMPLE));
  return sample.includes(0) ? encodingByNuls(sample) : undefined;
}

function encodingByNuls(sample: Uint8Array): Encoding | undefined {
  const nuls = [0, 0, 0, 0];
  const length = sample.length & ~3;
  for (let i = 0; i < length; i++) if (sample[i] === 0) nuls[i & 3]!++;
  const share = nuls.map((count) => count / (length / 4 || 1));
  const at = (i: number, least: number, most: number) => share[i]! >= least && share[i]! <= most;
  if (at(0, 0, 0.1) && at(2, 0.9, 1) && at(3, 0.9, 1)) return 'utf-32le';
  if (at(0, 0.9, 1) && at(1, 0.9, 1) && at(3, 0, 0.1)) return 'utf-32be';
  if (at(0, 0, 0.1) && at(1, 0.4, 1) && at(2, 0, 0.1) && at(3, 0.4, 1)) return 'utf-16le';
  return at(0, 0.4, 1) && at(1, 0, 0.1) && at(2, 0.4, 1) && at(3, 0, 0.1) ? 'utf-16be' : undefined;
}

function toUtf8(bytes: Uint8Array, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    return Buffer.from(new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes));
  }
  return Buffer.from(utf32(bytes, encoding === 'utf-32le'));
}

const LAST_CODE_POINT = 0x10ffff;

function utf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let i = 0; i + 4 <= bytes.length; i += 4) {
    const point = view.getUint32(i, littleEndian);
    text += String.fromCodePoint(point > LAST_CODE_POINT ? 0xfffd : point);
  }
  return text;
}
