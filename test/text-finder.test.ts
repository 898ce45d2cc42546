import { expect, test } from 'vitest';
import { createTextFinder } from '../src/text-finder.ts';
import { randomFrom } from './git/random.ts';

test('finds what a search for each text by itself finds, in the order in which the texts came', () => {
  const random = randomFrom(7);
  const piece = (length: number) => Array.from({ length }, () => 'ab'[random(2)]).join('');
  for (let round = 0; round < 200; round++) {
    const texts = [...new Set(Array.from({ length: random(60) }, () => piece(1 + random(14))))];
    const finder = createTextFinder<string>();
    for (const text of texts) finder.itemOf(Buffer.from(text), () => text);
    const bytes = piece(random(300));
    expect(finder.heldIn(Buffer.from(bytes))).toEqual(texts.filter((text) => bytes.includes(text)));
  }
});

test('a text that comes again keeps its item', () => {
  const finder = createTextFinder<number>();
  for (let i = 0; i < 100; i++) finder.itemOf(Buffer.from(`a text, number ${i % 50}`), () => i);
  expect(finder.heldIn(Buffer.from('a text, number 7 and a text, number 3'))).toEqual([3, 7]);
});

test('very many texts that begin and end alike, in a file that has all of them', () => {
  const texts = Array.from({ length: 50_000 }, (_, i) => `a long beginning ${i} and a long end`);
  const finder = createTextFinder<number>();
  for (const [i, text] of texts.entries()) finder.itemOf(Buffer.from(text), () => i);
  expect(finder.heldIn(Buffer.from(texts.toReversed().join('\n')))).toHaveLength(texts.length);
});
