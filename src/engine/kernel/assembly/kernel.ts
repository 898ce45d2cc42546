// The gate as a WebAssembly module: the same search as ../twin.ts, sixteen positions at a time. Written in
// AssemblyScript. All places in memory are given out by ../wasm.ts; the layout of the tables is that of
// ../../compiler/tables.ts.

import { escapeBefore, isEscape, shortEscapeBefore } from './encoded';
import { collectSpots, SPOT_BYTES, STRETCH, setupSpots, spots, wordBytes } from './spots';
import { ACCEPT, DEAD, forgetWalks, matchesAtEnd, setupWalks, stoppedAt, walk } from './walks';
export { findRuns, runCount } from './encoded';

const DFAS: usize = 12;
const FILTER: usize = 32;
const FIRST: usize = 36;
const NEAR: usize = 40;
const HEADER_BYTES: usize = 64;
const ENTRY_BYTES: usize = 64;
const LITERAL: usize = 0;
const LENGTH: usize = 4;
const GRAM: usize = 8;
const RULE: usize = 12;
const FORWARD: usize = 16;
const BACKWARD: usize = 20;
const BEFORE: usize = 24;
const REACH: usize = 36;
const FLAGS: usize = 44;
const AROUND: usize = 48;
const BEHIND: usize = 52;
const IN_FRONT: usize = 56;
const RUN_GROUPS: usize = 60;

const BORDER: u32 = 1;
const MORE: u32 = 2;
const SAME: u32 = 4;
const LONGEST_LITERAL: usize = 16;

/** Bytes after which a walk that may go on is taken for a match. */
const LONGEST_WALK: usize = 1024;

let tables: usize = 0;

/** The text at hand. */
let text: usize = 0;
let textEnd: usize = 0;
/** The text goes on before or after what is in memory: an automaton that gets there may not say no. */
let openStart: bool = false;
let openEnd: bool = false;

/** Where hits go: pairs of entry and offset in the text, 32 bits each. */
let out: usize = 0;
let outEnd: usize = 0;

/** What is written instead of an entry where an escape stands between a literal and the rest of a match. */
const ESCAPE: u32 = 0xfffffffd;
/** The escape at which the last automaton stopped, 0 for none, and the last one that was written. */
let escapeAt: usize = 0;
let escapeWritten: usize = 0;

/** To be called once the tables lie at `at`. */
export function setup(at: usize, automataAt: usize): void {
  tables = at;
  setupWalks(at + load<u32>(at, DFAS), automataAt);
  setupSpots(at + load<u32>(at, FILTER), at + load<u32>(at, FIRST), at + load<u32>(at, NEAR));
}

@inline
function recordOf(entry: usize): usize {
  return tables + HEADER_BYTES + entry * ENTRY_BYTES;
}

/**
 * Searches `length` bytes at `at` from offset `from` on; 48 readable bytes must stand around the text.
 *
 * @param borders bit 0: the text goes on in front, bit 1: it goes on behind
 * @returns the offset at which it stopped because `capacity` hits were nearly reached, or `length`
 */
export function find(at: usize, length: usize, from: usize, borders: u32, outAt: usize, capacity: usize): usize {
  text = at;
  textEnd = at + length;
  openStart = (borders & 1) != 0;
  openEnd = (borders & 2) != 0;
  out = outAt;
  outEnd = outAt + 8 * capacity;
  escapeWritten = 0;
  forgetWalks();
  for (let p = at + from; p + 2 < textEnd; p += STRETCH) {
    const stopped = checkSpots(collectSpots(p, min(p + STRETCH, textEnd - 2), text, textEnd));
    if (stopped != 0) return stopped - at;
  }
  return length;
}

/** How many line feeds there are in `length` bytes at `at`. */
export function lineEnds(at: usize, length: usize): u32 {
  const end = at + length;
  const feed = i8x16.splat(10);
  let count: u32 = 0;
  let p = at;
  for (; p + 16 <= end; p += 16) count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(p), feed)));
  for (; p < end; p++) count += u32(load<u8>(p) == 10);
  return count;
}

/** How many hits the last `find` wrote. */
export function hitCount(outAt: usize): usize {
  return (out - outAt) >> 3;
}

/** Checks spots up to `end`; tells at which the place for hits may not have sufficed, else 0. */
function checkSpots(end: usize): usize {
  for (let spot = spots; spot < end; spot += SPOT_BYTES) {
    const gramAt = load<u32>(spot);
    const begun = out;
    if (checkEntries(gramAt, load<u32>(spot, 4))) continue;
    out = begun;
    return gramAt;
  }
  return 0;
}

/** Checks the entries of a hash, from the first one on; false when the place for hits may not suffice. */
@inline
function checkEntries(gramAt: usize, entry: usize): bool {
  let record = recordOf(entry);
  let literal: u32 = UNKNOWN;
  while (true) {
    if (out == outEnd) return false;
    const flags = load<u32>(record, FLAGS);
    if ((flags & SAME) == 0) literal = UNKNOWN;
    const start = gramAt - load<u32>(record, GRAM);
    const end = start + load<u32>(record, LENGTH);
    if (literal != OTHER && fits(record, start, end)) {
      if (literal == UNKNOWN) literal = isLiteralAt(tables + load<u32>(record, LITERAL), start) ? THERE : OTHER;
      if (literal == THERE) checkAround(record, flags, start, end);
    }
    if ((flags & MORE) == 0) return true;
    record += ENTRY_BYTES;
  }
}

