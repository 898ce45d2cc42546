import {
  COUNTS,
  DIST_RESULTS,
  LITLEN_RESULTS,
  OFFSETS,
  PRECODE_RESULTS,
  SORTED,
} from './layout';

/**
 * An entry of a decoding table:
 *
 * - bits 0 to 7: bits to take from the input, extra bits included
 * - bits 8 to 12: bits of the code alone, after which the extra bits start; for a subtable, its index bits
 * - bits 13 to 15: flags
 * - bits 16 to 30: a literal, a length's or distance's base, or where a subtable starts
 * - bit 31: literal
 *
 * `EXCEPTIONAL` alone marks what no valid stream contains.
 */
export const LITERAL: u32 = 0x80000000;
export const EXCEPTIONAL: u32 = 0x8000;
export const SUBTABLE: u32 = 0x4000;
export const END_OF_BLOCK: u32 = 0x2000;

/** Fills the tables of results: RFC 1951, section 3.2.5. */
export function initResults(): void {
  for (let symbol: u32 = 0; symbol < 256; symbol++) setResult(LITLEN_RESULTS, symbol, LITERAL | (symbol << 16));
  setResult(LITLEN_RESULTS, 256, EXCEPTIONAL | END_OF_BLOCK);
  let base: u32 = 3;
  for (let i: u32 = 0; i < 28; i++) {
    const extra: u32 = i < 8 ? 0 : (i >> 2) - 1;
    setResult(LITLEN_RESULTS, 257 + i, (base << 16) | extra);
    base += 1 << extra;
  }
  setResult(LITLEN_RESULTS, 285, 258 << 16);
  setResult(LITLEN_RESULTS, 286, EXCEPTIONAL);
  setResult(LITLEN_RESULTS, 287, EXCEPTIONAL);
  base = 1;
  for (let i: u32 = 0; i < 30; i++) {
    const extra: u32 = i < 4 ? 0 : (i >> 1) - 1;
    setResult(DIST_RESULTS, i, (base << 16) | extra);
    base += 1 << extra;
  }
  setResult(DIST_RESULTS, 30, EXCEPTIONAL);
  setResult(DIST_RESULTS, 31, EXCEPTIONAL);
  for (let symbol: u32 = 0; symbol < 19; symbol++) setResult(PRECODE_RESULTS, symbol, symbol << 16);
}

function setResult(table: usize, symbol: u32, result: u32): void {
  store<u32>(table + 4 * <usize>symbol, result);
}

// @ts-ignore: decorator
@inline
function makeEntry(results: usize, symbol: u32, codeBits: u32): u32 {
  return load<u32>(results + 4 * <usize>symbol) + (codeBits << 8) + codeBits;
}

/** The code after `code`, whose bits stand in reverse, of the same length; `last` is the code of ones alone. */
// @ts-ignore: decorator
@inline
function nextCode(code: u32, last: u32): u32 {
  const bit: u32 = (<u32>1) << (31 - clz<u32>(code ^ last));
  return (code & (bit - 1)) | bit;
}

/**
 * Builds the decoding table of a canonical code.
 *
 * @param lengths - a byte a symbol, 0 for one without a code
 * @param tableBits - bits that index the main table; longer codes go on in a subtable
 * @returns false for a code that zlib refuses: over-subscribed, or incomplete and not a single code of one bit
 */
