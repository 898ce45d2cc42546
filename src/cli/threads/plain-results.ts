import { type BareSecret, bareSecret, Secret } from '../../secret.ts';
import type { SearchedSlice } from '../../sources/search-slice.ts';
import type { Dropped, Finding, Part, Rule } from '../../types.ts';

type Bare<T> = Omit<T, 'secret'> & { secret: BareSecret };

/** A slice's results as they go from thread to thread: secrets are no objects of a class, rules are numbers. */
export interface PlainResult {
  slice: number;
  found: Omit<SearchedSlice['found'], 'findings' | 'dropped'>;
  leftOver: string[];
  findings: (Omit<Bare<Finding>, 'rule' | 'parts'> & { rule: number; parts: Bare<Part>[] })[];
  dropped: Bare<Dropped>[];
  /** Those with the next numbers. */
  newRules: Rule[];
}

/** Makes results plain; one for each thread, since it knows which rules were sent before. */
export function createPacker(): (slice: number, searched: SearchedSlice) => PlainResult {
  const numbers = new Map<Rule, number>();
  return (slice, { found: { findings, dropped, ...found }, leftOver }) => {
    const newRules: Rule[] = [];
    const numberOf = (rule: Rule): number => {
      const known = numbers.get(rule);
      if (known !== undefined) return known;
      newRules.push(rule);
      numbers.set(rule, numbers.size);
      return numbers.size - 1;
    };
    return {
      slice,
      found,
      leftOver,
      findings: findings.map(({ rule, parts, ...rest }) => ({
        ...bare(rest),
        rule: numberOf(rule),
        parts: parts.map(bare),
      })),
      dropped: dropped.map(bare),
      newRules,
    };
  };
}

/** Undoes what one thread's {@link createPacker} did, message by message in their order. */
export function createUnpacker(): (plain: PlainResult) => SearchedSlice {
  const rules: Rule[] = [];
  return ({ found, leftOver, findings, dropped, newRules }) => {
    rules.push(...newRules);
    return {
      leftOver,
      found: {
        ...found,
        findings: findings.map(({ rule, parts, ...rest }) => ({
          ...wrapped(rest),
          rule: rules[rule]!,
          parts: parts.map(wrapped),
        })),
        dropped: dropped.map(wrapped),
      },
    };
  };
}

function bare<T extends { secret: Secret }>(found: T): Bare<T> {
  return { ...found, secret: bareSecret(found.secret) };
}

function wrapped<T extends { secret: BareSecret }>(found: T): Omit<T, 'secret'> & { secret: Secret } {
  const { value, publicPrefix } = found.secret;
  return { ...found, secret: new Secret(value, publicPrefix) };
}
