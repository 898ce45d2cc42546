import { describe, expect, test } from 'vitest';
import { expandExample } from '../../src/engine/examples.ts';
import { loadDirectory } from '../../src/rules/directory.ts';
import type { Rule } from '../../src/types.ts';
import { chunkOf, engineOf } from '../helpers/engine.ts';

const rules = loadDirectory('rules');

/** What the rule alone finds in an example; a part counts as a finding here. */
function foundBy(rule: Rule, example: string) {
  const { part: _, ...whole } = rule;
  return engineOf([whole]).scan(chunkOf(expandExample(example, rule.check)));
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  test.each(rule.examples.match)('finds %s', (example) => {
    const { findings, dropped } = foundBy(rule, example);
    expect(
      findings.length,
      `dropped: ${dropped.map((d) => `${d.reason.filter}: ${d.reason.detail}`).join('; ')}`,
    ).toBeGreaterThan(0);
  });

  test.each(rule.examples.ignore)('ignores %s', (example) => {
    expect(foundBy(rule, example).findings.map((finding) => finding.rule.id)).toEqual([]);
  });
});
