// The gate as a WebAssembly module: the same search as ../twin.ts, sixteen positions at a time. Written in
// AssemblyScript. All places in memory are given out by ../wasm.ts; the layout of the tables is that of
// ../../compiler/tables.ts.

const HEADER_BYTES: usize = 32;
const ENTRY_BYTES: usize = 48;
const DFA_BYTES: usize = 16;
const LITERAL: usize = 0;
const LENGTH: usize = 4;
const GRAM: usize = 8;
const FORWARD: usize = 16;
const BACKWARD: usize = 20;
const BEFORE: usize = 24;
const REACH: usize = 36;
const BORDER: usize = 44;

const START: u32 = 1;
const DEAD: u32 = 0;
const ACCEPT: u32 = 255;

const PAIR: u32 = 0x9e35;
const THIRD: u32 = 0x6b43;
const FOLD: u32 = 0xdf;

let tables: usize = 0;
let dfas: usize = 0;
/** A byte for each hash: not 0 where an entry has it. */
let filter: usize = 0;
/** By hash, 16 bits: 1 + the first entry that has it. */
let first: usize = 0;
/** By entry, 16 bits: 1 + the next entry of the same hash. */
let next: usize = 0;

/** The text at hand. */
let text: usize = 0;
let textEnd: usize = 0;
/** The text goes on before or after what is in memory: an automaton that gets there may not say no. */
let openStart: bool = false;
let openEnd: bool = false;

/** Where hits go: pairs of entry and offset in the text, 32 bits each. */
let out: usize = 0;
let outEnd: usize = 0;

/** Fills the hash tables for the tables that lie at `at`; `filterAt` and `firstAt` must be zero. */
export function setup(at: usize, filterAt: usize, firstAt: usize, nextAt: usize): void {
  tables = at;
  dfas = at + load<u32>(at, 12);
  filter = filterAt;
  first = firstAt;
  next = nextAt;
  for (let entry = <i32>load<u32>(at, 4) - 1; entry >= 0; entry--) {
    const record = recordOf(entry);
    const gram = tables + load<u32>(record, LITERAL) + 2 * load<u32>(record, GRAM);
    const hash = hashOf(load<u8>(gram), load<u8>(gram, 2), load<u8>(gram, 4));
    store<u8>(filter + hash, 1);
    store<u16>(next + 2 * entry, load<u16>(first + 2 * hash));
    store<u16>(first + 2 * hash, <u16>(entry + 1));
  }
}

@inline
function recordOf(entry: usize): usize {
  return tables + HEADER_BYTES + entry * ENTRY_BYTES;
}

@inline
function hashOf(a: u32, b: u32, c: u32): u32 {
  return (((a & FOLD) | ((b & FOLD) << 8)) * PAIR + (c & FOLD) * THIRD) & 0xffff;
}

/**
 * Searches `length` bytes at `at` from offset `from` on; 32 readable bytes must follow the text.
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
  if (length < 3) return length;
  const last = textEnd - 2;
  let p = at + from;
  while (p < last) {
    const mask = hitsIn16(p);
    if (mask != 0 && !checkAll(p, mask, last)) return p - at;
    p += 16;
  }
  return length;
}

/** How many hits the last `find` wrote. */
export function hitCount(outAt: usize): usize {
  return (out - outAt) >> 3;
}

/** A bit for each of the 16 positions from `p` on whose three bytes have the hash of an entry. */
@inline
function hitsIn16(p: usize): u32 {
  const fold = i8x16.splat(<i8>FOLD);
  const low = i16x8.splat(0x00df);
  const pair = i16x8.splat(<i16>PAIR);
  const third = i16x8.splat(<i16>THIRD);
  const even = i16x8.add(
    i16x8.mul(v128.and(v128.load(p), fold), pair),
    i16x8.mul(v128.and(v128.load(p, 2), low), third),
  );
  const odd = i16x8.add(
    i16x8.mul(v128.and(v128.load(p, 1), fold), pair),
    i16x8.mul(v128.and(v128.load(p, 3), low), third),
  );
  return (
    load<u8>(filter + i16x8.extract_lane_u(even, 0)) |
    (load<u8>(filter + i16x8.extract_lane_u(odd, 0)) << 1) |
    (load<u8>(filter + i16x8.extract_lane_u(even, 1)) << 2) |
    (load<u8>(filter + i16x8.extract_lane_u(odd, 1)) << 3) |
    (load<u8>(filter + i16x8.extract_lane_u(even, 2)) << 4) |
    (load<u8>(filter + i16x8.extract_lane_u(odd, 2)) << 5) |
    (load<u8>(filter + i16x8.extract_lane_u(even, 3)) << 6) |
    (load<u8>(filter + i16x8.extract_lane_u(odd, 3)) << 7) |
    (load<u8>(filter + i16x8.extract_lane_u(even, 4)) << 8) |
    (load<u8>(filter + i16x8.extract_lane_u(odd, 4)) << 9) |
    (load<u8>(filter + i16x8.extract_lane_u(even, 5)) << 10) |
    (load<u8>(filter + i16x8.extract_lane_u(odd, 5)) << 11) |
    (load<u8>(filter + i16x8.extract_lane_u(even, 6)) << 12) |
    (load<u8>(filter + i16x8.extract_lane_u(odd, 6)) << 13) |
    (load<u8>(filter + i16x8.extract_lane_u(even, 7)) << 14) |
    (load<u8>(filter + i16x8.extract_lane_u(odd, 7)) << 15)
  );
}

