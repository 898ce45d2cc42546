import {
  ACCEPT,
  DEAD,
  DFA_WORDS,
  ENTRY_WORDS,
  Entry,
  Flag,
  HEADER_BYTES,
  hashOf,
  isRunByte,
  isWord,
  LONGEST_LITERAL,
  LONGEST_WALK,
  RUN_GROUP,
  START,
} from '../compiler/layout.ts';
import { doubled } from '../doubled.ts';
import { countLines } from '../places.ts';
import { readAutomata } from './automata.ts';
import { escapeBefore, findRuns, isEscape, shortEscapeBefore } from './encoded.ts';
import type { GateHits, GateTables, Kernel } from './kernel.ts';
import { spotOf } from './spot.ts';

/** The gate in plain TypeScript: serves where WebAssembly is forbidden, and is the module's oracle in tests. */
export function createTwin(tables: GateTables, findsRuns = true): Kernel {
  const gate = openTables(tables);
  const hits: GateHits = {
    count: 0,
    entries: new Int32Array(256),
    positions: new Int32Array(256),
    spots: [],
    lines: 0,
  };
  return {
    find(bytes, regions = Uint32Array.of(0, bytes.length)) {
      hits.count = 0;
      hits.lines = 0;
      hits.spots = findsRuns ? findRuns(bytes) : [];
      findHits(gate, bytes, hits);
      for (let i = 0; i < regions.length; i += 2)
        hits.lines += countLines(bytes.subarray(regions[i], regions[i + 1]));
      return hits;
    },
  };
}

interface Gate {
  tables: Uint8Array;
  words: Int32Array;
  entryCount: number;
  dfaStart: number;
  automata: Uint8Array;
  /** By hash: 1 + the first entry whose rarest three bytes have it, 0 for none. */
  first: Uint16Array;
  /** By entry: 1 + the next entry of the same hash, 0 for none. */
  next: Uint16Array;
}

function openTables({ tables, automata }: GateTables): Gate {
  const words = new Int32Array(tables.buffer, tables.byteOffset, tables.byteLength >> 2);
  const entryCount = words[1]!;
  const gate = {
    tables,
    words,
    entryCount,
    dfaStart: words[3]! >> 2,
    automata: readAutomata(automata),
    first: new Uint16Array(65536),
    next: new Uint16Array(entryCount),
  };
  for (let entry = entryCount - 1; entry >= 0; entry--) {
    const record = (HEADER_BYTES >> 2) + entry * ENTRY_WORDS;
    const gram = words[record + Entry.literal]! + words[record + Entry.gram]!;
    const hash = hashOf(tables[gram]!, tables[gram + 1]!, tables[gram + 2]!);
    gate.next[entry] = gate.first[hash]!;
    gate.first[hash] = entry + 1;
  }
  return gate;
}

function findHits(gate: Gate, bytes: Uint8Array, hits: GateHits): void {
  const { first, next } = gate;
  for (let at = 0; at + 2 < bytes.length; at++) {
    let link = first[hashOf(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!)]!;
    for (; link !== 0; link = next[link - 1]!) checkEntry(gate, bytes, link - 1, at, hits);
  }
}

function checkEntry(gate: Gate, bytes: Uint8Array, entry: number, gramAt: number, hits: GateHits): void {
  const { words } = gate;
  const record = (HEADER_BYTES >> 2) + entry * ENTRY_WORDS;
  const start = gramAt - words[record + Entry.gram]!;
  const end = start + words[record + Entry.length]!;
  if (start < 0 || end > bytes.length || !literalAt(gate, bytes, words[record + Entry.literal]!, start, end))
    return;
  const verdict = checkAround(gate, bytes, record, start, end);
  if (verdict === ACCEPTED) push(hits, entry, start);
  else if (verdict >= 0) hits.spots.push(spotOf('escape', verdict));
}

