import type { Rule } from '../../types.ts';

/** What there is, counted: a kind of secret is a rule that makes findings; a part, such as a key id, makes none. */
export function ruleFigures(rules: readonly Rule[]): string {
  const kinds = rules.filter(({ part }) => !part);
  const ofProviders = kinds.filter(({ provider }) => provider !== 'generic');
  const figures: [string, number][] = [
    ['providers', new Set(ofProviders.map(({ provider }) => provider)).size],
    ['kinds of secret', kinds.length],
    ['  of a provider', ofProviders.length],
    ['  with a checksum or structure that is checked', kinds.filter(({ check }) => check).length],
    ['  that somebody can be asked about', kinds.filter(({ verify }) => isAsked(verify)).length],
    ['parts, such as key ids', rules.length - kinds.length],
  ];
  return figures.map(([name, count]) => `${name.padEnd(50)}${String(count).padStart(6)}\n`).join('');
}

/** @param verify - the `verify` key of a rule; one that only reads the secret itself asks nobody */
function isAsked(verify: unknown): boolean {
  const { steps, protocol } = (verify ?? {}) as { steps?: unknown; protocol?: unknown };
  return steps !== undefined || protocol !== undefined;
}
