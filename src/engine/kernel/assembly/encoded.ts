// Finds where encoded text begins. The same as ../twin-encoded.ts, sixteen bytes at a time.

/** Shortest run of base64 or hex digits that is looked at. */
const SHORTEST: usize = 24;
/** Digits of a run whose bytes must be text. */
const HEAD_BASE64: usize = 16;
const HEAD_HEX: usize = 24;
/** How far into a run its beginning is looked for, behind what may be a path in front of it. */
const LEAD: usize = 256;
/** A text that goes on from before begins somewhere in a group of this many digits. */
const DIGITS: usize = 4;
const NONE: i32 = 0;
/** What {@link findRuns} writes instead of an entry. */
const BASE64: i32 = -1;
const HEX: i32 = -2;
const WIDE: i32 = -4;
/** Shortest word of UTF-16 that is looked at; where 64 bytes end inside of it, half of it is on one side. */
const SHORTEST_WIDE: u32 = 10;

let out: usize = 0;
/** Up to here, all runs of letters of UTF-16 are known. */
let wideDone: usize = 0;

/** How many runs the last `findRuns` wrote. */
export function runCount(outAt: usize): usize {
  return (out - outAt) >> 3;
}

/**
 * Looks for runs of base64 or hex digits that begin as text or as gzip or zlib, and of letters of UTF-16; 64 bytes of zeros must follow
 * the text. Writes pairs of kind and offset.
 *
 * @returns the offset at which it stopped because `capacity` runs were nearly reached, or `length`
 */
export function findRuns(at: usize, length: usize, from: usize, outAt: usize, capacity: usize): usize {
  const end = at + length;
  const enough = outAt + 8 * (capacity - 8);
  out = outAt;
  if (from == 0) wideDone = at;
  let before: u64 = from == 0 ? 0 : digits64(at + from - 64);
  for (let p = at + from; p < end; p += 64) {
    const mask = digits64(p);
    let long = mask & (mask >> 1);
    long &= long >> 2;
    long &= long >> 4;
    long &= long >> 8;
    long &= long >> 8;
    const begun = <usize>clz(~before);
    const crossing = begun < SHORTEST && begun + <usize>ctz(~mask) >= SHORTEST;
    if (long != 0 || crossing) {
      if (out > enough) return p - at;
      if (crossing) lookAtRun(at, p - begun, p);
      let starts = long & ~(mask << 1);
      if (begun > 0) starts &= ~1;
      for (; starts != 0; starts &= starts - 1) lookAtRun(at, p + <usize>ctz(starts), p + <usize>ctz(starts));
    }
    before = mask;
    if (hasZero64(p)) {
      if (out > enough) return p - at;
      lookForWide(at, p, end);
    }
  }
  return length;
}

/** Whether a zero is among the 64 bytes from `p` on. */
@inline
function hasZero64(p: usize): bool {
  const first = i8x16.min_u(v128.load(p), v128.load(p, 16));
  const second = i8x16.min_u(v128.load(p, 32), v128.load(p, 48));
  return !i8x16.all_true(i8x16.min_u(first, second));
}

/** Writes the runs of letters of UTF-16 that have a part of a long word among the 64 bytes from `p` on, unless that is known. */
function lookForWide(text: usize, p: usize, end: usize): void {
  let half = wide64(p);
  half &= half >> 2;
  half &= half >> 4;
  half &= half >> 2;
  for (; half != 0; half &= half - 1) {
    const inside = p + <usize>ctz(half);
    if (inside < wideDone) continue;
    let start = inside;
    while (start - 2 >= max(text, wideDone) && isWide(start - 2, end)) start -= 2;
    let longest: u32 = 0;
    let word: u32 = 0;
    let stop = start;
    for (; isWide(stop, end); stop += 2) {
      word = load<u8>(stop) > 0x20 ? word + 1 : 0;
      longest = max(longest, word);
    }
    wideDone = stop;
    if (longest < SHORTEST_WIDE) continue;
    store<i32>(out, WIDE);
    store<u32>(out, <u32>(start - text), 4);
    out += 8;
  }
}

/** A bit for each of the 64 bytes from `p` on that is a letter of a word of ASCII with a zero behind it. */
@inline
function wide64(p: usize): u64 {
  return (
    <u64>wideMask(p) |
    (<u64>wideMask(p + 16) << 16) |
    (<u64>wideMask(p + 32) << 32) |
    (<u64>wideMask(p + 48) << 48)
  );
}

