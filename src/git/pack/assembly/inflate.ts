import { adler32 } from './adler32';
import {
  buildTable,
  END_OF_BLOCK,
  EXCEPTIONAL,
  initResults,
  LITERAL,
  SUBTABLE,
} from './huffman';
import {
  DIST_BITS,
  DIST_RESULTS,
  DIST_TABLE,
  FIXED_DIST_TABLE,
  FIXED_LITLEN_TABLE,
  LENGTHS,
  LITLEN_BITS,
  LITLEN_RESULTS,
  LITLEN_TABLE,
  PRECODE_BITS,
  PRECODE_RESULTS,
  PRECODE_TABLE,
} from './layout';

/** The input: bits that were read ahead stand in `buffer`, the next one lowest. */
let input: usize = 0;
let inputEnd: usize = 0;
let buffer: u64 = 0;
let bufferBits: u32 = 0;
/** Bytes of zeros that were taken from behind the input's end. */
let beyond: u32 = 0;

let output: usize = 0;
let outputEnd: usize = 0;
let outputStart: usize = 0;

let ready: bool = false;

/** Order in which the lengths of the precode stand in a block's head. */
const PRECODE_ORDER: usize = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/** {@link inflateUpTo}, for a stream whose length is known. */
export function inflate(source: usize, sourceEnd: usize, target: usize, size: usize): bool {
  return inflateUpTo(source, sourceEnd, target, size) === <isize>size;
}

/**
 * Inflates the zlib stream at `source`, which ends before `sourceEnd`, to at most `limit` bytes at `target`.
 *
 * Writes nothing outside of `target`; reads nothing outside of the two stretches.
 *
 * @returns how many bytes there are; -1 when the stream is not whole, is longer, or its checksum does not fit
 * @see RFC 1950, RFC 1951
 */
export function inflateUpTo(source: usize, sourceEnd: usize, target: usize, limit: usize): isize {
  if (!ready) prepare();
  if (sourceEnd < source + 6) return -1;
  const head: u32 = (<u32>load<u8>(source) << 8) | load<u8>(source + 1);
  if ((head & 0x0f20) !== 0x0800 || head % 31 !== 0 || head >> 12 > 7) return -1;
  input = source + 2;
  inputEnd = sourceEnd;
  buffer = 0;
  bufferBits = 0;
  beyond = 0;
  output = target;
  outputStart = target;
  outputEnd = target + limit;
  if (!inflateBlocks()) return -1;
  const unread: u32 = bufferBits >> 3;
  if (beyond > unread) return -1;
  const trailer = input - <usize>(unread - beyond);
  const size = output - target;
  if (trailer + 4 > sourceEnd || bswap<u32>(load<u32>(trailer)) !== adler32(target, size)) return -1;
  return size;
}

