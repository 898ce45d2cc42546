import { Decompress, decompress } from 'fzstd';
import type { Spend } from './budget.ts';
import { Damaged, Unreadable } from './entry.ts';
import { LARGEST_WHOLE } from './stretches.ts';

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
/** What the zstd program too refuses without being asked. */
const LARGEST_WINDOW = 128 << 20;
const LARGEST_BLOCK = 128 << 10;
const STEP = 64 << 10;

/**
 * Undoes Zstandard, all frames one after the other; what is no frame after them is ignored.
 *
 * @throws when it is damaged, after what stands before that
 * @see https://www.rfc-editor.org/rfc/rfc8878
 */
export function* unzstd(bytes: Uint8Array, spend: Spend): Generator<Uint8Array> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let found = false;
  for (let at = 0; at + 8 <= view.length; ) {
    const magic = view.readUInt32LE(at);
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) {
      spend(8);
      at += 8 + view.readUInt32LE(at + 4);
      continue;
    }
    if (magic !== MAGIC) break;
    found = true;
    const frame = frameAt(view, at);
    const content = view.subarray(at, frame.end);
    spend(content.length);
    if (frame.size !== undefined && frame.isWhole && frame.size > frame.most)
      throw new Damaged('it says to hold more than it can');
    if (frame.window > LARGEST_WINDOW) throw new Unreadable('it needs more than 128 MiB of memory');
    const whole = atOnce(content, frame, spend);
    if (whole) yield whole;
    else yield* inSteps(withLeastWindow(content, frame), frame, spend);
    at = frame.end;
  }
  if (!found) throw new Unreadable('no frame of Zstandard is in it');
}

/** @returns undefined where it is large or damaged, which took as long as if it were not */
function atOnce(content: Uint8Array, { isWhole, size }: Frame, spend: Spend): Uint8Array | undefined {
  if (!isWhole || size === undefined || size > LARGEST_WHOLE) return undefined;
  try {
    // fzstd makes a string of the memory that it is given, so it makes its own; for no content, that of a window.
    return decompress(content, size === 0 ? new Uint8Array(0) : undefined);
  } catch {
    spend(size);
    return undefined;
  }
}

interface Frame {
  end: number;
  /** The most bytes that its blocks can give. */
  most: number;
  /** It does not break off. */
  isWhole: boolean;
  window: number;
  /** Of the content, where the frame says it. */
  size: number | undefined;
}

/** Walks the frame's blocks by their sizes. */
function frameAt(bytes: Buffer, start: number): Frame {
  const descriptor = bytes[start + 4]!;
  const isSingle = (descriptor & 0x20) !== 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  const sizeAt = start + 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  let at = sizeAt + sizeBytes;
  let most = 0;
  if (at > bytes.length) throw new Damaged('it breaks off');
  const size = sizeBytes === 0 ? undefined : contentSize(bytes, sizeAt, sizeBytes);
  const window = isSingle ? size! : windowOf(bytes[start + 5]!);
  for (;;) {
    if (at + 3 > bytes.length) return { end: bytes.length, most, isWhole: false, window, size };
    most += LARGEST_BLOCK;
    const header = bytes.readUIntLE(at, 3);
    at += 3 + (((header >> 1) & 3) === 1 ? 1 : header >> 3);
    if (at > bytes.length) return { end: bytes.length, most, isWhole: false, window, size };
    if (header & 1) break;
  }
  return { end: Math.min(bytes.length, at + (descriptor & 4)), most, isWhole: true, window, size };
}

function contentSize(bytes: Buffer, at: number, count: number): number {
  if (count === 8) return Number(bytes.readBigUInt64LE(at));
  return bytes.readUIntLE(at, count) + (count === 2 ? 256 : 0);
}

function windowOf(byte: number): number {
  const base = 2 ** (10 + (byte >> 3));
  return base + (base / 8) * (byte & 7);
}

/**
 * A frame asks for the window that its writer was set to, 8 or 128 MiB however little it holds, and fzstd moves all of it
 * for each block: a frame whose blocks give less is made to ask for less.
 */
function withLeastWindow(frame: Uint8Array, { most, window }: Frame): Uint8Array {
  const isSingle = (frame[4]! & 0x20) !== 0;
  const exponent = Math.max(0, Math.ceil(Math.log2(most)) - 10);
  if (isSingle || 2 ** (10 + exponent) >= window) return frame;
  const asked = frame.slice();
  asked[5] = exponent << 3;
  return asked;
}

/** What moving a window of so many bytes takes counts as one byte that comes out. */
const MOVED_FOR_ONE = 128;

function* inSteps(frame: Uint8Array, { window, most }: Frame, spend: Spend): Generator<Uint8Array> {
  const moved = Math.ceil(Math.min(window, most) / MOVED_FOR_ONE);
  const parts: Uint8Array[] = [];
  const stream = new Decompress((part) => {
    spend(moved);
    parts.push(part.slice());
  });
  for (let at = 0; at < frame.length; at += STEP) {
    try {
      stream.push(frame.subarray(at, at + STEP), at + STEP >= frame.length);
    } finally {
      yield* parts.splice(0);
    }
  }
}
