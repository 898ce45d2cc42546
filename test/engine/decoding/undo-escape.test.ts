import { expect, test } from 'vitest';
import { areasAround, decodeArea } from '../../../src/engine/decoding/escaped-areas.ts';

/** What the escapes of a text that begins with one stand for; undefined when it begins with none. */
function undone(text: string): string | undefined {
  const bytes = Buffer.from(text);
  const [area] = areasAround(bytes, [0]);
  const piece = area && decodeArea(bytes, area, []);
  return piece && Buffer.from(piece.bytes).toString();
}

test.each(['é', '€', '\uffff', '😀', '\u{10ffff}', '\u007f', '\u0080', '\u07ff', '\u0800'])('%j', (char) => {
  const code = char.codePointAt(0)!;
  const units = Array.from({ length: char.length }, (_, i) => char.charCodeAt(i));
  expect(undone(units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join(''))).toBe(char);
  expect(undone(`\\u{${code.toString(16)}}`)).toBe(char);
  expect(undone(`&#${code};`)).toBe(char);
  expect(undone(`&#x${code.toString(16).toUpperCase()};`)).toBe(char);
  expect(
    undone([...Buffer.from(char)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')),
  ).toBe(char);
});

test.each([
  ['half a character', '\\ud83d!', '\ufffd!'],
  ['the other half first', '\\ude00\\ud83d', '\ufffd\ufffd'],
  ['half a character before another', '\\ud83d\\u0041', '\ufffdA'],
  ['no code point', '&#x110000;', '\ufffd'],
  ['marks and controls', '\\"\\\\\\/\\n\\t\\r\\b\\f', '"\\/\n\t\r\b\f'],
  ['what only one of the languages escapes', '\\x41\\q', 'A\\q'],
  ['an unfinished escape behind one', '%41%4', 'A%4'],
  ['line ends that are none', `=3D${'x'.repeat(72)}=\r\ny=\nz`, `=${'x'.repeat(72)}yz`],
  ['names without a semicolon', '&lt;&gt', '<&gt'],
  ["a name of every object's", '&lt;&valueOf;&toString;', '<&valueOf;&toString;'],
])('%s', (_name, text, expected) => {
  expect(undone(text)).toBe(expected);
});

test.each(['\\', '\\u12g4', '\\u{}', '\\u{1234567}', '\\x4', '%4g', '&;', '&#;', '&a;', '&nosuchname;'])(
  'no escape: %s',
  (text) => {
    expect(undone(text)).toBeUndefined();
  },
);
