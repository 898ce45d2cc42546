import { automataIn } from '../kernel/automata.ts';
import type { GateTables } from '../kernel/kernel.ts';
import type { CompiledRule, GateEntry } from './compile.ts';
import type { Dfa } from './dfa.ts';
import { escapeMarks } from './escape-marks.ts';
import {
  byteKind,
  DEAD,
  DFA_WORDS,
  ENTRY_WORDS,
  Entry,
  Flag,
  HEADER_BYTES,
  hashOf,
  isWord,
  LONGEST_LITERAL,
  MAGIC,
  RUN_GROUP,
  START,
} from './layout.ts';
import { type Literal, type LiteralByte, rarestGram } from './literals.ts';
import { lookupTables } from './lookup.ts';

/** Lays out the gates of all rules, and the marks of escapes; an entry's `rule` is the index into `rules`. */
export function buildTables(rules: readonly CompiledRule[]): GateTables {
  const entries = placedEntries(rules);
  const automata = newAutomata();
  const records = entries.map((placed) => entryRecord(placed, automata.numberOf));
  const dfaStart = HEADER_BYTES + records.length * ENTRY_WORDS * 4;
  const poolStart = dfaStart + automata.records.length * 4;
  const pool = newPool();
  records.forEach((record, i) => {
    record[Entry.literal] = poolStart + pool.add(literalBytes(entries[i]!.entry));
    record[Entry.flags] = flagsOf(entries[i]!, entries[i - 1], entries[i + 1]);
  });
  const slow = rules.flatMap((rule, index) => (rule.gate ? [] : [index]));
  const slowStart = poolStart + pool.length();
  const lookup = lookupTables(entries.map((placed, i) => ({ ...placed, record: records[i]! })));
  const filter = slowStart + 4 * slow.length;
  const first = filter + lookup[0].length;
  const near = first + lookup[1].length;
  const count = automata.records.length / DFA_WORDS;
  const end = near + lookup[2].length;
  const known = [MAGIC, records.length, count, dfaStart, end, rules.length, slowStart, slow.length];
  const header = [...known, filter, first, near];
  const padded = [...header, ...new Array<number>(HEADER_BYTES / 4 - header.length).fill(0)];
  const words = toBytes([...padded, ...records.flat(), ...automata.records]);
  return {
    tables: Buffer.concat([words, pool.bytes(), toBytes(slow), ...lookup]),
    automata: automataIn(automata.bytes()),
  };
}

function toBytes(numbers: readonly number[]): Buffer {
  return Buffer.from(Int32Array.from(numbers).buffer);
}

interface PlacedEntry {
  entry: GateEntry;
  literal: Literal;
  /** Index of the rule; -1 for a mark, which the kernel reports as a spot. */
  index: number;
  windowBefore: number;
  windowAfter: number;
  /** Index in the literal of the three bytes that are looked up, and their hash. */
  gram: number;
  hash: number;
}

function flagsOf(
  placed: PlacedEntry,
  before: PlacedEntry | undefined,
  next: PlacedEntry | undefined,
): number {
  const isSame =
    before?.hash === placed.hash &&
    before.gram === placed.gram &&
    literalBytes(before.entry).equals(literalBytes(placed.entry));
  return (
    (placed.entry.border ? Flag.border : 0) |
    (placed.hash === next?.hash ? Flag.more : 0) |
    (isSame ? Flag.same : 0)
  );
}

/** Sorted by hash, so that entries that are looked up together stand together, and there by literal. */
function placedEntries(rules: readonly CompiledRule[]): PlacedEntry[] {
  const placed = rules.flatMap(({ gate = [], longest }, index) => {
    const windowBefore = Math.max(...gate.map((entry) => entry.before));
    // A match found here may be that of a later literal: its length counts from where it starts.
    const windowAfter = longest + Math.max(...gate.map((entry) => entry.lead));
    return gate.map((entry) => {
      const { literal } = entry;
      return { entry, literal, index, windowBefore, windowAfter, ...gramOf(literal) };
    });
  });
  return [...placed, ...escapeMarks().map(placedMark)].sort(
    (a, b) => a.hash - b.hash || literalBytes(a.entry).compare(literalBytes(b.entry)),
  );
}

function placedMark(literal: Literal): PlacedEntry {
  const around = { forward: undefined, backward: undefined, border: false, before: 0, lead: 0, run: 0 };
  const entry = { ...around, literal, after: literal.length };
  return { entry, literal, index: -1, windowBefore: 0, windowAfter: 0, ...gramOf(literal) };
}

