import { Entry, Flag } from './layout.ts';
import type { Literal } from './literals.ts';

/** An entry of the gate as it is looked up. */
export interface Looked {
  literal: Literal;
  /** Index in the literal of the three bytes that are looked up, and their hash. */
  gram: number;
  hash: number;
  /** Its record, see {@link Entry}. */
  record: readonly number[];
}

const HASHES = 1 << 16;

/**
 * What hashes are looked up in, see `layout.ts`: the filter, the first entries, and the bytes near by.
 *
 * @param entries - those of the same hash one after the other
 */
export function lookupTables(entries: readonly Looked[]): [filter: Buffer, first: Buffer, near: Buffer] {
  const filter = Buffer.alloc(HASHES);
  const first = new Uint16Array(HASHES);
  const near = new Uint32Array(2 * entries.length);
  for (let i = entries.length - 1; i >= 0; i--) {
    const { hash, record } = entries[i]!;
    filter[hash]! |= record[Entry.around]!;
    first[hash] = i;
    const hasMore = (record[Entry.flags]! & Flag.more) !== 0;
    near[2 * i] = behindBits(entries[i]!) | (hasMore ? near[2 * i + 2]! : 0);
    near[2 * i + 1] = inFrontBits(entries[i]!) | (hasMore ? near[2 * i + 3]! : 0);
  }
  return [filter, Buffer.from(first.buffer), Buffer.from(near.buffer)];
}

/** A bit for each value of the low five bits of the byte behind the three: that of the literal, or those behind it. */
function behindBits({ literal, gram, record }: Looked): number {
  const next = literal[gram + 3];
  return next ? 1 << (next.value & 31) : record[Entry.behind]!;
}

/** The same for the byte in front of the three. */
function inFrontBits({ literal, gram, record }: Looked): number {
  const previous = literal[gram - 1];
  return previous ? 1 << (previous.value & 31) : record[Entry.inFront]!;
}
