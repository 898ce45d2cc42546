import { expect, test } from 'vitest';
import { parseYaml } from '../../src/rules/located-yaml.ts';

const parse = (text: string) => parseYaml('f', text, (message) => new Error(message));

test('a key that comes again in one map is an error, wherever the map stands', () => {
  expect(() => parse('a:\n  - b: 1\n    c: 2\n    b: 3\n')).toThrow('f:4:5: Map keys must be unique');
  expect(parse('a: { b: 1 }\nc: { b: 2 }\n').value).toEqual({ a: { b: 1 }, c: { b: 2 } });
});

test('maps of very many keys', () => {
  const keys = Array.from({ length: 60_000 }, (_, i) => `key-${i}`);
  const located = parse(keys.map((key) => `${key}: ${key.length}\n`).join(''));
  expect(Object.keys(located.value as object)).toEqual(keys);
  expect(keys.map((key) => located.locate([key]))).toEqual(
    keys.map((key, i) => `f:${i + 1}:${key.length + 3}`),
  );
});

test.each([
  ['lists', `a: ${'['.repeat(200_000)}`],
  ['maps', `a: ${'{b: '.repeat(200_000)}`],
  ['dashes', `a:\n${'- '.repeat(200_000)}x`],
  ['complex keys', `${'? '.repeat(200_000)}x`],
])('%s nested without end are refused at once', { timeout: 5000 }, (_, text) => {
  expect(() => parse(text)).toThrow('f: lists and maps are nested more than 100 deep');
});
