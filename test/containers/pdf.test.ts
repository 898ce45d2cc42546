import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { expand } from '../../src/containers/expand.ts';
import { chunkOf } from '../helpers/engine.ts';
import { open } from './open.ts';
import { hasTool, workshop } from './tools.ts';

/** A PDF of these objects, without a table of their places. */
function pdf(...objects: (string | Buffer)[]): Buffer {
  const parts = objects.map((object, i) =>
    Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]),
  );
  return Buffer.concat([
    Buffer.from('%PDF-1.7\n'),
    ...parts,
    Buffer.from('trailer << /Root 1 0 R >>\n%%EOF\n'),
  ]);
}

function stream(entries: string, content: string | Uint8Array): Buffer {
  const head = `<< ${entries} /Length ${Buffer.from(content).length} >>\nstream\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\nendstream')]);
}

const deflated = (content: string | Uint8Array, entries = '') =>
  stream(`/Filter /FlateDecode ${entries}`, deflateSync(content));
const CATALOG = '<< /Type /Catalog /Pages 2 0 R >>';
const PAGES = '<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources << /Font << /F1 5 0 R >> >> >>';
const PAGE = '<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>';
const FONT = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';

async function pageText(content: Buffer, ...more: (string | Buffer)[]) {
  const { files, skipped } = await open(pdf(CATALOG, PAGES, PAGE, content, ...more), 'x.pdf');
  expect(skipped).toEqual([]);
  return files.get('x.pdf!/page 1');
}

test.each([
  ['plain strings', 'BT /F1 12 Tf (Hello) Tj ET', 'Hello'],
  ['escapes and parentheses', 'BT (a\\(b\\)(c)\\101\\n\\\nd) Tj ET', 'a(b)(c)A\nd'],
  ['hex', 'BT <48 65 6c6C6f> Tj ET', 'Hello'],
  ['lists with gaps', 'BT [(Hel) -20 (lo) -400 (you)] TJ ET', 'Hello you'],
  [
    'lines',
    'BT 72 700 Td (one) Tj 0 -14 Td (two) Tj T* (three) Tj (four) \' 1 2 (five) " ET',
    'one\ntwo\nthree\nfour\nfive',
  ],
  ['pieces of a line', 'BT 1 0 0 1 72 700 Tm (a) Tj 1 0 0 1 90 700 Tm (b) Tj ET', 'a b'],
  ['an image between', 'BT (a) Tj ET BI /W 1 ID (\x00( EI BT (b) Tj ET', 'a b'],
  ['names of no operator', 'constructor __proto__ toString BT (a) Tj ET', 'a'],
])('text of a PDF: %s', async (_, content, text) => {
  expect(await pageText(deflated(content), FONT)).toBe(text);
  expect(await pageText(stream('', content), FONT)).toBe(text);
});

test('letters that are placed one by one are found together too', async () => {
  const bytes = pdf(CATALOG, PAGES, PAGE, deflated('BT (k) Tj 6 0 Td (e) Tj 6 0 Td (y) Tj ET'), FONT);
  const texts = [];
  for await (const item of expand(chunkOf(bytes, 'x'), 'pdf', 1))
    if (item.kind === 'inner') texts.push([Buffer.from(item.chunk.bytes).toString(), item.repeats]);
  expect(texts).toContainEqual(['k e y', false]);
  expect(texts).toContainEqual(['key', true]);
});

test('a font whose codes are its own', async () => {
  const map = `begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange
    1 beginbfchar <0003> <0048> endbfchar
    2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <00790079>] endbfrange endcmap`;
  const font = '<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 6 0 R >>';
  const content = deflated('BT /F1 9 Tf <0003001000110012> Tj <00200021> Tj ET');
  expect(await pageText(content, font, deflated(map))).toBe('Habcxyy');
});

test('ASCII85 around the compression, and a length that another object says', async () => {
  const content = Buffer.from('BT (Hello) Tj ET');
  let text = '';
  const packed = deflateSync(content);
  for (let i = 0; i < packed.length; i += 4) {
    const four = Buffer.concat([packed.subarray(i, i + 4), Buffer.alloc(4)]).subarray(0, 4);
    const digits = [];
    for (let value = four.readUInt32BE(), n = 0; n < 5; n++, value = Math.floor(value / 85))
      digits.unshift(value % 85);
    const word = four.every((byte) => byte === 0)
      ? 'z'
      : digits.map((digit) => String.fromCharCode(33 + digit)).join('');
    text += i + 4 <= packed.length ? word : word.slice(0, packed.length - i + 1);
  }
  const head = '<< /Filter [/ASCII85Decode /FlateDecode] /Length 9 0 R >>\nstream\r\n';
  expect(await pageText(Buffer.from(`${head}${text}~>\nendstream`), FONT)).toBe('Hello');
});

test('objects in object streams, forms, attachments and other streams', async () => {
  const inside = '<< /Type /Page /Parent 2 0 R /Contents 4 0 R >> << /URI (https://example.com) >>';
  const first = '3 0 9 48 ';
  const objects = deflated(first + inside, `/Type /ObjStm /N 2 /First ${first.length}`);
  const form = deflated('BT (in a form) Tj ET', '/Type /XObject /Subtype /Form');
  const attached = deflated(gzipSync('attached'), '/Type /EmbeddedFile');
  const bytes = pdf(
    CATALOG,
    PAGES,
    objects,
    deflated('BT (a) Tj ET'),
    FONT,
    form,
    attached,
    deflated('<x:xmpmeta>'),
  );
  const { files } = await open(bytes, 'x');
  expect(Object.fromEntries(files)).toMatchObject({
    'x!/page 1': 'a',
    'x!/form 6': 'in a form',
    'x!/attachment 7': 'attached',
    'x!/stream 8': '<x:xmpmeta>',
  });
});

test('a font whose name holds the word "stream" does not hide what comes after it', async () => {
  const font = '<< /Type /FontDescriptor /FontName /BitstreamVera >>';
  const { files } = await open(
    pdf(font, CATALOG, '<< /Type /Page /Contents 4 0 R >>', deflated('BT (a) Tj ET')),
  );
  expect(files.get('f!/page 1')).toBe('a');
});

test('what an update has replaced is in the file all the same', async () => {
  const map =
    'begincmap begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <01> <1A> <0061> endbfrange';
  const font = '<< /Type /Font /Subtype /TrueType /ToUnicode 6 0 R >>';
  const before = pdf(CATALOG, PAGES, PAGE, deflated('BT /F1 9 Tf <0F0C04> Tj ET'), font, deflated(map));
  const update = Buffer.concat([
    Buffer.from('4 0 obj\n'),
    deflated('BT (n) Tj ET'),
    Buffer.from('\nendobj\n'),
  ]);
  const texts = [];
  for await (const item of expand(chunkOf(Buffer.concat([before, update]), 'x'), 'pdf', 1))
    if (item.kind === 'inner') texts.push([item.chunk.path, Buffer.from(item.chunk.bytes).toString()]);
  expect(texts).toContainEqual(['x!/page 1', 'n']);
  expect(texts).toContainEqual(['x!/stream 4', 'old']);
});

test('an update of what stood in an object stream is what a page shows', async () => {
  const first = '3 0 ';
  const objects = deflated(
    `${first}<< /Type /Page /Contents 4 0 R >>`,
    `/Type /ObjStm /N 1 /First ${first.length}`,
  );
  const before = pdf(CATALOG, PAGES, objects, deflated('BT (old) Tj ET'), deflated('BT (new) Tj ET'));
  const update = Buffer.from('3 0 obj\n<< /Type /Page /Contents 5 0 R >>\nendobj\n');
  const { files } = await open(Buffer.concat([before, update]));
  expect(files.get('f!/page 1')).toBe('new');
});

test('a stream of more than 16 MiB is read to its end, one of an unknown filter is named', async () => {
  const content = `${'x'.repeat(17 << 20)} end`;
  const bytes = pdf(
    CATALOG,
    deflated(randomBytes(9 << 20).toString('hex') + content),
    stream('/Filter /LZWDecode', 'x'),
  );
  const { files, skipped } = await open(bytes);
  expect(files.get('f!/stream 2')).toMatch(/ end$/);
  expect(skipped).toEqual(['f!/stream 3: not opened: it is compressed by LZWDecode']);
});

test('of a page that is longer than can be held the beginning is read, which is told', async () => {
  const content = `BT (begin) Tj ET ${randomBytes(17 << 20).toString('hex')} BT (end) Tj ET`;
  const { files, skipped } = await open(pdf(CATALOG, PAGES, PAGE, deflated(content), FONT));
  expect(files.get('f!/page 1')).toBe('begin');
  expect(skipped).toEqual(['f!/page 1: opened only in part: it is longer than 32 MiB']);
});

test('an encrypted PDF is named', async () => {
  const bytes = Buffer.concat([pdf(CATALOG), Buffer.from('trailer << /Encrypt 9 0 R >>')]);
  expect((await open(bytes, 'x')).skipped).toEqual(['x: not opened: encrypted']);
});

const hasChromium = hasTool('chromium');

test.skipIf(!hasChromium)('a page that a browser printed', async () => {
  const shop = workshop();
  shop.write('x.html', '<h1>Heading</h1><pre>KEY=abc_DEF-0123456789\nsecond  line</pre>');
  const page = pathToFileURL(shop.path('x.html')).href;
  shop.run('chromium', '--headless', '--no-sandbox', '--disable-gpu', '--print-to-pdf=x.pdf', page);
  const { files } = await open(shop.read('x.pdf'), 'x');
  expect(files.get('x!/page 1')).toContain('Heading');
  expect(files.get('x!/page 1')).toContain('\nKEY=abc_DEF-0123456789\n');
});
