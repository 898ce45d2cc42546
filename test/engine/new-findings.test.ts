import { expect, test } from 'vitest';
import { splitNew } from '../../src/engine/new-findings.ts';
import { Secret } from '../../src/secret.ts';
import type { Finding } from '../../src/types.ts';

const found = (file: string, startLine: number, excerpt: string, secret = 'x') =>
  ({
    file,
    startLine,
    excerpt,
    secret: new Secret(secret, ''),
    rule: { id: 'r' },
    parts: [],
  }) as unknown as Finding;

test('of copies, the one on the same line is old, then the one with the same text, then one of the same file', () => {
  const before = [found('a', 5, 'old'), found('a', 9, 'moved')];
  const copies = [
    found('b', 5, 'old'),
    found('a', 1, 'moved'),
    found('a', 2, 'new'),
    found('a', 5, 'changed'),
  ];
  const { fresh, old } = splitNew(copies, [before]);
  expect(fresh).toEqual([copies[0], copies[2]]);
  expect(old.map(({ startLine, reason }) => [startLine, reason.filter])).toEqual([
    [5, 'old'],
    [1, 'old'],
  ]);
});

test('what is new comes in the order in which it was found', () => {
  const findings = [found('b', 1, '', 'x'), found('b', 2, '', 'y'), found('b', 3, '', 'x')];
  expect(splitNew(findings, []).fresh).toEqual(findings);
});

test('where no copy stands in its old file, it has moved', () => {
  const { old } = splitNew([found('b', 1, '')], [[found('a', 1, '')]]);
  expect(old[0]!.reason).toEqual({ filter: 'moved', detail: 'moved from a' });
});