function prepare(): void {
  ready = true;
  initResults();
  for (let i: usize = 0; i < 288; i++) store<u8>(LENGTHS + i, i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
  buildTable(FIXED_LITLEN_TABLE, LITLEN_BITS, LENGTHS, 288, LITLEN_RESULTS, false);
  memory.fill(LENGTHS, 5, 32);
  buildTable(FIXED_DIST_TABLE, DIST_BITS, LENGTHS, 32, DIST_RESULTS, false);
}

/** Brings the buffer to at least 56 bits, zeros when the input has ended. */
// @ts-ignore: decorator
@inline
function refill(): void {
  if (input + 8 <= inputEnd) {
    buffer |= load<u64>(input) << bufferBits;
    input += (63 - bufferBits) >> 3;
    bufferBits |= 56;
  } else refillSlowly();
}

function refillSlowly(): void {
  while (bufferBits < 56) {
    if (input < inputEnd) buffer |= <u64>load<u8>(input++) << bufferBits;
    else beyond++;
    bufferBits += 8;
  }
}

/** Takes `count` bits that are in the buffer. */
// @ts-ignore: decorator
@inline
function take(count: u32): u32 {
  const bits: u32 = <u32>buffer & (((<u32>1) << count) - 1);
  buffer >>= count;
  bufferBits -= count;
  return bits;
}

function inflateBlocks(): bool {
  for (let last: u32 = 0; last === 0; ) {
    refill();
    last = take(1);
    const kind = take(2);
    let good: bool;
    if (kind === 0) good = copyStored();
    else if (kind === 1) good = inflateBlock(FIXED_LITLEN_TABLE, FIXED_DIST_TABLE);
    else good = kind === 2 && readTables() && inflateBlock(LITLEN_TABLE, DIST_TABLE);
    if (!good || beyond > bufferBits >> 3) return false;
  }
  return true;
}

function copyStored(): bool {
  take(bufferBits & 7);
  refill();
  const length: usize = take(16);
  if (take(16) !== (<u32>length ^ 0xffff)) return false;
  const unread: u32 = bufferBits >> 3;
  if (beyond > unread) return false;
  const from = input - <usize>(unread - beyond);
  if (from + length > inputEnd || output + length > outputEnd) return false;
  memory.copy(output, from, length);
  output += length;
  input = from + length;
  buffer = 0;
  bufferBits = 0;
  beyond = 0;
  return true;
}

/** Reads the two codes of a dynamic block: RFC 1951, section 3.2.7. */
function readTables(): bool {
  refill();
  const litlens: u32 = take(5) + 257;
  const dists: u32 = take(5) + 1;
  const precodes: u32 = take(4) + 4;
  if (litlens > 286 || dists > 30) return false;
  memory.fill(LENGTHS, 0, 19);
  for (let i: u32 = 0; i < precodes; i++) {
    if (bufferBits < 3) refill();
    store<u8>(LENGTHS + <usize>load<u8>(PRECODE_ORDER + i), <u8>take(3));
  }
  if (!buildTable(PRECODE_TABLE, PRECODE_BITS, LENGTHS, 19, PRECODE_RESULTS, false)) return false;
  if (!readLengths(litlens + dists) || load<u8>(LENGTHS + 256) === 0) return false;
  return (
    buildTable(DIST_TABLE, DIST_BITS, LENGTHS + <usize>litlens, dists, DIST_RESULTS, true) &&
    buildTable(LITLEN_TABLE, LITLEN_BITS, LENGTHS, litlens, LITLEN_RESULTS, true)
  );
}

function readLengths(count: u32): bool {
  for (let i: u32 = 0; i < count; ) {
    refill();
    const entry = load<u32>(PRECODE_TABLE + 4 * <usize>(<u32>buffer & 127));
    take(entry & 0xff);
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(LENGTHS + i++, <u8>symbol);
      continue;
    }
    if (symbol === 16 && i === 0) return false;
    const repeated: u8 = symbol === 16 ? load<u8>(LENGTHS + i - 1) : 0;
    const times: u32 = symbol === 16 ? 3 + take(2) : symbol === 17 ? 3 + take(3) : 11 + take(7);
    if (i + times > count) return false;
    memory.fill(LENGTHS + i, repeated, times);
    i += times;
  }
  return true;
}

/**
 * The loop that all depends on: literals and matches until the end of the block. The state of the input is kept
 * in locals, which become registers; globals would be memory.
 */
