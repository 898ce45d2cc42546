/** How much of one file is opened, whatever is inside of what. */
const MOST_BYTES = 1 << 30;
const MOST_ENTRIES = 100_000;
/** A file may become this many times its size … */
const MOST_RATIO = 250;
/** … and this many bytes without being asked. */
const FREE_BYTES = 64 << 20;

/** A limit was reached; completes "opened only in part: …". */
export class LimitHit extends Error {}

/**
 * Counts bytes that come out of one file, or that are worked through on the way there: one that gives nothing may take
 * long all the same.
 *
 * @throws {LimitHit} too many bytes, or too many for the size of the file
 */
export type Spend = (bytes: number) => void;

/** Counts what comes out of one file, so that a bomb ends. */
export interface Budget {
  spend: Spend;
  /** @throws {LimitHit} too many files */
  countEntry(): void;
}

/** @param size - bytes of the file that is opened */
export function createBudget(size: number): Budget {
  let bytes = 0;
  let entries = 0;
  const most = Math.min(MOST_BYTES, Math.max(FREE_BYTES, MOST_RATIO * size));
  return {
    spend(count) {
      bytes += count;
      if (bytes <= most) return;
      throw new LimitHit(
        most === MOST_BYTES ? 'more than 1 GiB is in it' : `it holds more than ${MOST_RATIO} times its size`,
      );
    },
    countEntry() {
      if (++entries > MOST_ENTRIES) throw new LimitHit(`more than ${MOST_ENTRIES} files are in it`);
    },
  };
}

/**
 * A stream as it is.
 *
 * @param most - bytes
 * @throws {LimitHit} it is longer
 */
export function* bounded(parts: Iterable<Uint8Array>, most: number): Generator<Uint8Array> {
  let length = 0;
  for (const part of parts) {
    length += part.length;
    if (length > most) throw new LimitHit(`a part of it is larger than ${most >> 20} MiB`);
    yield part;
  }
}
