import { expect, test } from 'vitest';
import { ruleFigures } from '../../src/cli/commands/rule-figures.ts';
import type { Rule } from '../../src/types.ts';

const rule = (id: string, over: Partial<Rule> = {}): Rule => ({
  id,
  provider: id.split('-')[0]!,
  providerName: 'X',
  title: id,
  severity: 'high',
  confidence: 'high',
  pattern: '(?<secret>abc)',
  remediation: { steps: [] },
  examples: { match: [], ignore: [] },
  ...over,
});

test('parts are no kinds of secret, and what is of nobody has no provider', () => {
  const text = ruleFigures([
    rule('acme-token', { check: 'jwt', verify: { steps: [] } }),
    rule('acme-key', { verify: { offline: ['jwt'] } }),
    rule('acme-id', { part: true, check: 'jwt' }),
    rule('other-token'),
    rule('generic-secret'),
  ]);
  const counts = text
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/));
  expect(Object.fromEntries(counts)).toEqual({
    providers: '2',
    'kinds of secret': '4',
    'of a provider': '3',
    'with a checksum or structure that is checked': '1',
    'that somebody can be asked about': '1',
    'parts, such as key ids': '1',
  });
});
