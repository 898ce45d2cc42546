import { Damaged, Unreadable } from './entry.ts';
import { createLzmaDecoder } from './lzma-decoder.ts';
import { createLzmaWindow, type LzmaWindow } from './lzma-window.ts';

const STEP = 1 << 20;
/** More make tables of megabytes, and a zip may hold very many tiny files. */
const MOST_CONTEXT_BITS = 8;
const LONGEST_MATCH = 273;

/** How a stretch of LZMA was coded. */
export interface LzmaProperties {
  /** One byte, see {@link createLzmaDecoder}. */
  properties: number;
  /** Bytes. */
  dictionary: number;
  /** Of the result; undefined where an end mark tells. */
  size: number | undefined;
}

/**
 * Undoes LZMA.
 *
 * @throws {Damaged} after what stands before the damage
 */
export function* unlzma(
  bytes: Uint8Array,
  { properties, dictionary, size = Number.POSITIVE_INFINITY }: LzmaProperties,
): Generator<Uint8Array> {
  if (contextBits(properties) > MOST_CONTEXT_BITS)
    throw new Unreadable('its tables are larger than any in use');
  const window = createLzmaWindow(dictionary);
  const decoder = createLzmaDecoder(window);
  decoder.setProperties(properties);
  decoder.resetState();
  decoder.start(bytes, 0, bytes.length);
  for (let left = size, more = true; left > 0 && more; ) {
    const step = Math.min(left, STEP);
    window.reserve(step + LONGEST_MATCH);
    const limit = window.at + step;
    const before = window.at;
    yield* attempt(window, () => {
      more = decoder.run(limit);
    });
    left -= window.at - before;
  }
}

/** Gives what was written even where it ends in damage. */
function* attempt(window: LzmaWindow, run: () => void): Generator<Uint8Array> {
  try {
    run();
  } catch (error) {
    yield window.take();
    throw error;
  }
  yield window.take();
}

/** Bits of the first byte of a chunk of LZMA2. */
const END = 0;
const COPY_AND_RESET = 1;
const COPY = 2;
const CODED = 0x80;

/**
 * Undoes LZMA2, chunk by chunk.
 *
 * @returns where it ends in `bytes`
 * @throws {Damaged} after what stands before the damage
 * @see https://www.7-zip.org/sdk.html Lzma2Dec.c, and the documents of XZ Utils
 */
export function* unlzma2(bytes: Uint8Array, from: number, dictionary: number): Generator<Uint8Array, number> {
  const window = createLzmaWindow(dictionary);
  const decoder = createLzmaDecoder(window);
  const byteAt = (place: number): number => {
    if (place >= bytes.length) throw new Damaged('it breaks off');
    return bytes[place]!;
  };
  for (let at = from; ; ) {
    const control = byteAt(at);
    if (control === END) return at + 1;
    if (control > COPY && control < CODED) throw new Damaged('a block in it has no start');
    const low = (byteAt(at + 1) << 8) | byteAt(at + 2);
    const size = 1 + low + (control < CODED ? 0 : (control & 0x1f) << 16);
    window.reserve(size + LONGEST_MATCH);
    if (control === COPY_AND_RESET || control >= 0xe0) forget(window);
    if (control < CODED) {
      const copied = bytes.subarray(at + 3, at + 3 + size);
      window.bytes.set(copied, window.at);
      window.at += copied.length;
      yield window.take();
      byteAt(at + 2 + size);
      at += 3 + size;
      continue;
    }
    const coded = 1 + ((byteAt(at + 3) << 8) | byteAt(at + 4));
    const hasProperties = control >= 0xc0;
    if (hasProperties) decoder.setProperties(checked(byteAt(at + 5)));
    if (control >= 0xa0) decoder.resetState();
    const start = at + (hasProperties ? 6 : 5);
    yield* attempt(window, () => {
      const end = Math.min(start + coded, bytes.length);
      decoder.start(bytes, start, end);
      decoder.run(window.at + size);
    });
    at = start + coded;
  }
}

/** LZMA2 allows four bits of contexts in all. */
function checked(properties: number): number {
  if (contextBits(properties) > 4) throw new Damaged('its properties are impossible');
  return properties;
}

function contextBits(properties: number): number {
  return (properties % 9) + (Math.floor(properties / 9) % 5);
}

function forget(window: LzmaWindow): void {
  window.start = window.at;
  window.origin = window.at;
}
