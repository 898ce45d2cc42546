import { type Compilable, type CompiledRule, compileRule } from './compile.ts';
import { chooseAnchors, type Literal, literalCost, type Price } from './literals.ts';
import { parsePattern } from './parse.ts';

/** From so many rules on, a literal is crowded. */
const CROWD = 4;
/** What each of them adds to its price. */
const EACH = 2;

/**
 * Compiles rules that are looked for at once. Where many would take the same literal, all of them have to look around
 * each place of it, and a text may be full of it: those take another one that is nearly as rare, such as the name of
 * their provider in place of what all tokens of a kind have.
 *
 * @throws {PatternError}
 */
export function compileTogether(rules: readonly Compilable[]): CompiledRule[] {
  const chosen = rules.map(({ pattern }) => literalsOf(pattern));
  const crowds = crowdsOf(chosen);
  const price: Price = (literal) => literalCost(literal) + EACH * crowdAt(literal, crowds);
  const isCrowded = (literals: readonly Literal[]) => literals.some((literal) => crowds.has(textOf(literal)));
  return rules.map((rule, i) => compileRule(rule, isCrowded(chosen[i]!) ? price : literalCost));
}

/** What a rule would look for if it were alone. */
function literalsOf(pattern: string): Literal[] {
  return chooseAnchors(parsePattern(pattern))?.map(({ literal }) => literal) ?? [];
}

/** How many rules have a literal, of those that many have. */
function crowdsOf(chosen: readonly (readonly Literal[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const literals of chosen) {
    for (const text of new Set(literals.map(textOf))) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return new Map([...counts].filter(([, count]) => count >= CROWD));
}

/** A part of a crowded literal stands where that does, and so does what that is a part of. */
function crowdAt(literal: Literal, crowds: ReadonlyMap<string, number>): number {
  const text = textOf(literal);
  const near = [...crowds].filter(([other]) => other.includes(text) || text.includes(other));
  return Math.max(0, ...near.map(([, count]) => count));
}

/** A character for each byte, another one where its case does not matter. */
function textOf(literal: Literal): string {
  return String.fromCharCode(...literal.map(({ value, mask }) => value | (mask << 8)));
}