@inline
function wideMask(p: usize): u32 {
  const letters = i8x16.lt_u(i8x16.sub(v128.load(p), i8x16.splat(0x21)), i8x16.splat(0x5e));
  return <u32>i8x16.bitmask(v128.and(letters, i8x16.eq(v128.load(p, 1), i8x16.splat(0))));
}

@inline
function isWide(p: usize, end: usize): bool {
  if (p + 1 >= end || load<u8>(p, 1) != 0) return false;
  const byte: u32 = load<u8>(p);
  return byte - 0x20 < 0x5f || byte == 9 || byte == 10 || byte == 13;
}

/** A bit for each of the 64 bytes from `p` on that is a digit of base64 in either alphabet. */
@inline
function digits64(p: usize): u64 {
  return (
    <u64>digitMask(p) |
    (<u64>digitMask(p + 16) << 16) |
    (<u64>digitMask(p + 32) << 32) |
    (<u64>digitMask(p + 48) << 48)
  );
}

/** A bit for each of the 16 bytes from `p` on that is a digit of base64 in either alphabet. */
@inline
function digitMask(p: usize): u32 {
  // By the halves of a byte: each bit of the tables is a row of the code page.
  const low = i8x16(26, 30, 30, 30, 30, 30, 30, 30, 30, 30, 28, 5, 4, 5, 4, 13);
  const high = i8x16(0, 0, 1, 2, 4, 8, 4, 16, 0, 0, 0, 0, 0, 0, 0, 0);
  const nibble = i8x16.splat(15);
  const bytes = v128.load(p);
  const row = v128.and(i16x8.shr_u(bytes, 4), nibble);
  const both = v128.and(i8x16.swizzle(low, v128.and(bytes, nibble)), i8x16.swizzle(high, row));
  return <u32>i8x16.bitmask(i8x16.ne(both, i8x16.splat(0)));
}

/** @param inside - where to go on from to find the run's end */
function lookAtRun(text: usize, start: usize, inside: usize): void {
  let end = inside;
  let mask: u32;
  do {
    mask = digitMask(end);
    end += mask == 0xffff ? 16 : ctz(~mask);
  } while (mask == 0xffff);
  const last = min(end - SHORTEST, start + LEAD);
  const isEscaped = start > text && isLineEscape(load<u8>(start - 1), load<u8>(start));
  if (writeRun(text, isEscaped ? start + 1 : start, last)) return;
  const few = start == text ? min(start + DIGITS - 1, last) : start;
  for (let p = start + 1; p <= few; p++) if (writeRun(text, p, last)) return;
  for (let at = few; at < last; at += 16) {
    for (let joints = jointMask(at); joints != 0; joints &= joints - 1) {
      const p = at + ctz(joints) + 1;
      if (p > last || writeRun(text, p, last)) return;
    }
  }
}

/** Writes the run that begins at `digits` if it begins as text, and not after `last`. */
@inline
function writeRun(text: usize, digits: usize, last: usize): bool {
  if (digits > last) return false;
  const kind = startsHex(digits) ? HEX : startsBase64(digits) || startsCompressed(digits) ? BASE64 : NONE;
  if (kind == NONE) return false;
  store<i32>(out, kind);
  store<u32>(out, <u32>(digits - text), 4);
  out += 8;
  return true;
}

/** A bit for each of the 16 bytes from `p` on that a path or a name may end with in front of a run. */
@inline
function jointMask(p: usize): u32 {
  const bytes = v128.load(p);
  const slashOrPlus = v128.or(i8x16.eq(bytes, i8x16.splat(0x2f)), i8x16.eq(bytes, i8x16.splat(0x2b)));
  const dashOrLine = v128.or(i8x16.eq(bytes, i8x16.splat(0x2d)), i8x16.eq(bytes, i8x16.splat(0x5f)));
  return <u32>i8x16.bitmask(v128.or(slashOrPlus, dashOrLine));
}

/** The letter of `\n`, `\r` or `\t` is no digit of the run behind it. */
@inline
function isLineEscape(backslash: u32, letter: u32): bool {
  return backslash == 0x5c && (letter == 0x6e || letter == 0x72 || letter == 0x74);
}

/** Bytes of text, one after the other: UTF-8, or ASCII letters with a zero behind each. */
let index: i32 = 0;
let missing: i32 = 0;
let zeros: bool = false;

@inline
function beginText(): void {
  index = 0;
  missing = 0;
  zeros = false;
}

