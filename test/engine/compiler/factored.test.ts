import { expect, test } from 'vitest';
import { compileText } from '../../../src/engine/compiler/compile.ts';

const words = Array.from({ length: 40 }, (_, i) => `${'abcde'[i % 5]}${'xyz'[i % 3]}w${i}`);

test.each([
  ['many words', words.join('|')],
  ['one that begins another, the shorter one first', `a|ax|${words.join('|')}`],
  ['the same, behind it', `${words.join('|')}|axw|ax|a|`],
  ['cases folded', `(?i:${words.join('|')})`],
  ['classes that have bytes in common, so that order counts', `[a-c]x|${words.join('|')}|[bd]`],
  ['what begins with no byte', `x?y|${words.join('|')}`],
])('%s: what matches is the same', (_, pattern) => {
  const printed = new RegExp(`^(?:${compileText(pattern, 'ecma')})`);
  const plain = pattern.startsWith('(?i:')
    ? new RegExp(`^(?:${pattern.slice(4, -1)})`, 'i')
    : new RegExp(`^(?:${pattern})`);
  const texts = words.flatMap((word) => [
    word,
    word.slice(0, 3),
    `${word[0]}x`,
    `${word}0`,
    word.toUpperCase(),
  ]);
  for (const text of [...texts, '', 'a', 'bx', 'd', 'y', 'xy'])
    expect([text, printed.exec(text)?.[0]]).toEqual([text, plain.exec(text)?.[0]]);
});

test('words that begin alike are tried once', () => {
  expect(compileText(words.join('|'), 'ecma').match(/a/g)).toHaveLength(1);
});
