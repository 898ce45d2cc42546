import type { Rule } from '../../types.ts';
import type { PackBytes, PackedRule } from '../rule-pack.ts';
import { type CompiledRule, compileText } from './compile.ts';
import { compileTogether } from './compile-together.ts';
import { buildTables } from './tables.ts';

/**
 * Compiles rules.
 *
 * @param globSource - the regular expression of a glob
 * @throws {PatternError} for a pattern that can't be compiled
 */
export function packRules(rules: readonly Rule[], globSource: (glob: string) => string) {
  const compiled = compileTogether(rules);
  const packed = rules.map((rule, i) => packedRule(rule, i, compiled[i]!, globSource));
  const texts = packTexts(packed.map((rule) => Buffer.from(JSON.stringify(rule))));
  return { gate: buildTables(compiled), texts: () => texts } satisfies PackBytes;
}

function packTexts(texts: readonly Buffer[]): Buffer {
  const offsets = [4 * (texts.length + 1)];
  for (const text of texts) offsets.push(offsets.at(-1)! + text.length);
  return Buffer.concat([Buffer.from(Uint32Array.from(offsets).buffer), ...texts]);
}

function packedRule(
  rule: Rule,
  index: number,
  { ecma, re2, runs }: CompiledRule,
  globSource: (glob: string) => string,
): PackedRule {
  const { examples: _, ...kept } = rule;
  const reject = rule.reject;
  return {
    rule: { ...kept, examples: { match: [], ignore: [] } },
    index,
    ecma,
    re2,
    runs,
    ...(reject === undefined
      ? {}
      : { reject: { ecma: compileText(reject, 'ecma'), re2: compileText(reject, 're2') } }),
    ...(rule.paths ? { paths: rule.paths.map(globSource) } : {}),
  };
}