/** ACCEPTED, or where the escape is that may hide the rest of a match; another negative number when there is none. */
function checkAround(gate: Gate, bytes: Uint8Array, record: number, start: number, end: number): number {
  const { words } = gate;
  if (words[record + Entry.rule]! < 0) return start;
  const limit = end + words[record + Entry.reach]!;
  const groups = words[record + Entry.runGroups]!;
  if (groups > 0 && !hasRun(bytes, groups, start - words[record + Entry.before]!, limit)) return UNDECIDED;
  const inFront = checkInFront(gate, bytes, record, start);
  if (inFront === UNDECIDED) return UNDECIDED;
  const stop = walk(gate, bytes, words[record + Entry.forward]!, end, limit + 1, 1);
  if (stop === ACCEPTED) return inFront;
  // The module looks at the bytes around before it compares: there it sees no escape where a word goes on.
  const isSeen = stop !== end || (takesMore(words, record) && bytes[end] !== EQUALS);
  return isSeen && stop >= 0 && isEscape(bytes, stop) ? stop : UNDECIDED;
}

/** ACCEPTED, or where an escape is that may hide what has to stand in front, or UNDECIDED. */
function checkInFront(gate: Gate, bytes: Uint8Array, record: number, start: number): number {
  const { words } = gate;
  const isBorder = (words[record + Entry.flags]! & Flag.border) !== 0;
  if (isBorder && start > 0 && isWord(bytes[start - 1]!)) return shortEscapeBefore(bytes, start);
  const floor = start - 2 - words[record + Entry.before]!;
  const stop = walk(gate, bytes, words[record + Entry.backward]!, start - 1, floor, -1);
  if (stop < 0) return stop;
  if (stop === start - 1) return UNDECIDED;
  return isEscape(bytes, stop) ? stop : escapeBefore(bytes, stop + 1);
}

/** Whether so many groups of run bytes stand one after the other from `from` to `to`. */
function hasRun(bytes: Uint8Array, groups: number, from: number, to: number): boolean {
  if (to - from > LONGEST_WALK) return true;
  const end = Math.min(to, bytes.length);
  let run = 0;
  for (
    let at = Math.ceil(Math.max(from, 0) / RUN_GROUP) * RUN_GROUP;
    at + RUN_GROUP <= end;
    at += RUN_GROUP
  ) {
    run = bytes.subarray(at, at + RUN_GROUP).every(isRunByte) ? run + 1 : 0;
    if (run === groups) return true;
  }
  return false;
}

/** Whether more than letters and digits may stand behind the bytes that are looked up. */
function takesMore(words: Int32Array, record: number): boolean {
  return (
    (words[record + Entry.around]! & 1) === 1 ||
    words[record + Entry.gram]! + 3 < words[record + Entry.length]!
  );
}

function literalAt(gate: Gate, bytes: Uint8Array, literal: number, start: number, end: number): boolean {
  const { tables } = gate;
  for (let i = start, at = literal; i < end; i++, at++) {
    if ((bytes[i]! & tables[at + LONGEST_LITERAL]!) !== tables[at]) return false;
  }
  return true;
}

const EQUALS = 0x3d;
/** What a text is thought to end with, and to stand behind. */
const LINE_FEED = 0x0a;
const ACCEPTED = -2;
const UNDECIDED = -1;

/**
 * Walks the automaton from `from` towards `limit` (not included), at most {@link LONGEST_WALK} bytes.
 *
 * @returns ACCEPTED also where there is none; UNDECIDED when it got to the limit; else where it stopped
 */
function walk(gate: Gate, bytes: Uint8Array, dfa: number, from: number, limit: number, step: 1 | -1): number {
  if (dfa < 0) return ACCEPTED;
  const { automata, words } = gate;
  const record = gate.dfaStart + dfa * DFA_WORDS;
  const classes = words[record]!;
  const rows = classes + 256;
  const classCount = words[record + 1]!;
  let state = START;
  const far = Math.abs(limit - from) > LONGEST_WALK;
  const end = far ? from + step * LONGEST_WALK : limit;
  const border = Math.max(-1, Math.min(bytes.length, end));
  const after = (byte: number) => automata[rows + state * classCount + automata[classes + byte]!]!;
  for (let i = from; i !== border; i += step) {
    state = after(bytes[i]!);
    if (state === ACCEPT) return ACCEPTED;
    if (state === DEAD) return i;
  }
  if (border === end) return far ? ACCEPTED : UNDECIDED;
  return after(LINE_FEED) === ACCEPT ? ACCEPTED : UNDECIDED;
}

function push(hits: GateHits, entry: number, position: number): void {
  if (hits.count === hits.entries.length) {
    hits.entries = doubled(hits.entries);
    hits.positions = doubled(hits.positions);
  }
  hits.entries[hits.count] = entry;
  hits.positions[hits.count++] = position;
}
