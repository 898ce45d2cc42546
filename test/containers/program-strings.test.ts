import { expect, test } from 'vitest';
import { makeZip } from './make-zip.ts';
import { open } from './open.ts';
import { hasTool, workshop } from './tools.ts';

/** As long as the code of the letter `9`, which stands in front of it. */
const TOKEN = `acme_${'a1B2'.repeat(13)}`;
const u2 = (number: number) => [number >> 8, number & 0xff];
const utf8 = (text: string) => [1, ...u2(text.length), ...Buffer.from(text)];

function classOf(...constants: number[][]): Buffer {
  return Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61, ...u2(constants.length + 2), ...constants.flat()]);
}

const long = [5, 0, 0, 0, 0, 0, 0, 0, 1];
const program = classOf(utf8('Main'), long, [8, 0, 1], utf8(TOKEN), utf8('x'.repeat(10)));

/** A dex file without anything but strings. */
function dexOf(...strings: string[]): Buffer {
  const header = Buffer.alloc(0x70);
  header.write('dex\n035\0');
  const ids = Buffer.alloc(4 * strings.length);
  header.writeUInt32LE(strings.length, 0x38);
  header.writeUInt32LE(header.length, 0x3c);
  const items = strings.map((text) => Buffer.from([text.length, ...Buffer.from(text), 0]));
  let at = header.length + ids.length;
  for (const [i, item] of items.entries()) {
    ids.writeUInt32LE(at, 4 * i);
    at += item.length;
  }
  return Buffer.concat([header, ids, ...items]);
}

test.each([
  ['class', program],
  ['dex', dexOf('short', TOKEN, 'a string in between')],
])('strings of a %s whose length reads as a letter', async (_name, bytes) => {
  const { files, skipped } = await open(bytes);
  expect([...files]).toEqual([['f!/strings', `${TOKEN}\n`]]);
  expect(skipped).toEqual([]);
});

test('they are no further container', async () => {
  const jar = makeZip({ 'a.jar': makeZip({ 'Main.class': program }) });
  const { files, skipped } = await open(jar, 'f', 2);
  expect(files.get('f!/a.jar!/Main.class!/strings')).toBe(`${TOKEN}\n`);
  expect(skipped).toEqual([]);
});

test('what breaks off gives what stands before', async () => {
  const { files, skipped } = await open(program.subarray(0, -8));
  expect([files.get('f!/strings'), skipped]).toEqual([`${TOKEN}\n`, []]);
  const cut = await open(classOf(utf8(TOKEN), [99, 0, 0]));
  expect([cut.files.get('f!/strings'), cut.skipped]).toEqual([
    `${TOKEN}\n`,
    ['f!/strings: damaged: a constant in it is impossible'],
  ]);
});

test('a dex file of lengths without end takes little time', { timeout: 5000 }, async () => {
  const bytes = Buffer.alloc(4 << 20, 0x80);
  dexOf('a').copy(bytes, 0, 0, 0x70);
  bytes.writeUInt32LE(500_000, 0x38);
  expect((await open(bytes)).skipped).toEqual([]);
});

test.skipIf(!hasTool('python3'))('strings of a compiled module of Python', async () => {
  const shop = workshop();
  const value = 'k'.repeat(300);
  shop.write(
    'a.py',
    `def f(a='${TOKEN}'):\n  return '${TOKEN.slice(0, 40)}', None, '${value}', 'naïve text'\n`,
  );
  shop.run('python3', '-c', "import py_compile; py_compile.compile('a.py', cfile='a.pyc')");
  const { files } = await open(shop.read('a.pyc'));
  const strings = files.get('f!/strings')!.split('\n');
  expect(strings).toEqual(expect.arrayContaining([TOKEN, TOKEN.slice(0, 40), value]));
});

test.each([
  ['a fat program of macOS', Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2, ...new Array(100).fill(0)])],
  ['a text', Buffer.from('a\r\r\nand another line\r\n')],
])('%s is none', async (_name, bytes) => {
  expect([...(await open(bytes)).files]).toEqual([]);
});
