import { expect, test } from 'vitest';
import { remembered } from '../../src/engine/remembered.ts';

test('a text is asked about once, however often it comes', () => {
  const asked: string[] = [];
  const length = remembered((text) => {
    asked.push(text);
    return text.length;
  });
  expect(['', 'ab', '', 'ab'].map(length)).toEqual([0, 2, 0, 2]);
  expect(asked).toEqual(['', 'ab']);
});

test('what is kept has a limit', () => {
  let asked = 0;
  const same = remembered((text) => {
    asked++;
    return text;
  });
  const texts = Array.from({ length: 100_000 }, (_, i) => String(i));
  texts.map(same);
  expect(texts.map(same)).toEqual(texts);
  expect(asked).toBeGreaterThan(150_000);
});
