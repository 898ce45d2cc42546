import { SetupError } from '../errors.ts';
import type { Rule } from '../types.ts';
import { Header, MAGIC } from './compiler/layout.ts';
import type { Run } from './compiler/needed-runs.ts';
import type { GateTables } from './kernel/kernel.ts';

/** A rule as it stands in a pack: with its patterns printed for both engines. */
export interface PackedRule {
  rule: Rule;
  /** Its place among the rules of the pack, from 0: of two that say as much of a text the first stays. */
  index: number;
  ecma: string;
  re2: string;
  /** Every match has one of these; empty where that is not known. */
  runs: Run[];
  reject?: { ecma: string; re2: string };
  /** The rule's `paths` as regular expressions. */
  paths?: string[];
}

/** Compiled rules; a rule's own text is parsed only when asked for. */
export interface RulePack {
  count: number;
  gate: GateTables;
  /** Indexes of the rules without a literal. */
  slow: number[];
  rule(index: number): PackedRule;
}

/** What `packRules` made: the gate's tables, and the rules' texts, which are read only when a candidate asks. */
export interface PackBytes {
  gate: GateTables;
  /** Offsets of the rules' JSON, 32 bits each, little endian, and of the end; then the JSON. */
  texts: () => Uint8Array;
}

/**
 * Opens packed rules, without copying or parsing anything.
 *
 * @throws {SetupError} the tables are not of this version
 */
export function openPack({ gate: { tables, automata }, texts }: PackBytes): RulePack {
  const aligned = tables.byteOffset % 4 === 0 ? tables : tables.slice();
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
  checkMagic(words[0]);
  const count = words[Header.rules]!;
  const slowAt = words[Header.slow]! >> 2;
  const parsed = new Array<PackedRule | undefined>(count);
  let textBytes: Uint8Array | undefined;
  return {
    count,
    gate: { tables: aligned, automata },
    slow: [...words.subarray(slowAt, slowAt + words[Header.slowCount]!)],
    rule(index) {
      textBytes ??= texts();
      parsed[index] ??= parseRule(textBytes, index);
      return parsed[index];
    },
  };
}

function checkMagic(word: number | undefined): void {
  if (word === MAGIC) return;
  const swapped = Buffer.alloc(4);
  swapped.writeInt32BE(MAGIC);
  if (word === swapped.readInt32LE())
    throw new SetupError(
      'this processor reads numbers from their highest byte on',
      'run leakgate on one that begins with the lowest, such as x64 or ARM64',
    );
  throw new SetupError('the rule pack is damaged', 'install leakgate again');
}

function parseRule(texts: Uint8Array, index: number): PackedRule {
  const offsets = new DataView(texts.buffer, texts.byteOffset);
  const start = offsets.getUint32(4 * index, true);
  const end = offsets.getUint32(4 * index + 4, true);
  return JSON.parse(Buffer.from(texts.subarray(start, end)).toString('utf8')) as PackedRule;
}
