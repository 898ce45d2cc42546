import { expect, test } from 'vitest';
import { valuesAt } from '../../src/verify/json-path.ts';

const document = JSON.parse(`{
  "a": { "b": [1, null, { "c": "x" }] },
  "list": [{ "id": 1, "n": "one" }, { "id": "two", "n": "two" }],
  "https://hub.example": { "u": "ann" },
  "__proto__": { "x": 1 }
}`);

test.each([
  ['a.b[0]', [1]],
  ['a.b[1]', []],
  ['a.b[2].c', ['x']],
  ['a.b[].c', ['x']],
  ['a.c', []],
  ['a.b.length', []],
  ['list[id=two].n', ['two']],
  ['list[id={{which}}].n', ['one']],
  ['list[].n', ['one', 'two']],
  ['["https://hub.example"].u', ['ann']],
  ['constructor', []],
  ['toString', []],
  ['', [document]],
])('%s', (path, expected) => {
  expect(valuesAt(document, path, new Map([['which', '1']]))).toEqual(expected);
});

test.each(['a[', 'a b', 'a[-1]', 'a["b'])('%s is no path', (path) => {
  expect(() => valuesAt(document, path)).toThrow('not a JSON path');
});