/** Checks the entries of every position in the mask; false when the place for hits may not suffice. */
function checkAll(p: usize, mask: u32, last: usize): bool {
  const begun = out;
  for (let bits = mask; bits != 0; bits &= bits - 1) {
    const at = p + ctz(bits);
    if (at >= last) return true;
    const hash = hashOf(load<u8>(at), load<u8>(at, 1), load<u8>(at, 2));
    let link = <u32>load<u16>(first + 2 * hash);
    while (link != 0) {
      if (out == outEnd) {
        out = begun;
        return false;
      }
      checkEntry(link - 1, at);
      link = load<u16>(next + 2 * (link - 1));
    }
  }
  return true;
}

function checkEntry(entry: u32, gramAt: usize): void {
  const record = recordOf(entry);
  const start = gramAt - load<u32>(record, GRAM);
  const length = load<u32>(record, LENGTH);
  if (start < text || start + length > textEnd) return;
  if (load<u32>(record, BORDER) != 0 && start > text && isWord(load<u8>(start - 1))) return;
  if (!literalAt(tables + load<u32>(record, LITERAL), start, length)) return;
  const forward = load<i32>(record, FORWARD);
  if (forward >= 0 && !walkForward(forward, start + length, load<u32>(record, REACH))) return;
  const backward = load<i32>(record, BACKWARD);
  if (backward >= 0 && !walkBackward(backward, start, load<u32>(record, BEFORE))) return;
  store<u32>(out, entry);
  store<u32>(out, <u32>(start - text), 4);
  out += 8;
}

@inline
function isWord(byte: u32): bool {
  const letter = byte | 0x20;
  return letter - 97 < 26 || byte - 48 < 10 || byte == 95;
}

@inline
function literalAt(literal: usize, start: usize, length: usize): bool {
  for (let i: usize = 0; i < length; i++) {
    const pair = literal + 2 * i;
    if ((load<u8>(start + i) & load<u8>(pair, 1)) != load<u8>(pair)) return false;
  }
  return true;
}

/** Walks an automaton over the bytes from `from` on, at most `reach` of them. */
function walkForward(dfa: i32, from: usize, reach: usize): bool {
  const record = dfas + dfa * DFA_BYTES;
  const rows = tables + load<u32>(record);
  const classes = tables + load<u32>(record, 4);
  const classCount = load<u32>(record, 8);
  const cut = from + reach > textEnd;
  const end = cut ? textEnd : from + reach;
  let state = START;
  for (let at = from; at < end; at++) {
    state = load<u8>(rows + state * classCount + load<u8>(classes + load<u8>(at)));
    if (state == ACCEPT) return true;
    if (state == DEAD) return false;
  }
  return cut && openEnd;
}

/** The same from the byte before `from` to the left. */
function walkBackward(dfa: i32, from: usize, reach: usize): bool {
  const record = dfas + dfa * DFA_BYTES;
  const rows = tables + load<u32>(record);
  const classes = tables + load<u32>(record, 4);
  const classCount = load<u32>(record, 8);
  const cut = from - text < reach;
  const end = cut ? text : from - reach;
  let state = START;
  for (let at = from; at > end; ) {
    at--;
    state = load<u8>(rows + state * classCount + load<u8>(classes + load<u8>(at)));
    if (state == ACCEPT) return true;
    if (state == DEAD) return false;
  }
  return cut && openStart;
}
