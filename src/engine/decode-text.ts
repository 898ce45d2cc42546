import type { Chunk } from '../types.ts';
import { isAscii } from './kernel/encoded.ts';

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
  if (a === 0xff && b === 0xfe)
    return bytes[2] === 0 && bytes[3] === 0 && isUtf32le(bytes) ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0 && bytes[2] === 0xfe && bytes[3] === 0xff) return 'utf-32be';
  // A buffer looks for a byte four times as fast as an array of bytes.
  const sample = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SAMPLE));
  return sample.includes(0) && !startsAsAscii(sample) ? encodingByNuls(sample) : undefined;
}

/** UTF-16 that was appended to another text is found where it begins: see `findRuns`. */
function startsAsAscii(sample: Uint8Array): boolean {
  return sample.length >= 4 && sample.subarray(0, 4).every(isAscii);
}

/** Text of UTF-16 may begin with U+0000, behind which two letters are no code point. */
function isUtf32le(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let points = 0;
  let others = 0;
  for (let i = 4; i + 4 <= bytes.length; i += 4) {
    const point = view.getUint32(i, true);
    if (point > LAST_CODE_POINT) others++;
    else if (point > 0) points++;
  }
  return points > others;
}

function encodingByNuls(sample: Buffer): Encoding | undefined {
  const encoding = encodingLikeNuls(sample);
  return encoding && isText(sample, encoding) ? encoding : undefined;
}

function encodingLikeNuls(sample: Uint8Array): Encoding | undefined {
  const nuls = [0, 0, 0, 0];
  const length = sample.length & ~3;
  for (let i = 0; i < length; i++) if (sample[i] === 0) nuls[i & 3]!++;
  const share = nuls.map((count) => count / (length / 4 || 1));
  const at = (i: number, least: number, most: number) => share[i]! >= least && share[i]! <= most;
  if (at(0, 0, 0.1) && at(1, 0.4, 1) && at(2, 0.9, 1) && at(3, 0.9, 1)) return 'utf-32le';
  if (at(0, 0.9, 1) && at(1, 0.9, 1) && at(2, 0.4, 1) && at(3, 0, 0.1)) return 'utf-32be';
  if (at(0, 0, 0.1) && at(1, 0.4, 1) && at(2, 0, 0.1) && at(3, 0.4, 1)) return 'utf-16le';
  return at(0, 0.4, 1) && at(1, 0, 0.1) && at(2, 0.4, 1) && at(3, 0, 0.1) ? 'utf-16be' : undefined;
}

/** Of 100 characters of a text: a table of small numbers has zeros in the same places, and more that are none. */
const MOST_OTHERS = 10;

function isText(sample: Buffer, encoding: Encoding): boolean {
  const width = isUtf32(encoding) ? 4 : 2;
  const count = Math.floor(sample.length / width);
  let others = 0;
  for (let i = 0; i < count; i++) {
    const at = i * width;
    const unit = encoding.endsWith('le') ? sample.readUIntLE(at, width) : sample.readUIntBE(at, width);
    if (!isCharacter(unit)) others++;
  }
  return 100 * others <= MOST_OTHERS * count;
}

function isCharacter(unit: number): boolean {
  if (unit < 0x7f) return isAscii(unit);
  return unit > LAST_CONTROL && unit <= LAST_CODE_POINT;
}

function isUtf32(encoding: Encoding): boolean {
  return encoding === 'utf-32le' || encoding === 'utf-32be';
}

/** Bytes that are a string at once: one takes as much as its bytes, or four times that. */
const BLOCK = 1 << 20;

function toUtf8(bytes: Uint8Array, encoding: Encoding): Uint8Array {
  if (isUtf32(encoding)) return Buffer.concat([...utf32(bytes, encoding === 'utf-32le')]);
  const decoded = decoderOf(encoding);
  const parts: Uint8Array[] = [];
  let done = 0;
  for (const { from, to } of asciiStretches(bytes, encoding === 'utf-16le')) {
    parts.push(...decoded(bytes.subarray(done, from)), bytes.subarray(from, to));
    done = to;
  }
  return Buffer.concat([...parts, ...decoded(bytes.subarray(done))]);
}

function decoderOf(encoding: Encoding): (bytes: Uint8Array) => Uint8Array[] {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return (bytes) => {
    const parts: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += BLOCK) {
      const stream = at + BLOCK < bytes.length;
      parts.push(Buffer.from(decoder.decode(bytes.subarray(at, at + BLOCK), { stream })));
    }
    return parts;
  };
}

/** Letters of ASCII, one a byte, that UTF-16 does not have in a row. */
const SHORTEST_ASCII = 24;

/** What another program appended to UTF-16 without asking what it is. */
function* asciiStretches(bytes: Uint8Array, littleEndian: boolean): Generator<{ from: number; to: number }> {
  for (let at = 0; at + SHORTEST_ASCII <= bytes.length; ) {
    const other = lastOther(bytes, at, at + SHORTEST_ASCII);
    if (other >= at) {
      at = other + 1;
      continue;
    }
    let end = at + SHORTEST_ASCII;
    while (end < bytes.length && isAscii(bytes[end]!)) end++;
    // A letter beside a zero is one of UTF-16.
    const from = !littleEndian && bytes[at - 1] === 0 ? at + 1 : at;
    const to = littleEndian && bytes[end] === 0 ? end - 1 : end;
    yield { from, to };
    at = to + 1;
  }
}

/** The last byte between two places that is no letter of ASCII; less than the first where all are. */
function lastOther(bytes: Uint8Array, from: number, to: number): number {
  let at = to - 1;
  while (at >= from && isAscii(bytes[at]!)) at--;
  return at;
}

const LAST_CONTROL = 0x9f;
const LAST_CODE_POINT = 0x10ffff;
/** Code points that are arguments of one call. */
const POINTS = 4096;

function* utf32(bytes: Uint8Array, littleEndian: boolean): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.length >> 2;
  for (let done = 0; done < count; done += POINTS) {
    const points = Array.from({ length: Math.min(POINTS, count - done) }, (_, i) => {
      const point = view.getUint32(4 * (done + i), littleEndian);
      return point > LAST_CODE_POINT ? 0xfffd : point;
    });
    yield Buffer.from(String.fromCodePoint(...points));
  }
}
