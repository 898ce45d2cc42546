import { compileRule } from '../../src/engine/compiler/compile.ts';
import type { Rule } from '../../src/types.ts';

/** The literals that the gate looks for, as text, each once, letters in lower case. */
export function gateLiterals(rules: readonly Rule[]): string[] {
  const literals = rules.flatMap((rule) => compileRule(rule).gate ?? []).map(({ literal }) => literal);
  const texts = literals.map((literal) =>
    String.fromCharCode(...literal.map(({ value }) => value)).toLowerCase(),
  );
  return [...new Set(texts)].filter((text) => /^[\x20-\x7e]+$/.test(text)).sort();
}
