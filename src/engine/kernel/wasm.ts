import { DFA_WORDS } from '../compiler/layout.ts';
import { runStart } from './encoded.ts';
import type { GateHits, GateTables, Kernel } from './kernel.ts';
import { spotOfEntry } from './spot.ts';

interface Exports {
  memory: WebAssembly.Memory;
  setup(tables: number, automata: number): void;
  find(text: number, length: number, from: number, borders: number, out: number, capacity: number): number;
  hitCount(out: number): number;
  findRuns(text: number, length: number, from: number, out: number, capacity: number): number;
  runCount(out: number): number;
  lineEnds(text: number, length: number): number;
}

const PAGE = 65536;
/** Bytes searched in one go; longer input is cut into blocks that overlap by the longest literal. */
export const BLOCK = 4 << 20;
const OVERLAP = 32;
const CAPACITY = 4096;
/** The search reads as far as this in front of the text and past it. */
const SLACK = 64;
const LF = 10;
/** A text that asks for more automata than this is likely to ask for most: then all are brought at once. */
const FEW_AUTOMATA = 200;
const OPEN_START = 1;
const OPEN_END = 2;

/**
 * The gate as a WebAssembly module, all in one memory: the tables, the text, the hits.
 *
 * @param module - compiled from `assembly/kernel.ts`
 * @param findsRuns - see {@link CreateKernel}
 */
export function createWasmKernel(module: WebAssembly.Module, gate: GateTables, findsRuns = true): Kernel {
  let bring = (_dfa: number): void => fail();
  const env = { abort: fail, bring: (dfa: number) => bring(dfa) };
  const exports = new WebAssembly.Instance(module, { env }).exports as unknown as Exports;
  const at = layout(exports, gate);
  const memory = new Uint8Array(exports.memory.buffer);
  memory.set(gate.tables, at.tables);
  bring = bringer(gate, memory, at);
  exports.setup(at.tables, at.automata);
  const found = new Int32Array(exports.memory.buffer, at.out, 2 * CAPACITY);
  const hits: GateHits = {
    count: 0,
    entries: new Int32Array(CAPACITY),
    positions: new Int32Array(CAPACITY),
    spots: [],
    lines: 0,
  };
  /** @param from - lines are counted from there on */
  const findInRange = (bytes: Uint8Array, first: number, from: number, to: number) => {
    for (let start = first; start < to; start += BLOCK - OVERLAP) {
      const block = bytes.subarray(start, Math.min(start + BLOCK, to));
      memory.set(block, at.text);
      memory.fill(0, at.text + block.length, at.text + block.length + SLACK);
      const end = start + block.length;
      const borders = (start > 0 ? OPEN_START : 0) | (end === bytes.length ? 0 : OPEN_END);
      const collected = (count: number) => collect(hits, found, count, start);
      findInBlock(exports, at, block.length, borders, collected);
      if (findsRuns) findRunsInBlock(exports, at, block.length, collected);
      const lead = Math.min(BLOCK - OVERLAP, Math.max(0, from - start));
      hits.lines += exports.lineEnds(at.text + lead, (end === to ? block.length : BLOCK - OVERLAP) - lead);
      if (end === to) break;
    }
    if (to > from && bytes[to - 1] !== LF) hits.lines++;
  };
  return {
    find(bytes, regions) {
      hits.count = 0;
      hits.spots = [];
      hits.lines = 0;
      const ranges = regions ?? Uint32Array.of(0, bytes.length);
      for (let i = 0; i < ranges.length; i += 2) {
        const [from, to] = [ranges[i]!, ranges[i + 1]!];
        findInRange(bytes, runStart(bytes, from, i === 0 ? 0 : ranges[i - 1]!), from, to);
      }
      return hits;
    },
  };
}

type Layout = Record<'tables' | 'out' | 'text' | 'automata', number>;

/** Gives out places one after the other behind the module's own data, and makes the memory large enough. */
function layout({ memory }: Exports, { tables, automata }: GateTables): Layout {
  let end = memory.buffer.byteLength;
  const place = (bytes: number) => {
    const start = end;
    end += (bytes + 63) & ~63;
    return start;
  };
  const at = {
    tables: place(tables.length),
    out: place(8 * CAPACITY),
    text: place(SLACK + BLOCK + SLACK) + SLACK,
    automata: place(automata.length),
  };
  memory.grow(Math.ceil((end - memory.buffer.byteLength) / PAGE));
  return at;
}

/** The first words of the tables: magic, entries, automata, offset of their records. */
function tableWords(tables: Uint8Array): Int32Array {
  return new Int32Array(tables.buffer, tables.byteOffset, 4);
}

/** What brings an automaton when the kernel first asks for it. */
function bringer({ tables, automata }: GateTables, memory: Uint8Array, at: Layout): (dfa: number) => void {
  const words = new Int32Array(memory.buffer);
  const [, , count, dfaStart] = tableWords(tables);
  const recordOf = (dfa: number) => ((at.tables + dfaStart!) >> 2) + dfa * DFA_WORDS;
  let asked = 0;
  return (dfa) => {
    const record = recordOf(dfa);
    if (++asked <= FEW_AUTOMATA) {
      const start = at.automata + words[record]!;
      automata.read(memory.subarray(start, start + words[record + 2]!), words[record]!);
      words[record + 3] = 1;
      return;
    }
    automata.read(memory.subarray(at.automata, at.automata + automata.length), 0);
    for (let i = 0; i < count!; i++) words[recordOf(i) + 3] = 1;
  };
}

function findInBlock(
  exports: Exports,
  at: Layout,
  length: number,
  borders: number,
  collected: (count: number) => void,
): void {
  for (let from = 0; from < length; ) {
    from = exports.find(at.text, length, from, borders, at.out, CAPACITY);
    collected(exports.hitCount(at.out));
  }
}

function findRunsInBlock(
  exports: Exports,
  at: Layout,
  length: number,
  collected: (count: number) => void,
): void {
  for (let from = 0; from < length; ) {
    from = exports.findRuns(at.text, length, from, at.out, CAPACITY);
    collected(exports.runCount(at.out));
  }
}

function collect(hits: GateHits, found: Int32Array, count: number, start: number): void {
  if (hits.count + count > hits.entries.length) grow(hits, 2 * (hits.count + count));
  for (let i = 0; i < count; i++) {
    const entry = found[2 * i]!;
    const position = found[2 * i + 1]! + start;
    if (entry < 0) hits.spots.push(spotOfEntry(entry, position));
    else {
      hits.entries[hits.count] = entry;
      hits.positions[hits.count++] = position;
    }
  }
}

function grow(hits: GateHits, length: number): void {
  for (const key of ['entries', 'positions'] as const) {
    const larger = new Int32Array(length);
    larger.set(hits[key]);
    hits[key] = larger;
  }
}

function fail(): never {
  throw new Error('the kernel stopped');
}
