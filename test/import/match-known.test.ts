import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { matchKnown } from '../../src/import/match-known.ts';
import { findingOf, ruleWith } from '../verify/findings.ts';

const rule = ruleWith(undefined);
const digestOf = (algorithm: 'sha1' | 'sha256', text: string) => ({
  algorithm,
  hex: createHash(algorithm).update(text).digest('hex'),
});

test('an entry means the findings with its secret, else those on its lines', () => {
  const findings = ['one', 'two', 'one'].map((secret, i) => ({
    ...findingOf(rule, secret),
    startLine: i + 1,
    endLine: i + 1,
  }));
  const matched = (known: object) =>
    matchKnown({ from: 1, reason: 'x', ...known }, findings).map(({ startLine }) => startLine);
  expect(matched({ digest: digestOf('sha256', 'one') })).toEqual([1, 3]);
  expect(matched({ digest: digestOf('sha1', 'two'), lines: [3, 3] })).toEqual([2]);
  expect(matched({ digest: digestOf('sha256', 'three'), lines: [2, 3] })).toEqual([2, 3]);
  expect(matched({ digest: digestOf('sha256', 'three') })).toEqual([]);
});

test('very many entries for one place', () => {
  const findings = Array.from({ length: 20_000 }, (_, i) => findingOf(rule, `secret ${i}`));
  const matched = findings.map((_, i) =>
    matchKnown({ from: 1, reason: 'x', digest: digestOf('sha256', `secret ${i}`) }, findings),
  );
  expect(matched).toEqual(findings.map((finding) => [finding]));
});