function gramOf(literal: Literal): { gram: number; hash: number } {
  const gram = rarestGram(literal);
  return {
    gram,
    hash: hashOf(literal[gram]!.value, literal[gram + 1]!.value, literal[gram + 2]!.value),
  };
}

function entryRecord(placed: PlacedEntry, numberOf: (dfa: Dfa | undefined) => number): number[] {
  const { entry, gram } = placed;
  const record = new Array<number>(ENTRY_WORDS).fill(0);
  record[Entry.length] = entry.literal.length;
  record[Entry.gram] = gram;
  record[Entry.rule] = placed.index;
  record[Entry.forward] = numberOf(entry.forward);
  record[Entry.backward] = numberOf(entry.backward);
  record[Entry.before] = entry.before;
  record[Entry.windowBefore] = placed.windowBefore;
  record[Entry.windowAfter] = placed.windowAfter;
  record[Entry.lead] = entry.lead;
  record[Entry.reach] = Math.max(0, entry.after - entry.literal.length);
  // A run of so many bytes holds at least so many whole groups, wherever it begins.
  record[Entry.runGroups] = Math.max(0, Math.floor((entry.run - RUN_GROUP + 1) / RUN_GROUP));
  const behind = firstBytes(entry.forward);
  const inFront = firstBytes(entry.backward).filter((byte) => !entry.border || !isWord(byte));
  const [next, previous] = [entry.literal[gram + 3], entry.literal[gram - 1]];
  record[Entry.around] =
    bitsOf(next ? bytesOf(next) : behind, byteKind) |
    (bitsOf(previous ? bytesOf(previous) : inFront, byteKind) << 4);
  record[Entry.behind] = bitsOf([...behind, ...escapeLeads], (byte) => byte & 31);
  record[Entry.inFront] = bitsOf(inFront, (byte) => byte & 31);
  return record;
}

/** An escape right behind the literal may hide what has to stand there. */
const escapeLeads = Buffer.from('\\%&');

const allBytes = Array.from({ length: 256 }, (_, byte) => byte);

function bytesOf({ value, mask }: LiteralByte): number[] {
  return allBytes.filter((byte) => (byte & mask) === value);
}

/** The bytes with which a walk can begin. */
function firstBytes(dfa: Dfa | undefined): number[] {
  if (!dfa) return allBytes;
  return allBytes.filter((byte) => dfa.next[START * dfa.classCount + dfa.classes[byte]!] !== DEAD);
}

function bitsOf(bytes: readonly number[], bit: (byte: number) => number): number {
  return bytes.reduce((bits, byte) => bits | (1 << bit(byte)), 0);
}

/** Values, then masks. */
function literalBytes({ literal }: GateEntry): Buffer {
  const bytes = Buffer.alloc(2 * LONGEST_LITERAL);
  literal.forEach(({ value, mask }, i) => {
    bytes[i] = value;
    bytes[LONGEST_LITERAL + i] = mask;
  });
  return bytes;
}

/** Gives each distinct automaton a number, a record and its bytes. */
function newAutomata() {
  const numbers = new Map<string, number>();
  const records: number[] = [];
  const pool = newPool();
  return {
    records,
    bytes: () => pool.bytes(),
    numberOf(dfa: Dfa | undefined): number {
      if (!dfa) return -1;
      const bytes = Buffer.concat([dfa.classes, dfa.next]);
      const key = `${dfa.classCount}:${latin1(bytes)}`;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      records.push(pool.add(bytes), dfa.classCount, bytes.length, 0);
      numbers.set(key, numbers.size);
      return numbers.size - 1;
    },
  };
}

/** Bytes one after the other, each distinct stretch kept once, padded to a multiple of four at the end. */
function newPool() {
  const parts: Uint8Array[] = [];
  const offsets = new Map<string, number>();
  let length = 0;
  return {
    length: () => length + (-length & 3),
    bytes: () => Buffer.concat([...parts, new Uint8Array(-length & 3)]),
    add(bytes: Uint8Array): number {
      const key = latin1(bytes);
      const known = offsets.get(key);
      if (known !== undefined) return known;
      const offset = length;
      offsets.set(key, offset);
      parts.push(bytes);
      length += bytes.length;
      return offset;
    },
  };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
