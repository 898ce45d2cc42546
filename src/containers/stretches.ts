import { FILE_START, nextStretch, type StretchStart } from '../next-stretch.ts';

/** Up to this size something is given in one part. */
export const LARGEST_WHOLE = 16 << 20;

/** A stretch of a file that is not held whole. */
export interface Stretch extends StretchStart {
  /** Valid until the next is asked for. */
  bytes: Uint8Array;
  /** Not the first one: it begins with what the one before ended with. */
  continued: boolean;
}

/** Cuts a stream into stretches of {@link LARGEST_WHOLE}, all in one buffer; a file of up to that size is one. */
export function* stretchesOf(parts: Iterable<Uint8Array>): Generator<Stretch> {
  let held: Uint8Array[] = [];
  let buffer: Buffer | undefined;
  let length = 0;
  let start = FILE_START;
  for (const part of parts) {
    for (let at = 0; at < part.length; ) {
      const bytes = part.subarray(at, at + LARGEST_WHOLE - length);
      at += bytes.length;
      if (buffer) buffer.set(bytes, length);
      else held.push(bytes);
      length += bytes.length;
      if (length < LARGEST_WHOLE) continue;
      const continued = buffer !== undefined;
      buffer ??= Buffer.concat(held);
      held = [];
      yield { bytes: buffer, ...start, continued };
      const { from, ...next } = nextStretch(buffer, start);
      start = next;
      buffer.copyWithin(0, from);
      length = LARGEST_WHOLE - from;
    }
  }
  if (buffer) yield { bytes: buffer.subarray(0, length), ...start, continued: true };
  else yield { bytes: joined(held), ...start, continued: false };
}

/** Parts as one; nothing is copied where there is one alone. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}
