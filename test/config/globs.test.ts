import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { globAutomaton } from '../../src/config/glob-automaton.ts';
import { globMatcher } from '../../src/config/globs.ts';
import { seededRandom } from '../../src/engine/checks/random.ts';

function picker(seed: string) {
  const random = seededRandom(seed);
  return <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
}

const names = ['a', 'b', 'ab', '.env', 'a.js', 'b.min.js', 'docs', 'test', 'x1', 'A', '(a)', 'a[b]'];

function paths(count: number): string[] {
  const pick = picker('paths');
  return Array.from({ length: count }, () =>
    Array.from({ length: pick([1, 1, 2, 2, 3, 4]) }, () => pick(names)).join('/'),
  );
}

const pieces = [
  'a',
  'b',
  '*',
  '?',
  '.js',
  '.env',
  '[ab]',
  '[^a]',
  '[a-c]',
  '{a,b}',
  '{,x1}',
  '+(a|b)',
  '?(a)',
  '@(a|docs)',
  '*(a)',
  'docs',
  '\\(a\\)',
];

function randomGlob(pick: ReturnType<typeof picker>): string {
  const segments = Array.from({ length: pick([1, 2, 2, 3]) }, () =>
    pick([true, false, false])
      ? '**'
      : Array.from({ length: pick([1, 1, 2, 3]) }, () => pick(pieces)).join(''),
  );
  const glob = segments.join('/');
  return isUsual(glob) ? glob : randomGlob(pick);
}

/**
 * Two stars that are no whole folder mean nothing of their own, a quantifier behind a bracket is a regular expression's:
 * picomatch reads both in several ways.
 */
function isUsual(glob: string): boolean {
  return !/[)\]}][?*+]/.test(glob) && glob.split('/').every((part) => part === '**' || !part.includes('**'));
}

test('the automaton matches what picomatch does, for globs made at random', () => {
  const pick = picker('globs');
  const all = paths(400);
  const wrong = Array.from({ length: 500 }, () => randomGlob(pick)).flatMap((glob) => {
    const regex = new RegExp(picomatch.makeRe(glob, { dot: true }).source);
    const matches = globAutomaton([glob]);
    const path = all.find((one) => matches(one) !== regex.test(one));
    return path === undefined ? [] : [{ glob, path, picomatch: regex.test(path) }];
  });
  expect(wrong).toEqual([]);
});

describe('no glob makes it slow', () => {
  test.each([
    ['*a*a*a*a*a*a*a*a*b', 'a'.repeat(250)],
    ['+(+(+(a)))b', 'a'.repeat(200)],
    [`${'{a,a}'.repeat(30)}b`, 'a'.repeat(30)],
    [`${'**/a/'.repeat(8)}b`, `${'a/'.repeat(1000)}c`],
  ])('%s', (glob, path) => {
    expect(globMatcher([glob])(path)).toBe(false);
  });
});

test.each([
  ['*.js', 'x/y.js', true],
  ['docs/', 'docs/a/b', true],
  ['docs/', 'x/docs/a', false],
  ['/a', 'a', true],
  ['/a', 'x/a', false],
  ['**/*vendor{*,*/**}', 'x/myvendor/a.go', true],
  ['src/!(test)/*.js', 'src/lib/a.js', true],
  ['src/!(test)/*.js', 'src/test/a.js', false],
])('%s on %s: %s', (glob, path, expected) => {
  expect(globMatcher([glob])(path)).toBe(expected);
});
