import { FILE_START, nextStretch, type StretchStart } from '../next-stretch.ts';

/** Up to this size something is given in one part. */
export const LARGEST_WHOLE = 16 << 20;

/** A stretch of a file that is not held whole. */
export interface Stretch extends StretchStart {
  bytes: Uint8Array;
  /** Not the first one: it begins with what the one before ended with. */
  continued: boolean;
}

/** Cuts a stream into stretches of {@link LARGEST_WHOLE}; a file of up to that size is one. */
export function* stretchesOf(parts: Iterable<Uint8Array>): Generator<Stretch> {
  let held: Uint8Array[] = [];
  let length = 0;
  let start = FILE_START;
  let continued = false;
  for (const part of parts) {
    for (let at = 0; at < part.length; ) {
      const bytes = part.subarray(at, at + LARGEST_WHOLE - length);
      at += bytes.length;
      length += bytes.length;
      held.push(bytes);
      if (length < LARGEST_WHOLE) continue;
      const stretch = Buffer.concat(held);
      yield { bytes: stretch, ...start, continued };
      const { from, ...next } = nextStretch(stretch, start);
      start = next;
      continued = true;
      held = [stretch.subarray(from)];
      length = stretch.length - from;
    }
  }
  if (length > 0 || !continued) yield { bytes: joined(held), ...start, continued };
}

/** Parts as one; nothing is copied where there is one alone. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}
