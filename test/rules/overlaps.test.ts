import { expect, test } from 'vitest';
import { expandExample } from '../../src/engine/examples.ts';
import { loadDirectory } from '../../src/rules/directory.ts';
import type { Rule } from '../../src/types.ts';
import { chunkOf, engineOf } from '../helpers/engine.ts';

const rules = loadDirectory('rules');
const engine = engineOf(rules);

/** Tokens that one provider's file holds for another: the other's name is the better one. */
const holders = ['credential-files'];

test('with all rules in force, an example is found as a secret of its own provider', () => {
  const others = rules
    .filter(({ part, provider, paths }) => !part && !paths && !['generic', ...holders].includes(provider))
    .flatMap((rule) => rule.examples.match.flatMap((example) => otherProvider(rule, example)));
  expect(others).toEqual([]);
});

test('what a general rule finds is not given to one of the places that general rules leave out', () => {
  const { findings } = engine.scan(chunkOf(expandExample('SECRET_KEY = "<hex:64>"', undefined, 'general')));
  expect(findings.map(({ rule }) => rule.id)).toEqual(['generic-secret']);
});

function otherProvider(rule: Rule, example: string): string[] {
  const { findings } = engine.scan(chunkOf(expandExample(example, rule.check)));
  return findings.some((finding) => finding.rule.provider === rule.provider)
    ? []
    : [`${rule.id}: ${findings.map((finding) => finding.rule.id).join(', ') || 'nothing'}`];
}