/** Whether the text may go on with this byte. */
function continuesText(byte: u32): bool {
  const at = index++;
  if (at == 1 && byte == 0 && missing == 0) zeros = true;
  if (zeros && (at & 1) == 1) return byte == 0;
  if (missing > 0) {
    missing--;
    return (byte & 0xc0) == 0x80;
  }
  if (byte < 0x80) return (byte >= 0x20 && byte != 0x7f) || byte == 9 || byte == 10 || byte == 13;
  if (zeros || byte < 0xc2 || byte > 0xf4) return false;
  missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  return true;
}

function startsBase64(digits: usize): bool {
  beginText();
  for (let p = digits; p < digits + HEAD_BASE64; p += 4) {
    const bits = (sextet(load<u8>(p)) << 18) | (sextet(load<u8>(p, 1)) << 12);
    if (!continuesText(bits >> 16)) return false;
    const more = bits | (sextet(load<u8>(p, 2)) << 6);
    if (!continuesText((more >> 8) & 0xff)) return false;
    if (!continuesText((more & 0xff) | sextet(load<u8>(p, 3)))) return false;
  }
  return true;
}

/** Whether digits of base64 begin as gzip (`H4sI`) or zlib (`eJw`, `eNo` and the three after each). */
@inline
function startsCompressed(digits: usize): bool {
  const third: u32 = load<u8>(digits, 2);
  const two: u32 = load<u16>(digits);
  return (
    load<u32>(digits) == 0x49733448 || (two == 0x4a65 && third - 0x77 < 4) || (two == 0x4e65 && third - 0x6f < 4)
  );
}

/** The value of a digit of base64. */
@inline
function sextet(byte: u32): u32 {
  if (byte >= 0x61) return byte - 71;
  if (byte == 0x5f) return 63;
  if (byte >= 0x41) return byte - 65;
  if (byte >= 0x30) return byte + 4;
  return byte == 0x2f ? 63 : 62;
}

function startsHex(digits: usize): bool {
  beginText();
  for (let p = digits; p < digits + HEAD_HEX; p += 2) {
    const high = hexValue(load<u8>(p));
    const low = hexValue(load<u8>(p, 1));
    if (high > 15 || low > 15 || !continuesText((high << 4) | low)) return false;
  }
  return true;
}

/** The value of a hex digit; more than 15 for any other byte. */
@inline
function hexValue(byte: u32): u32 {
  if (byte - 48 < 10) return byte - 48;
  const letter = (byte | 0x20) - 97;
  return letter < 6 ? letter + 10 : 16;
}

/** Whether an escape begins at `at`: what an automaton that stops there can't read, and a decoder can. */
export function isEscape(at: usize): bool {
  const byte: u32 = load<u8>(at);
  const next: u32 = load<u8>(at, 1);
  if (byte == 0x5c) return isEscapable(next);
  if (byte == 0x25) return hexValue(next) < 16 && hexValue(load<u8>(at, 2)) < 16;
  if (byte == 0x3d) return next == 10 || (next == 13 && load<u8>(at, 2) == 10);
  return byte == 0x26 && isEntity(at);
}

/** What stands behind a backslash: `"`, `'`, `/`, `\`, `n`, `r`, `t`, `u`, `x`. */
@inline
function isEscapable(byte: u32): bool {
  return (
    byte == 0x22 || byte == 0x27 || byte == 0x2f || byte == 0x5c ||
    byte == 0x6e || byte == 0x72 || byte == 0x74 || byte == 0x75 || byte == 0x78
  );
}

/** `&` with a `;` at most nine bytes on. */
function isEntity(at: usize): bool {
  for (let p = at + 3; p < at + 10; p++) if (load<u8>(p) == 0x3b) return true;
  return false;
}

/** Where a line escape or a percent escape that ends right before `at` begins, 0 for none. */
export function shortEscapeBefore(text: usize, at: usize): usize {
  const room = at - text;
  if (room >= 2 && isLineEscape(load<u8>(at - 2), load<u8>(at - 1))) return at - 2;
  return room >= 3 && load<u8>(at - 3) == 0x25 && isEscape(at - 3) ? at - 3 : 0;
}

/** Where any escape that ends right before `at` begins, 0 for none; `text` is where the text begins. */
export function escapeBefore(text: usize, at: usize): usize {
  const room = at - text;
  const hidden = shortEscapeBefore(text, at);
  if (hidden != 0) return hidden;
  if (room >= 4 && load<u16>(at - 4) == 0x785c) return at - 4;
  if (room >= 6 && load<u16>(at - 6) == 0x755c) return at - 6;
  if (room == 0 || load<u8>(at - 1) != 0x3b) return 0;
  for (let p = at - 2; p >= text && p + 10 >= at; p--) if (load<u8>(p) == 0x26) return p;
  return 0;
}
