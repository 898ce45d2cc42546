import type { CompiledRule, GateEntry } from './compile.ts';
import type { Dfa } from './dfa.ts';
import { DFA_WORDS, ENTRY_WORDS, Entry, HEADER_BYTES, MAGIC } from './layout.ts';
import { rarestGram } from './literals.ts';

/** Lays out the gates of all rules; an entry's `rule` is the index into `rules`. */
export function buildTables(rules: readonly CompiledRule[]): Uint8Array {
  const entries = rules.flatMap(({ gate = [], longest }, index) => {
    const windowBefore = Math.max(...gate.map((entry) => entry.before));
    // A match found here may be that of a later literal: its length counts from where it starts.
    const windowAfter = longest + Math.max(...gate.map((entry) => entry.lead));
    return gate.map((entry) => ({ entry, index, windowBefore, windowAfter }));
  });
  const pool = newPool();
  const dfas: Dfa[] = [];
  const dfaNumbers = new Map<string, number>();
  const numberOf = (dfa: Dfa | undefined) => {
    if (!dfa) return -1;
    const key = `${dfa.classCount}:${latin1(dfa.classes)}${latin1(dfa.next)}`;
    const known = dfaNumbers.get(key) ?? dfas.push(dfa) - 1;
    dfaNumbers.set(key, known);
    return known;
  };
  const records = entries.map((placed) => entryRecord(placed, numberOf));
  const dfaStart = HEADER_BYTES + records.length * ENTRY_WORDS * 4;
  const poolStart = dfaStart + dfas.length * DFA_WORDS * 4;
  const slow = rules.flatMap((rule, index) => (rule.gate ? [] : [index]));
  const words: number[] = [MAGIC, records.length, dfas.length, dfaStart, 0, rules.length, 0, slow.length];
  records.forEach((record, i) => {
    record[Entry.literal] = poolStart + pool.add(literalBytes(entries[i]!.entry));
    words.push(...record);
  });
  for (const dfa of dfas)
    words.push(poolStart + pool.add(dfa.next), poolStart + pool.add(dfa.classes), dfa.classCount, 0);
  words[6] = poolStart + pool.length();
  words[4] = words[6] + 4 * slow.length;
  const toBytes = (numbers: number[]) => Buffer.from(Int32Array.from(numbers).buffer);
  return Buffer.concat([toBytes(words), pool.bytes(), toBytes(slow)]);
}

interface PlacedEntry {
  entry: GateEntry;
  /** Index of the rule. */
  index: number;
  windowBefore: number;
  windowAfter: number;
}

function entryRecord(placed: PlacedEntry, numberOf: (dfa: Dfa | undefined) => number): number[] {
  const { entry } = placed;
  const record = new Array<number>(ENTRY_WORDS).fill(0);
  record[Entry.length] = entry.literal.length;
  record[Entry.gram] = rarestGram(entry.literal);
  record[Entry.rule] = placed.index;
  record[Entry.forward] = numberOf(entry.forward);
  record[Entry.backward] = numberOf(entry.backward);
  record[Entry.before] = entry.before;
  record[Entry.windowBefore] = placed.windowBefore;
  record[Entry.windowAfter] = placed.windowAfter;
  record[Entry.lead] = entry.lead;
  record[Entry.border] = entry.border ? 1 : 0;
  record[Entry.reach] = Math.max(0, entry.after - entry.literal.length);
  return record;
}

function literalBytes(entry: GateEntry): Uint8Array {
  return Uint8Array.from(entry.literal.flatMap(({ value, mask }) => [value, mask]));
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
