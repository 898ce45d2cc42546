import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/engine/checks/random.ts';
import { compileDfa, type Dfa } from '../../../src/engine/compiler/dfa.ts';
import { ACCEPT, DEAD, START } from '../../../src/engine/compiler/layout.ts';
import { parsePattern } from '../../../src/engine/compiler/parse.ts';
import { samplePattern } from '../../helpers/sample-pattern.ts';

function accepts(dfa: Dfa, bytes: readonly number[]): boolean {
  let state = START;
  for (const byte of bytes) {
    state = dfa.next[state * dfa.classCount + dfa.classes[byte]!]!;
    if (state === ACCEPT) return true;
    if (state === DEAD) return false;
  }
  return false;
}

const patterns = [
  'a{3}',
  'a?b?c',
  '[A-Za-z0-9]{36}',
  '(?:ab|ac|d[0-9]{2,4})e',
  '.{0,40}[:=]\\s{0,5}["\']?[0-9a-f]{32}',
  '[a-z]{300}x',
  '(?:[a-z]{1,90}\\.){3}[0-9]{100,200}z',
];

describe.each(patterns)('the automaton of %s', (pattern) => {
  const node = parsePattern(pattern);
  const dfa = compileDfa(node)!;
  const random = seededRandom(pattern);

  test('accepts all that the pattern matches', () => {
    for (let i = 0; i < 200; i++) expect(accepts(dfa, samplePattern(node, random))).toBe(true);
  });

  test('rejects some other text', () => {
    expect(accepts(dfa, [...Buffer.from('#'.repeat(500))])).toBe(false);
  });
});

test.each(['a*', '(?:ab)?', '\\b'])('%s needs no automaton: it accepts the empty text', (pattern) => {
  expect(compileDfa(parsePattern(pattern))).toBeUndefined();
});

test.each([
  ['[a-z]{3}\\b', 'abc', '\n -%', 'd_7'],
  ['(?<secret>[\\w-]{3})\\b', 'ab-', 'x_7', ' -\n'],
  ['[a-z]{3,}(?:;|$)', 'abc', '\n;', ' .-'],
  ['(?:ab|ab-)\\b', 'ab', ' -', 'x'],
])(
  'what stands behind the border at the end of %s: accepted or refused',
  (pattern, text, accepted, refused) => {
    const dfa = compileDfa(parsePattern(pattern))!;
    const behind = (byte: string) => accepts(dfa, [...Buffer.from(text + byte)]);
    expect([...accepted].filter(behind).join('')).toBe(accepted);
    expect([...refused].filter(behind).join('')).toBe('');
  },
);
