import { SetupError } from '../errors.ts';
import type { Rule } from '../types.ts';
import { type CompiledRule, compileRule, compileText } from './compiler/compile.ts';
import { buildTables } from './compiler/tables.ts';

/** A rule as it stands in a pack: with its patterns printed for both engines. */
export interface PackedRule {
  rule: Rule;
  ecma: string;
  re2: string;
  reject?: { ecma: string; re2: string };
  /** No literal: runs over everything. */
  slow?: true;
}

/** Compiled rules; a rule's own text is parsed only when asked for. */
export interface RulePack {
  count: number;
  tables: Uint8Array;
  /** Indexes of the rules without a literal. */
  slow: number[];
  rule(index: number): PackedRule;
}

const MAGIC = 0x3152474c;
const HEADER_WORDS = 6;

/**
 * Compiles rules into one block of bytes, little endian. Words: magic, number of rules, offset and length of the
 * gate's tables, number of slow rules, 0; then where each rule's JSON begins and the last one ends; then the
 * slow rules' indexes; then the JSON; then, aligned to four bytes, the tables.
 *
 * @throws {PatternError} for a pattern that can't be compiled
 */
export function packRules(rules: readonly Rule[]): Uint8Array {
  const compiled = rules.map(compileRule);
  const texts = rules.map((rule, i) => Buffer.from(JSON.stringify(packedRule(rule, compiled[i]!))));
  const slow = compiled.flatMap((rule, i) => (rule.gate ? [] : [i]));
  const offsets = [4 * (HEADER_WORDS + texts.length + 1 + slow.length)];
  for (const text of texts) offsets.push(offsets.at(-1)! + text.length);
  const end = offsets.at(-1)!;
  const tables = buildTables(compiled);
  const tablesStart = (end + 3) & ~3;
  const words = [MAGIC, rules.length, tablesStart, tables.length, slow.length, 0, ...offsets, ...slow];
  const padding = new Uint8Array(tablesStart - end);
  return Buffer.concat([Buffer.from(Int32Array.from(words).buffer), ...texts, padding, tables]);
}

function packedRule(rule: Rule, { ecma, re2, gate }: CompiledRule): PackedRule {
  const { examples: _, ...kept } = rule;
  const reject = rule.reject;
  return {
    rule: { ...kept, examples: { match: [], ignore: [] } },
    ecma,
    re2,
    ...(reject === undefined
      ? {}
      : { reject: { ecma: compileText(reject, 'ecma'), re2: compileText(reject, 're2') } }),
    ...(gate ? {} : { slow: true as const }),
  };
}

/**
 * Opens a block that {@link packRules} made, without copying or parsing it.
 *
 * @throws {SetupError} the block is not a rule pack of this version
 */
export function openPack(bytes: Uint8Array): RulePack {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
  if (words[0] !== MAGIC) throw new SetupError('the rule pack is damaged', 'install leakgate again');
  const count = words[1]!;
  const slowStart = HEADER_WORDS + count + 1;
  const parsed = new Array<PackedRule | undefined>(count);
  return {
    count,
    tables: aligned.subarray(words[2]!, words[2]! + words[3]!),
    slow: [...words.subarray(slowStart, slowStart + words[4]!)],
    rule(index) {
      parsed[index] ??= parseRule(
        aligned.subarray(words[HEADER_WORDS + index]!, words[HEADER_WORDS + index + 1]!),
      );
      return parsed[index];
    },
  };
}

function parseRule(json: Uint8Array): PackedRule {
  return JSON.parse(
    Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('utf8'),
  ) as PackedRule;
}
