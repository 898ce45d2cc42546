/** Up to this size something is given in one part. */
export const LARGEST_WHOLE = 16 << 20;

/** A stretch of a file that is not held whole. */
export interface Stretch {
  bytes: Uint8Array;
  /** 1-based line in the file of the first line of `bytes`. */
  firstLine: number;
  /** Not the first one: it begins with what the one before ended with. */
  continued: boolean;
}

/** What a stretch repeats of the one before, so that nothing is cut in two. */
const OVERLAP = 64 << 10;
const LF = 10;

/** Cuts a stream into stretches of {@link LARGEST_WHOLE}; a file of up to that size is one. */
export function* stretchesOf(parts: Iterable<Uint8Array>): Generator<Stretch> {
  let held: Uint8Array[] = [];
  let length = 0;
  let firstLine = 1;
  let continued = false;
  for (const part of parts) {
    for (let at = 0; at < part.length; ) {
      const bytes = part.subarray(at, at + LARGEST_WHOLE - length);
      at += bytes.length;
      length += bytes.length;
      held.push(bytes);
      if (length < LARGEST_WHOLE) continue;
      const stretch = Buffer.concat(held);
      yield { bytes: stretch, firstLine, continued };
      const from = overlapOf(stretch);
      firstLine += countLineEnds(stretch.subarray(0, from));
      continued = true;
      held = [stretch.subarray(from)];
      length = stretch.length - from;
    }
  }
  if (length > 0 || !continued) yield { bytes: joined(held), firstLine, continued };
}

/** Where the next stretch starts: with a line if there is one. */
function overlapOf(stretch: Buffer): number {
  const lineEnd = stretch.indexOf(LF, stretch.length - OVERLAP);
  return lineEnd === -1 || lineEnd + 1 === stretch.length ? stretch.length - OVERLAP : lineEnd + 1;
}

function countLineEnds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) count++;
  return count;
}

/** Parts as one; nothing is copied where there is one alone. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}
