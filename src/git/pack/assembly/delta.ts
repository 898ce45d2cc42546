import { REGION_CAPACITY, REGIONS } from './layout';

let context: u32 = 0;
let resultSize: u32 = 0;
let regionCount: u32 = 0;
let regionStart: u32 = 0;
let regionEnd: u32 = 0;

/** The delta that is read, and where the next byte of it is. */
let delta: usize = 0;
let deltaEnd: usize = 0;

/** What `readSize` gives for a number that does not end or passes 32 bits. */
const NO_SIZE: u64 = u64.MAX_VALUE;

/**
 * The size of the object that a delta makes.
 *
 * @returns -1 when its head is damaged, does not fit the base, or the size passes `limit`
 */
export function deltaResultSize(at: usize, end: usize, baseSize: u32, limit: u32): i32 {
  delta = at;
  deltaEnd = end;
  if (readSize() !== <u64>baseSize) return -1;
  const size = readSize();
  return size > <u64>limit ? -1 : <i32>size;
}

function readSize(): u64 {
  let size: u64 = 0;
  for (let shift: u64 = 0; shift < 35; shift += 7) {
    if (delta >= deltaEnd) return NO_SIZE;
    const byte: u64 = load<u8>(delta++);
    size |= (byte & 0x7f) << shift;
    if (byte < 0x80) return size;
  }
  return NO_SIZE;
}

/**
 * Applies the delta whose head `deltaResultSize` just read; `REGIONS` then lists what is new in the result:
 * inserted bytes and the seams between copies that were not neighbours, each with `around` bytes on both sides,
 * sorted, apart from each other.
 *
 * @param size - what `deltaResultSize` returned; `target` has as many bytes, and nothing is written past them
 * @returns the number of regions; -1 when an instruction is damaged
 */
export function applyDelta(base: usize, baseSize: u32, target: usize, size: u32, around: u32): i32 {
  context = around;
  resultSize = size;
  regionCount = 0;
  regionStart = 0;
  regionEnd = 0;
  const targetEnd = target + <usize>size;
  let out = target;
  /** Where in the base the copy before ended; at the start and after an insertion, what can't be continued. */
  let expected: u32 = 0;
  while (delta < deltaEnd) {
    const op: u32 = load<u8>(delta++);
    const at = <u32>(out - target);
    if (op < 0x80) {
      if (op === 0 || <usize>op > deltaEnd - delta || <usize>op > targetEnd - out) return -1;
      copyShort(out, delta, op, targetEnd, deltaEnd);
      delta += op;
      out += op;
      addRegion(at, at + op);
      expected = u32.MAX_VALUE;
      continue;
    }
    if (<usize>popcnt<u32>(op & 0x7f) > deltaEnd - delta) return -1;
    const from = readBytes(op, 4);
    let length = readBytes(op >> 4, 3);
    if (length === 0) length = 0x10000;
    if (length > baseSize || from > baseSize - length || <usize>length > targetEnd - out) return -1;
    if (from !== expected && expected !== u32.MAX_VALUE) addRegion(at, at);
    if (length <= 64) copyShort(out, base + <usize>from, length, targetEnd, base + <usize>baseSize);
    else memory.copy(out, base + <usize>from, length);
    out += length;
    expected = from + length;
  }
  if (out !== targetEnd) return -1;
  if (expected !== baseSize && expected !== u32.MAX_VALUE) addRegion(size, size);
  if (regionEnd !== 0) pushRegion();
  return <i32>regionCount;
}

/** The bytes of a number whose presence the low `count` bits of `flags` tell. */
// @ts-ignore: decorator
@inline
function readBytes(flags: u32, count: u32): u32 {
  let value: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    if (flags & (1 << i)) value |= <u32>load<u8>(delta++) << (8 * i);
  }
  return value;
}

/** Copies few bytes 16 at a time where both sides have room for the surplus. */
// @ts-ignore: decorator
@inline
function copyShort(to: usize, from: usize, length: u32, toEnd: usize, fromEnd: usize): void {
  const stop = to + <usize>length;
  if (stop + 16 <= toEnd && from + <usize>length + 16 <= fromEnd) {
    do {
      v128.store(to, v128.load(from));
      to += 16;
      from += 16;
    } while (to < stop);
  } else memory.copy(to, from, length);
}

function addRegion(start: u32, end: u32): void {
  const first: u32 = start > context ? start - context : 0;
  const last: u32 = resultSize - end > context ? end + context : resultSize;
  if (first > regionEnd) {
    if (regionEnd !== 0 && regionCount + 1 < REGION_CAPACITY) pushRegion();
    else if (regionEnd !== 0) return extendRegion(last);
    regionStart = first;
  } else if (regionEnd === 0) regionStart = first;
  extendRegion(last);
}

function extendRegion(end: u32): void {
  if (end > regionEnd) regionEnd = end;
}

function pushRegion(): void {
  const at = REGIONS + 8 * <usize>regionCount;
  regionCount++;
  store<u32>(at, regionStart);
  store<u32>(at + 4, regionEnd);
}
