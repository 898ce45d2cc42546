import { expect, test } from 'vitest';
import { withAtomicRuns } from '../../../src/engine/compiler/atomic-runs.ts';
import { parsePattern } from '../../../src/engine/compiler/parse.ts';
import { printPattern } from '../../../src/engine/compiler/print.ts';
import { ecmaMatcher, type PatternMatcher } from '../../../src/engine/matcher.ts';

const texts = [
  'x=abc',
  'x=abc1',
  'x=abc..',
  'x=abcba\n',
  'x=ab=',
  'x=ab==;',
  `x=${'a'.repeat(150)}1`,
  'x=a-b',
  'x=a1b1c1',
];

function allMatches(matcher: PatternMatcher, text: string): unknown[] {
  const found = [];
  for (let from = 0; ; ) {
    const match = matcher(text, from);
    if (!match) return found;
    found.push(match);
    from = Math.max(match.end, match.start + 1);
  }
}

test.each([
  ['x=(?<secret>[a-z]{1,100})[0-9]', true],
  ['x=(?<secret>[a-z]{2,100}={0,2})(?:[^a-z=]|$)', true],
  ['x=(?<secret>[a-z]{1,100})(?:1|b?;|$)', false],
  ['x=(?<secret>[a-z.]{1,100})\\b', false],
  ['x=(?<secret>[a-z]{1,100}[a-c])', false],
  ['x=(?<secret>[a-z=]{1,100})=', false],
  ['x=(?<secret>(?:[a-z]{1,100}[0-9])+)', false],
  ['x=(?<secret>[a-z]{1,20})[0-9]', false],
  ['x=(?<secret>[a-z]{1,100}?)[0-9]', false],
  ['x=(?<secret>[^=]{1,100})$', false],
])('%s matches the same with atomic runs, of which it has some: %s', (source, isAtomic) => {
  const pattern = parsePattern(source);
  const plain = printPattern(pattern, 'ecma');
  const atomic = printPattern(withAtomicRuns(pattern), 'ecma');
  expect(atomic !== plain).toBe(isAtomic);
  for (const text of texts)
    expect(allMatches(ecmaMatcher(atomic), text)).toEqual(allMatches(ecmaMatcher(plain), text));
});

test('RE2 knows no atomic runs', () => {
  const pattern = parsePattern('x=(?<secret>[a-z]{1,100})[0-9]');
  expect(printPattern(withAtomicRuns(pattern), 're2')).toBe(printPattern(pattern, 're2'));
});
