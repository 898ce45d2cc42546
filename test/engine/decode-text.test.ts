import { describe, expect, test } from 'vitest';
import { decodeText } from '../../src/engine/decode-text.ts';
import { chunkOf } from '../helpers/engine.ts';

const text = 'first = 1\nnaïve = "日本 😀"\nlast\n';
const le = Buffer.from(text, 'utf16le');
const bytesOf = (value: string, littleEndian: boolean) => {
  const points = [...value].map((character) => character.codePointAt(0)!);
  const view = new DataView(new ArrayBuffer(points.length * 4));
  for (const [i, point] of points.entries()) view.setUint32(i * 4, point, littleEndian);
  return new Uint8Array(view.buffer);
};

describe('text that is not UTF-8 is read as what it is', () => {
  test.each([
    ['utf-16le', Buffer.concat([Buffer.from([0xff, 0xfe]), le]), `\ufeff${text}`],
    ['utf-16be', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(le).swap16()]), `\ufeff${text}`],
    ['utf-16le', Buffer.from(text.replace('日本 😀', ''), 'utf16le'), text.replace('日本 😀', '')],
    ['utf-16be', Buffer.from(text.replace('日本 😀', ''), 'utf16le').swap16(), text.replace('日本 😀', '')],
    ['utf-32le', bytesOf(`\ufeff${text}`, true), `\ufeff${text}`],
    ['utf-32be', bytesOf(`\ufeff${text}`, false), `\ufeff${text}`],
    ['utf-32le', bytesOf('plain ascii', true), 'plain ascii'],
    ['utf-16le', Buffer.from('\ufeff\0token = 1\n', 'utf16le'), '\ufeff\0token = 1\n'],
    ['utf-32le', bytesOf('\ufeff\0\0token', true), '\ufeff\0\0token'],
  ])('%s', (encoding, bytes, expected) => {
    const decoded = decodeText(chunkOf(bytes));
    expect(decoded.decodedFrom).toEqual([encoding]);
    expect(Buffer.from(decoded.bytes).toString()).toBe(expected);
  });
});

describe('ASCII that was appended to UTF-16, and more UTF-16 behind it', () => {
  const ascii = 'KEY=abcdefghijklmnopqrstuvwxyz\n';
  test.each(['', 'x', 'xy'])('%j', (more) => {
    const parts = [Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(ascii + more), le];
    const expected = `\ufeff${text}${ascii}${more}${text}`;
    expect(Buffer.from(decodeText(chunkOf(Buffer.concat(parts))).bytes).toString()).toBe(expected);
    const swapped = parts.map((part, i) => (i === 1 ? part : Buffer.from(part).swap16()));
    expect(Buffer.from(decodeText(chunkOf(Buffer.concat(swapped))).bytes).toString()).toBe(expected);
  });
});

test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-16 behind ASCII', Buffer.concat([Buffer.from('A=1\n'), Buffer.from('B=2\n'.repeat(200), 'utf16le')])],
  ['UTF-8 with a few NULs', Buffer.from(`\0\0${text}\0`)],
  ['nothing', Buffer.alloc(0)],
  ['numbers in binary', Buffer.from(Uint32Array.from({ length: 200 }, (_, i) => i * 70_000).buffer)],
  ['only NULs', Buffer.alloc(600)],
  [
    'a table of small numbers',
    Buffer.from(Uint32Array.from({ length: 256 }, (_, i) => (i * 89 + 1) & 0xff).buffer),
  ],
  ['a table of larger ones', Buffer.from(Uint32Array.from({ length: 256 }, (_, i) => 700 + 41 * i).buffer)],
  ['one of 16 bits', Buffer.from(Uint16Array.from({ length: 512 }, (_, i) => (i * 89 + 1) & 0xff).buffer)],
])('%s stays as it is', (_name, bytes) => {
  const chunk = chunkOf(bytes);
  expect(decodeText(chunk)).toBe(chunk);
});

test.each(['utf-16le', 'utf-32le'])(
  'a long text of %s, in which characters lie across blocks',
  (encoding) => {
    const long = `\ufeffa${'日本 😀😀 naïve\n'.repeat(100_000)}`;
    const bytes = encoding === 'utf-16le' ? Buffer.from(long, 'utf16le') : bytesOf(long, true);
    expect(Buffer.from(decodeText(chunkOf(bytes)).bytes).equals(Buffer.from(long))).toBe(true);
  },
);
