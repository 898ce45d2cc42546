import { type BitReader, createBitReader } from './bits.ts';
import type { Spend } from './budget.ts';
import { Damaged } from './entry.ts';

const BLOCK_UNIT = 100_000;
const OUTPUT_STEP = 1 << 20;
const GROUP = 50;
const LONGEST_CODE = 20;
const RUN_A = 0;
const RUN_B = 1;

/**
 * Undoes bzip2, block by block, all streams one after the other; what is no stream after them is ignored.
 *
 * @throws {Damaged} after what stands before the damage
 * @see https://en.wikipedia.org/wiki/Bzip2#File_format
 */
export function* bunzip2(bytes: Uint8Array, spend: Spend): Generator<Uint8Array> {
  const reader = createBitReader(bytes, 0);
  const block = spare ?? new Uint32Array(9 * BLOCK_UNIT);
  spare = undefined;
  try {
    for (let isFirst = true; ; isFirst = false) {
      const start = reader.position();
      if (!isFirst && !isStream(bytes, start)) return;
      reader.bits(24);
      const level = reader.bits(8) - 0x30;
      if (level < 1 || level > 9) throw new Damaged('its level is impossible');
      yield* streamBlocks(reader, block.subarray(0, level * BLOCK_UNIT));
      reader.align();
      spend(reader.position() - start);
    }
  } finally {
    spare = block;
  }
}

/** The memory of a block that nobody decodes in now: a small file takes less time than to make it. */
let spare: Uint32Array | undefined;

function isStream(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x42 && bytes[at + 1] === 0x5a && bytes[at + 2] === 0x68;
}

function* streamBlocks(reader: BitReader, block: Uint32Array): Generator<Uint8Array> {
  for (;;) {
    const magic = reader.bits(24) * 0x1000000 + reader.bits(24);
    reader.bits(16);
    reader.bits(16);
    if (magic === 0x177245385090) return;
    if (magic !== 0x314159265359) throw new Damaged('a block in it has no start');
    if (reader.bit()) throw new Damaged('it is of a kind that nobody writes any more');
    const origin = reader.bits(24);
    const length = readBlock(reader, block);
    if (origin >= length) throw new Damaged('a block in it is impossible');
    yield* undoRuns(block, length, undoSort(block, length, origin));
  }
}

/** Huffman codes, move to front and runs of zeros. @returns how many bytes the block has */
function readBlock(reader: BitReader, block: Uint32Array): number {
  const front = usedBytes(reader);
  const endOfBlock = front.length + 1;
  const tables = readTables(reader, endOfBlock + 1);
  const nextSymbol = symbolReader(reader, tables);
  let length = 0;
  let run = 0;
  let place = 1;
  const flushRun = (): void => {
    if (length + run > block.length) throw new Damaged('a block in it is too long');
    block.fill(front[0]!, length, length + run);
    length += run;
    run = 0;
    place = 1;
  };
  for (let symbol = nextSymbol(); symbol !== endOfBlock; symbol = nextSymbol()) {
    if (symbol === RUN_A || symbol === RUN_B) {
      run += place << symbol;
      place <<= 1;
      if (run > block.length) throw new Damaged('a run in it is too long');
      continue;
    }
    if (run > 0) flushRun();
    const byte = front[symbol - 1]!;
    front.copyWithin(1, 0, symbol - 1);
    front[0] = byte;
    if (length === block.length) throw new Damaged('a block in it is too long');
    block[length++] = byte;
  }
  if (run > 0) flushRun();
  return length;
}

function usedBytes(reader: BitReader): Uint8Array {
  const rows = reader.bits(16);
  const used: number[] = [];
  for (let row = 0; row < 16; row++) {
    if (!(rows & (0x8000 >> row))) continue;
    const columns = reader.bits(16);
    for (let column = 0; column < 16; column++)
      if (columns & (0x8000 >> column)) used.push(16 * row + column);
  }
  if (used.length === 0) throw new Damaged('a block in it is impossible');
  return Uint8Array.from(used);
}

/** One Huffman table, for codes that are numbered by their lengths. */
interface Table {
  shortest: number;
  /** By length: the largest code, and what to take from a code to get its place in `symbols`. */
  limits: Int32Array;
  bases: Int32Array;
  symbols: Uint16Array;
}

