import { expect, test } from 'vitest';
import { expandExample } from '../../src/engine/examples.ts';
import type { Rule } from '../../src/types.ts';
import { chunkOf, engineOf } from '../helpers/engine.ts';

const base: Omit<Rule, 'id' | 'pattern' | 'provider'> = {
  providerName: 'Acme',
  title: 'Acme',
  severity: 'high',
  confidence: 'medium',
  remediation: { steps: [] },
  examples: { match: [], ignore: [] },
};
const named = (prefix: string) => `${prefix}_key=(?<secret>[a-zA-Z0-9]{8,40})`;
const generic: Rule = { ...base, id: 'generic', provider: 'generic', judge: 'secret', pattern: named('acc') };
const text = expandExample('acc_key=<alnum:20>', undefined);

const idsOf = (rules: Rule[]) =>
  engineOf(rules)
    .scan(chunkOf(text))
    .findings.map(({ rule }) => rule.id);

test('a provider says better what a secret is than its name does', () => {
  const provider: Rule = { ...base, id: 'acme-key', provider: 'acme', pattern: named('acc') };
  expect(idsOf([generic, provider])).toEqual(['acme-key']);
});

test('a key id is no secret, whatever its name', () => {
  const part: Rule = { ...base, id: 'acme-key-id', provider: 'acme', part: true, pattern: named('acc') };
  expect(idsOf([generic, part])).toEqual([]);
});

test('a part hides no secret that reaches beyond it', () => {
  const pattern = 'acc_key=(?<secret>[a-zA-Z0-9]{8})';
  const part: Rule = { ...base, id: 'acme-key-id', provider: 'acme', part: true, pattern };
  expect(idsOf([generic, part])).toEqual(['generic']);
});

test.each([
  ['behind a text that only the second rule looks at', 'other_key='],
  ['on its own', ''],
])('of two rules that say as much the first stays: %s', (_, before) => {
  const pattern = '(?:acc|other)_key=(?<secret>[a-zA-Z0-9]{0,40})';
  const second: Rule = { ...generic, id: 'second', pattern };
  const { findings } = engineOf([generic, second]).scan(chunkOf(`${before}\n${text}`));
  expect(findings.map(({ rule }) => rule.id)).toEqual(['generic']);
});

test('a rule for certain paths takes nothing from others while the path is not known', () => {
  const paths = ['**/*.txt'];
  const inTexts: Rule = { ...generic, id: 'in-texts', confidence: 'high', paths };
  const scan = (path: string) => engineOf([generic, inTexts]).scan({ ...chunkOf(text), path });
  const told = (path: string) => scan(path).findings.map(({ rule, exceptPaths }) => [rule.id, exceptPaths]);
  expect(told('a.txt')).toEqual([['in-texts', undefined]]);
  expect(told('a.js')).toEqual([['generic', undefined]]);
  expect(told('').sort()).toEqual([
    ['generic', paths],
    ['in-texts', undefined],
  ]);
});