/** What is known of the literal of an entry and of those after it that have the same. */
const UNKNOWN: u32 = 0;
const THERE: u32 = 1;
const OTHER: u32 = 2;

/** Whether a literal from `start` to `end` would be in the text, between bytes that may stand beside it. */
@inline
function fits(record: usize, start: usize, end: usize): bool {
  if (start < text || end > textEnd) return false;
  let fitting: u32 = 1;
  if (end < textEnd) fitting &= load<u32>(record, BEHIND) >> (load<u8>(end) & 31);
  if (start > text) fitting &= load<u32>(record, IN_FRONT) >> (load<u8>(start - 1) & 31);
  return fitting != 0;
}

/** Whether the bytes at `start` are those of a literal, as far as its masks tell them apart. */
@inline
function isLiteralAt(literal: usize, start: usize): bool {
  const bytes = v128.and(v128.load(start), v128.load(literal, LONGEST_LITERAL));
  return !v128.any_true(v128.xor(bytes, v128.load(literal)));
}

/** The literal stands there: what is around it decides. */
function checkAround(record: usize, flags: u32, start: usize, end: usize): void {
  if (load<i32>(record, RULE) < 0) return writeEscape(start);
  const groups = load<u32>(record, RUN_GROUPS);
  if (groups != 0 && !hasRun(groups, start - load<u32>(record, BEFORE), end + load<u32>(record, REACH))) return;
  let hidden: usize = 0;
  if ((flags & BORDER) != 0 && start > text && isWord(load<u8>(start - 1))) {
    hidden = shortEscapeBefore(text, start);
    if (hidden == 0) return;
  } else {
    const backward = load<i32>(record, BACKWARD);
    if (backward >= 0 && !walkBackward(backward, start, load<u32>(record, BEFORE))) {
      hidden = escapeAt;
      if (hidden == 0) return;
    }
  }
  const forward = load<i32>(record, FORWARD);
  if (forward >= 0 && !walkForward(forward, end, load<u32>(record, REACH))) {
    // Of the byte right behind, the filter lets through what it likes, unless the entry takes more than words there.
    const takesMore = (load<u32>(record, AROUND) & 1) != 0 || load<u32>(record, GRAM) + 3 < load<u32>(record, LENGTH);
    return writeEscape(escapeAt != end || (takesMore && load<u8>(end) != 0x3d) ? escapeAt : 0);
  }
  if (hidden != 0) return writeEscape(hidden);
  store<u32>(out, <u32>((record - tables - HEADER_BYTES) / ENTRY_BYTES));
  store<u32>(out, <u32>(start - text), 4);
  out += 8;
}

/**
 * Whether so many groups of run bytes may stand one after the other from `from` to `to`: where the text goes on, or an
 * automaton stops before it has seen all, that is not known.
 */
function hasRun(groups: u32, from: usize, to: usize): bool {
  if (to - from > LONGEST_WALK) return true;
  if ((from < text && openStart) || (to > textEnd && openEnd)) return true;
  const end = min(to, textEnd);
  let run: u32 = 0;
  for (let p = (max(from, text) + 15) & ~15; p + 16 <= end; p += 16) {
    run = isRunGroup(p) ? run + 1 : 0;
    if (run == groups) return true;
  }
  return false;
}

/** Whether all 16 bytes from `p` on are `isRunByte` of `../../compiler/layout.ts`. */
@inline
function isRunGroup(p: usize): bool {
  const bytes = v128.load(p);
  const marks = v128.or(
    i8x16.eq(bytes, i8x16.splat(0x2d)),
    v128.or(i8x16.eq(bytes, i8x16.splat(0x25)), i8x16.eq(bytes, i8x16.splat(0x5c))),
  );
  return i8x16.all_true(v128.or(wordBytes(bytes), marks));
}

/** Writes where an escape is, once; nothing for 0. */
function writeEscape(at: usize): void {
  if (at == 0 || at == escapeWritten) return;
  escapeWritten = at;
  store<u32>(out, ESCAPE);
  store<u32>(out, <u32>(at - text), 4);
  out += 8;
}

@inline
function isWord(byte: u32): bool {
  const letter = byte | 0x20;
  return letter - 97 < 26 || byte - 48 < 10 || byte == 95;
}

/** Walks an automaton over the bytes from `from` on, `reach` of them and the one behind. */
function walkForward(dfa: i32, from: usize, reach: usize): bool {
  const far = reach >= LONGEST_WALK;
  const most = far ? LONGEST_WALK : reach + 1;
  const cut = from + most > textEnd;
  const end = cut ? textEnd : from + most;
  const state = walk(dfa, from, end, 1);
  escapeAt = state == DEAD && isEscape(stoppedAt) ? stoppedAt : 0;
  return state == ACCEPT || (state != DEAD && (cut ? openEnd || matchesAtEnd(dfa, state) : far));
}

/** The same from the byte before `from` to the left. */
function walkBackward(dfa: i32, from: usize, reach: usize): bool {
  const far = reach >= LONGEST_WALK;
  const most = far ? LONGEST_WALK : reach + 1;
  const cut = from - text < most;
  const end = cut ? text : from - most;
  const state = walk(dfa, from - 1, end - 1, -1);
  // The filter lets through what it likes of the byte right in front.
  const isBehindMore = state == DEAD && stoppedAt + 1 != from;
  escapeAt = !isBehindMore ? 0 : isEscape(stoppedAt) ? stoppedAt : escapeBefore(text, stoppedAt + 1);
  return state == ACCEPT || (state != DEAD && (cut ? openStart || matchesAtEnd(dfa, state) : far));
}
