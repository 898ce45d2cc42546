import { describe, expect, test } from 'vitest';
import { parsePattern } from '../../../src/engine/compiler/parse.ts';
import { printPattern } from '../../../src/engine/compiler/print.ts';

const matches = (pattern: string, text: string) =>
  new RegExp(`^(?:${printPattern(parsePattern(pattern), 'ecma')})$`).test(
    Buffer.from(text).toString('latin1'),
  );

describe('a printed pattern matches what was written', () => {
  test.each([
    ['(?i)ab[c-e]', 'ABD', true],
    ['(?i:ab)c', 'aBC', false],
    ['(?P<name>x)y', 'xy', true],
    ['[^"\\s]{2,3}', 'ab', true],
    ['[^"\\s]{2,3}', 'a b', false],
    ['é+', 'éé', true],
    ['a(?:b|cd)*?e', 'abcdbe', true],
    ['\\x41\\.[\\]-]', 'A.-', true],
    ['.', '\n', false],
    ['(?s:.)', '\n', true],
    ['\\s', '\u00a0', false],
  ])('%s on %j: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });
});

test.each([
  ['(?=a)', /look-around/],
  ['(a)\\1', /not supported/],
  ['\\Aab', /not supported/],
  ['[[:alpha:]]', /POSIX/],
  ['[é]', /bytes/],
  ['a(', /./],
])('refuses %s', (pattern, message) => {
  expect(() => parsePattern(pattern)).toThrow(message);
});

test('line borders are those of a line, in both dialects', async () => {
  const node = parsePattern('^(?<secret>b)$');
  expect(new RegExp(printPattern(node, 'ecma')).exec('a\nb\nc')?.index).toBe(2);
  const { RE2JS } = await import('re2js');
  expect(RE2JS.compile(printPattern(node, 're2')).matcher('a\nb\nc').find()).toBe(true);
});