interface Tables {
  tables: Table[];
  /** Which table each group of symbols takes. */
  selectors: Uint8Array;
}

function readTables(reader: BitReader, symbolCount: number): Tables {
  const count = reader.bits(3);
  const selectorCount = reader.bits(15);
  if (count < 2 || count > 6 || selectorCount === 0) throw new Damaged('its tables are impossible');
  const order = [0, 1, 2, 3, 4, 5].slice(0, count);
  const selectors = new Uint8Array(selectorCount);
  for (let i = 0; i < selectorCount; i++) {
    let at = 0;
    while (reader.bit()) if (++at >= count) throw new Damaged('its tables are impossible');
    order.unshift(...order.splice(at, 1));
    selectors[i] = order[0]!;
  }
  return {
    tables: Array.from({ length: count }, () => tableOf(readLengths(reader, symbolCount))),
    selectors,
  };
}

function readLengths(reader: BitReader, symbolCount: number): Uint8Array {
  const lengths = new Uint8Array(symbolCount);
  let length = reader.bits(5);
  for (let symbol = 0; symbol < symbolCount; symbol++) {
    for (;;) {
      if (length < 1 || length > LONGEST_CODE) throw new Damaged('its tables are impossible');
      if (!reader.bit()) break;
      length += reader.bit() ? -1 : 1;
    }
    lengths[symbol] = length;
  }
  return lengths;
}

function tableOf(lengths: Uint8Array): Table {
  const limits = new Int32Array(LONGEST_CODE + 2).fill(-1);
  const bases = new Int32Array(LONGEST_CODE + 2);
  const symbols = new Uint16Array(lengths.length);
  let placed = 0;
  let code = 0;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    bases[length] = code - placed;
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue;
      symbols[placed++] = symbol;
      limits[length] = code++;
    }
    code <<= 1;
  }
  return { shortest: Math.min(...lengths), limits, bases, symbols };
}

function symbolReader(reader: BitReader, { tables, selectors }: Tables): () => number {
  let group = -1;
  let left = 0;
  let table = tables[0]!;
  return () => {
    if (left-- === 0) {
      left = GROUP - 1;
      if (++group >= selectors.length) throw new Damaged('a block in it is too long');
      table = tables[selectors[group]!]!;
    }
    const { shortest, limits, bases, symbols } = table;
    let code = reader.bits(shortest);
    for (let length = shortest; length <= LONGEST_CODE; length++) {
      if (limits[length]! >= 0 && code <= limits[length]!) return symbols[code - bases[length]!]!;
      code = (code << 1) | reader.bit();
    }
    throw new Damaged('a code in it is impossible');
  };
}

/**
 * Undoes the sorting of Burrows and Wheeler: the upper bits of each element become its successor.
 *
 * @returns the first element, still to be followed
 */
function undoSort(block: Uint32Array, length: number, origin: number): number {
  const starts = new Uint32Array(257);
  for (let i = 0; i < length; i++) {
    block[i]! &= 0xff;
    starts[block[i]! + 1]!++;
  }
  for (let byte = 0; byte < 256; byte++) starts[byte + 1]! += starts[byte]!;
  for (let i = 0; i < length; i++) block[starts[block[i]! & 0xff]!++]! |= i << 8;
  return block[origin]! >>> 8;
}

/** Four same bytes are followed by how often the byte comes once more. */
function* undoRuns(block: Uint32Array, length: number, first: number): Generator<Uint8Array> {
  const step = Math.min(OUTPUT_STEP, length + 256);
  let output = new Uint8Array(step);
  let filled = 0;
  let place = first;
  let last = -1;
  let same = 0;
  for (let i = 0; i < length; i++) {
    const element = block[place]!;
    const byte = element & 0xff;
    place = element >>> 8;
    if (filled + 256 > output.length) {
      yield output.subarray(0, filled);
      output = new Uint8Array(step);
      filled = 0;
    }
    if (same === 4) {
      output.fill(last, filled, filled + byte);
      filled += byte;
      same = 0;
      last = -1;
      continue;
    }
    same = byte === last ? same + 1 : 1;
    last = byte;
    output[filled++] = byte;
  }
  if (filled > 0) yield output.subarray(0, filled);
}
