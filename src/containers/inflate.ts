import { inflateRawSync } from 'node:zlib';
import { type Gunzip, Inflate } from 'fflate';
import type { Spend } from './budget.ts';
import { LARGEST_WHOLE } from './stretches.ts';

/** A part of compressed bytes becomes at most 1032 times as much. */
export const STEP = 16 << 10;
/** No block, and no header, leaves so many bytes unused; they are kept, and copied with each step. */
export const MOST_UNUSED = 8 * STEP;

/**
 * Undoes DEFLATE. What follows its end is ignored; what is damaged or breaks off gives what stands before that.
 *
 * @throws when it is damaged
 * @see https://www.rfc-editor.org/rfc/rfc1951
 */
export function* inflateRaw(bytes: Uint8Array, spend: Spend): Generator<Uint8Array> {
  const whole = inflateWhole(bytes);
  if (whole) {
    spend(whole.used);
    yield whole.bytes;
  } else yield* inflateInSteps(bytes, spend);
}

const ZLIB_HEADER = 2;

/** Undoes zlib, of which the two bytes in front of DEFLATE and the sum behind it are not looked at. */
export function unzlib(bytes: Uint8Array, spend: Spend): Iterable<Uint8Array> {
  return inflateRaw(bytes.subarray(ZLIB_HEADER), spend);
}

/**
 * By zlib, which is fast and gives all or nothing.
 *
 * @returns undefined where it is large or damaged; `used` counts the compressed bytes
 */
export function inflateWhole(bytes: Uint8Array): { bytes: Uint8Array; used: number } | undefined {
  try {
    const options = { maxOutputLength: LARGEST_WHOLE, info: true };
    const { buffer, engine } = inflateRawSync(bytes, options) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return { bytes: buffer, used: engine.bytesWritten };
  } catch {
    return undefined;
  }
}

function* inflateInSteps(bytes: Uint8Array, spend: Spend): Generator<Uint8Array> {
  const parts: Uint8Array[] = [];
  const inflate = new Inflate((part) => parts.push(part));
  for (let at = 0; at < bytes.length; at += STEP) {
    spend(STEP);
    yield* pushed(inflate, bytes.subarray(at, at + STEP), parts);
    if (unusedOf(inflate) > MOST_UNUSED) return;
  }
  inflate.push(new Uint8Array(0), true);
  yield* parts.splice(0);
}

/**
 * What a decoder makes of the next bytes: it gives nothing of those among which damage is, so they are halved until there
 * is nothing more before it.
 *
 * @param parts - where the decoder puts it
 */
export function* pushed(
  stream: Inflate | Gunzip,
  bytes: Uint8Array,
  parts: Uint8Array[],
): Generator<Uint8Array> {
  const before = { ...stream, s: { ...(stream as unknown as { s: object }).s } };
  try {
    stream.push(bytes);
  } catch (error) {
    if (bytes.length < 2) throw error;
    parts.length = 0;
    Object.assign(stream, before);
    const half = bytes.length >> 1;
    yield* pushed(stream, bytes.subarray(0, half), parts);
    yield* pushed(stream, bytes.subarray(half), parts);
  }
  yield* parts.splice(0);
}

/** Bytes that were pushed and not read yet: fewer than a block while there is one, all that comes behind the last. */
export function unusedOf(inflate: Inflate | Gunzip): number {
  return (inflate as unknown as { p: Uint8Array }).p.length;
}
