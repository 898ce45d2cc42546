import type { Rule } from '../../types.ts';
import { PACK_HEADER_WORDS, PACK_MAGIC, type PackedRule } from '../rule-pack.ts';
import { type CompiledRule, compileRule, compileText } from './compile.ts';
import { buildTables } from './tables.ts';

/**
 * Compiles rules into one block of bytes, little endian. Words: magic, number of rules, offset and length of the
 * gate's tables, number of slow rules, 0; then where each rule's JSON begins and the last one ends; then the
 * slow rules' indexes; then the JSON; then, aligned to four bytes, the tables.
 *
 * @param globSource - the regular expression of a glob
 * @throws {PatternError} for a pattern that can't be compiled
 */
export function packRules(rules: readonly Rule[], globSource: (glob: string) => string): Uint8Array {
  const compiled = rules.map(compileRule);
  const texts = rules.map((rule, i) =>
    Buffer.from(JSON.stringify(packedRule(rule, compiled[i]!, globSource))),
  );
  const slow = compiled.flatMap((rule, i) => (rule.gate ? [] : [i]));
  const offsets = [4 * (PACK_HEADER_WORDS + texts.length + 1 + slow.length)];
  for (const text of texts) offsets.push(offsets.at(-1)! + text.length);
  const end = offsets.at(-1)!;
  const tables = buildTables(compiled);
  const tablesStart = (end + 3) & ~3;
  const words = [PACK_MAGIC, rules.length, tablesStart, tables.length, slow.length, 0, ...offsets, ...slow];
  const padding = new Uint8Array(tablesStart - end);
  return Buffer.concat([Buffer.from(Int32Array.from(words).buffer), ...texts, padding, tables]);
}

function packedRule(
  rule: Rule,
  { ecma, re2, gate }: CompiledRule,
  globSource: (glob: string) => string,
): PackedRule {
  const { examples: _, ...kept } = rule;
  const reject = rule.reject;
  return {
    rule: { ...kept, examples: { match: [], ignore: [] } },
    ecma,
    re2,
    ...(reject === undefined
      ? {}
      : { reject: { ecma: compileText(reject, 'ecma'), re2: compileText(reject, 're2') } }),
    ...(rule.paths ? { paths: rule.paths.map(globSource) } : {}),
    ...(gate ? {} : { slow: true as const }),
  };
}