function inflateBlock(litlens: usize, dists: usize): bool {
  const end = outputEnd;
  const fast = inputEnd - 8;
  let out = output;
  let from = input;
  let bits = buffer;
  let count = bufferBits;
  while (true) {
    if (from <= fast) {
      bits |= load<u64>(from) << count;
      from += (63 - count) >> 3;
      count |= 56;
    } else {
      save(from, bits, count);
      refillSlowly();
      from = input;
      bits = buffer;
      count = bufferBits;
    }
    let entry = lookUp(litlens, bits, LITLEN_BITS);
    // Three literals of the main table take 33 of 56 bits at most: a length's 20 are still there.
    if (entry & LITERAL && out + 3 <= end) {
      bits >>= entry & 0xff;
      count -= entry & 0xff;
      store<u8>(out++, <u8>(entry >> 16));
      entry = lookUp(litlens, bits, LITLEN_BITS);
      if (entry & LITERAL) {
        bits >>= entry & 0xff;
        count -= entry & 0xff;
        store<u8>(out++, <u8>(entry >> 16));
        entry = lookUp(litlens, bits, LITLEN_BITS);
        if (entry & LITERAL) {
          bits >>= entry & 0xff;
          count -= entry & 0xff;
          store<u8>(out++, <u8>(entry >> 16));
          continue;
        }
      }
    }
    if (entry & SUBTABLE) {
      bits >>= LITLEN_BITS;
      count -= LITLEN_BITS;
      entry = lookUp(litlens + 4 * <usize>(entry >> 16), bits, (entry >> 8) & 0x1f);
    }
    if (entry & (LITERAL | EXCEPTIONAL)) {
      bits >>= entry & 0xff;
      count -= entry & 0xff;
      if (entry & LITERAL) {
        if (out >= end) return false;
        store<u8>(out++, <u8>(entry >> 16));
        continue;
      }
      save(from, bits, count);
      output = out;
      return (entry & END_OF_BLOCK) !== 0;
    }
    const length = valueOf(entry, bits);
    bits >>= entry & 0xff;
    count -= entry & 0xff;
    if (from <= fast) {
      bits |= load<u64>(from) << count;
      from += (63 - count) >> 3;
      count |= 56;
    } else {
      save(from, bits, count);
      refillSlowly();
      from = input;
      bits = buffer;
      count = bufferBits;
    }
    entry = lookUp(dists, bits, DIST_BITS);
    if (entry & SUBTABLE) {
      bits >>= DIST_BITS;
      count -= DIST_BITS;
      entry = lookUp(dists + 4 * <usize>(entry >> 16), bits, (entry >> 8) & 0x1f);
    }
    if (entry & EXCEPTIONAL) return false;
    const distance = valueOf(entry, bits);
    bits >>= entry & 0xff;
    count -= entry & 0xff;
    if (<usize>length > end - out || <usize>distance > out - outputStart) return false;
    copyMatch(out, distance, length, end);
    out += length;
  }
}

// @ts-ignore: decorator
@inline
function save(from: usize, bits: u64, count: u32): void {
  input = from;
  buffer = bits;
  bufferBits = count;
}

// @ts-ignore: decorator
@inline
function lookUp(table: usize, bits: u64, indexBits: u32): u32 {
  return load<u32>(table + 4 * <usize>(<u32>bits & (((<u32>1) << indexBits) - 1)));
}

/** A length or distance: its base, and the extra bits that follow its code. */
// @ts-ignore: decorator
@inline
function valueOf(entry: u32, bits: u64): u32 {
  const extra: u32 = (<u32>bits & (((<u32>1) << (entry & 0xff)) - 1)) >> ((entry >> 8) & 0x1f);
  return ((entry >> 16) & 0x7fff) + extra;
}

/** Copies `length` bytes from `distance` before; may write 16 bytes past them, never past `end`. */
// @ts-ignore: decorator
@inline
function copyMatch(out: usize, distance: u32, length: u32, end: usize): void {
  let from = out - <usize>distance;
  const stop = out + <usize>length;
  if (distance >= 16 && stop + 16 <= end) {
    do {
      v128.store(out, v128.load(from));
      out += 16;
      from += 16;
    } while (out < stop);
    return;
  }
  if (distance >= 8 && stop + 8 <= end) {
    do {
      store<u64>(out, load<u64>(from));
      out += 8;
      from += 8;
    } while (out < stop);
    return;
  }
  if (distance === 1) {
    memory.fill(out, load<u8>(from), length);
    return;
  }
  do {
    store<u8>(out++, load<u8>(from++));
  } while (out < stop);
}