export function buildTable(
  table: usize,
  tableBits: u32,
  lengths: usize,
  symbols: u32,
  results: usize,
  mayBeIncomplete: bool,
): bool {
  memory.fill(COUNTS, 0, 64);
  for (let i: u32 = 0; i < symbols; i++) {
    const at = COUNTS + 4 * <usize>load<u8>(lengths + i);
    store<u32>(at, load<u32>(at) + 1);
  }
  let space: u32 = 0;
  let used: u32 = 0;
  for (let bits: u32 = 1; bits <= 15; bits++) {
    const count = load<u32>(COUNTS + 4 * <usize>bits);
    store<u32>(OFFSETS + 4 * <usize>bits, used);
    used += count;
    space += count << (15 - bits);
  }
  if (space > 32768) return false;
  if (space < 32768) {
    const single = used === 0 || (used === 1 && load<u32>(COUNTS + 4) === 1);
    if (!mayBeIncomplete || !single) return false;
  }
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const bits: u32 = load<u8>(lengths + symbol);
    if (bits === 0) continue;
    const at = OFFSETS + 4 * <usize>bits;
    const place = load<u32>(at);
    store<u16>(SORTED + 2 * <usize>place, <u16>symbol);
    store<u32>(at, place + 1);
  }
  if (space < 32768) fillIncomplete(table, tableBits, results, used);
  else fillTable(table, tableBits, results);
  return true;
}

/** No code at all, or the code `0` alone: everything else is an error when it is met. */
function fillIncomplete(table: usize, tableBits: u32, results: usize, used: u32): void {
  const even = used === 0 ? EXCEPTIONAL : makeEntry(results, load<u16>(SORTED), 1);
  const size: u32 = (<u32>1) << tableBits;
  for (let i: u32 = 0; i < size; i += 2) {
    store<u32>(table + 4 * <usize>i, even);
    store<u32>(table + 4 * <usize>i + 4, EXCEPTIONAL);
  }
}

/** Codes in the order of their length: the table for `n` bits, copied behind itself, is the one for `n + 1`. */
function fillTable(table: usize, tableBits: u32, results: usize): void {
  let sorted = SORTED;
  let code: u32 = 0;
  let bits: u32 = 1;
  let count = load<u32>(COUNTS + 4);
  let end: u32 = 2;
  for (;;) {
    while (count === 0) {
      if (bits === tableBits) {
        fillSubtables(table, tableBits, results, sorted, code);
        return;
      }
      memory.copy(table + 4 * <usize>end, table, 4 * <usize>end);
      end <<= 1;
      bits++;
      count = load<u32>(COUNTS + 4 * <usize>bits);
    }
    store<u32>(table + 4 * <usize>code, makeEntry(results, load<u16>(sorted), bits));
    sorted += 2;
    count--;
    if (code === end - 1) break;
    code = nextCode(code, end - 1);
  }
  for (; bits < tableBits; bits++, end <<= 1) memory.copy(table + 4 * <usize>end, table, 4 * <usize>end);
}

/** Codes longer than `tableBits`: those with the same first bits share a subtable behind the main one. */
function fillSubtables(table: usize, tableBits: u32, results: usize, first: usize, firstCode: u32): void {
  let sorted = first;
  let code = firstCode;
  let bits: u32 = tableBits + 1;
  const mask: u32 = ((<u32>1) << tableBits) - 1;
  let prefix: u32 = 0xffffffff;
  let start: u32 = 0;
  let end: u32 = mask + 1;
  for (;;) {
    while (load<u32>(COUNTS + 4 * <usize>bits) === 0) bits++;
    const count = load<u32>(COUNTS + 4 * <usize>bits);
    if ((code & mask) !== prefix) {
      prefix = code & mask;
      start = end;
      let subBits: u32 = bits - tableBits;
      for (let room: u32 = count; room < (<u32>1) << subBits; ) {
        subBits++;
        room = (room << 1) + load<u32>(COUNTS + 4 * <usize>(tableBits + subBits));
      }
      end = start + ((<u32>1) << subBits);
      store<u32>(table + 4 * <usize>prefix, (start << 16) | EXCEPTIONAL | SUBTABLE | (subBits << 8) | tableBits);
    }
    const entry = makeEntry(results, load<u16>(sorted), bits - tableBits);
    const stride: u32 = (<u32>1) << (bits - tableBits);
    for (let i: u32 = start + (code >> tableBits); i < end; i += stride) store<u32>(table + 4 * <usize>i, entry);
    sorted += 2;
    const last: u32 = ((<u32>1) << bits) - 1;
    if (code === last) return;
    store<u32>(COUNTS + 4 * <usize>bits, count - 1);
    code = nextCode(code, last);
  }
}
