import { deflateRawSync, deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { makeZip } from './make-zip.ts';
import { open } from './open.ts';

const TOO_MUCH = 'f: opened only in part: it holds more than 250 times its size';

/** A zip that lists one file many times. */
function listedOften(data: Buffer, method: number, times: number): Buffer {
  const zip = makeZip({ a: '' });
  const directory = zip.indexOf('PK\x01\x02');
  const local = zip.subarray(0, 31);
  const central = zip.subarray(directory, zip.length - 22);
  const end = Buffer.from(zip.subarray(-22));
  for (const [header, at] of [
    [local, 8],
    [central, 10],
  ] as const) {
    header.writeUInt16LE(method, at);
    header.writeUInt32LE(data.length, at + 10);
  }
  end.writeUInt32LE(times * central.length, 12);
  end.writeUInt32LE(local.length + data.length, 16);
  return Buffer.concat([local, data, ...new Array<Buffer>(times).fill(central), end]);
}

test('many entries that are one stretch of which nothing comes', async () => {
  const empty = Buffer.concat([...new Array<Buffer>(100_000).fill(Buffer.from([0, 0, 0, 0xff, 0xff])), END]);
  expect((await open(listedOften(empty, 8, 5000))).skipped).toEqual([TOO_MUCH]);
});

/** The last block of DEFLATE, without content. */
const END = Buffer.from([3, 0]);

test('tiny files of LZMA that ask for large tables', async () => {
  const properties = 8 + 9 * 4;
  const data = Buffer.from([9, 20, 5, 0, properties, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
  const { skipped } = await open(listedOften(data, 14, 5000));
  expect(skipped).toEqual([
    'f!/a: not opened: its tables are larger than any in use; so are 4999 more in it',
  ]);
});

test('a file that goes on behind its compressed bytes', async () => {
  const text = Buffer.alloc(17 << 20, 'a line\n');
  const data = Buffer.concat([deflateRawSync(text), Buffer.alloc(16 << 20)]);
  const { files, skipped } = await open(listedOften(data, 8, 1));
  expect(files.get('f!/a')!.length).toBeGreaterThanOrEqual(text.length);
  expect(skipped).toEqual([]);
});

function zstd(descriptor: number, ...parts: (Buffer | number[])[]): Buffer {
  return Buffer.concat([[0x28, 0xb5, 0x2f, 0xfd, descriptor], ...parts].map((part) => Buffer.from(part)));
}

test('a zstd frame of a large window and many blocks of one byte', async () => {
  const block = Buffer.from([1 << 3, 0, 0, 0x61]);
  const frame = zstd(0, [17 << 3], Buffer.concat(new Array<Buffer>(20_000).fill(block)));
  expect((await open(frame)).skipped).toEqual([TOO_MUCH]);
});

test('zstd frames that say to hold more than they can', async () => {
  const frame = zstd(0xa0, [0, 0, 0, 6], [1, 0, 0]);
  const { skipped } = await open(Buffer.concat(new Array<Buffer>(1000).fill(frame)));
  expect(skipped).toEqual(['f: damaged: it says to hold more than it can']);
});

test('a zstd tree of which each weight takes no bits', async () => {
  // RFC 8878, section 4.2.1.2: five bytes, of which two are a table whose only symbol has all 32 states.
  const tree = [5, 0xf0, 0x03, 0, 0, 0x80];
  const literals = [0x12, 0xc0, 0x01, ...tree, 1];
  const block = [...literals, 0];
  const frame = zstd(0x20, [1, (block.length << 3) | 5, 0, 0], block);
  expect((await open(frame)).skipped.join()).toMatch(/^f: damaged/);
});

test('a zstd block whose sequences make more than a block holds', async () => {
  // RFC 8878, section 3.1.1.3.2: 98,047 sequences of one code each, of which that of a match is 65,539 bytes.
  const sequences = [0xff, 0xff, 0xff, 0x54, 0, 2, 52, 0x80];
  const block = [(1 << 3) | 1, 0x61, ...sequences];
  const frame = zstd(0x20, [255], [(block.length << 3) | 5, 0, 0], block);
  expect((await open(frame)).skipped.join()).toMatch(/^f: damaged/);
});

test('zstd blocks that say to have more literals than a block holds', async () => {
  const literals = [0xfd, 0xff, 0xff, 0x61, 0];
  const block = Buffer.from([(literals.length << 3) | 4, 0, 0, ...literals]);
  const frame = zstd(0x20, [255], Buffer.concat(new Array<Buffer>(5000).fill(block)), [1, 0, 0]);
  expect((await open(frame)).skipped.join()).toMatch(/^f: damaged/);
});

test('what stands before the damage in a zstd frame that is all there', async () => {
  const damaged = [(3 << 1) | 1, 0, 0];
  const { files, skipped } = await open(zstd(0x20, [7], [6 << 3, 0, 0], Buffer.from('hidden'), damaged));
  expect([...files.values()]).toEqual(['hidden']);
  expect(skipped.join()).toMatch(/^f: damaged/);
});

test('an ar archive of many files whose name stands before very many others', async () => {
  const header = (name: string, size: number) =>
    Buffer.from(`${name.padEnd(48)}${String(size).padEnd(10)}\`\n`);
  const names = Buffer.alloc(1 << 20, '\n');
  names.write('name/');
  const files = new Array<Buffer>(20_000).fill(header('/0', 0));
  const { paths } = await open(
    Buffer.concat([Buffer.from('!<arch>\n'), header('//', 1 << 20), names, ...files]),
  );
  expect(paths).toEqual(new Array(20_000).fill('f!/name'));
});

test('a database whose rows are one stretch of a page', async () => {
  const page = Buffer.alloc(1 << 16);
  page.write('SQLite format 3\0');
  page.writeUInt16BE(1, 16);
  page.writeUInt8(13, 100);
  page.writeUInt16BE(29_000, 103);
  for (let i = 0; i < 29_000; i++) page.writeUInt16BE(60_000, 108 + 2 * i);
  const [size, row] = [[0x9f, 0x20], [1]];
  page.set([...size, ...row, ...size], 60_000);
  expect((await open(page)).skipped).toEqual([TOO_MUCH]);
});

test('cells of a notebook are read however deep their values lie', async () => {
  const depth = 20_000;
  const output = `${'["a",'.repeat(depth)}[]${',"b"]'.repeat(depth)}`;
  const { skipped } = await open(Buffer.from(`{"nbformat":4,"cells":[{"outputs":${output}}]}`), 'f');
  expect(skipped).toEqual([]);
});

/** Objects of a PDF, numbered from 1. */
function pdf(...objects: string[]): Buffer {
  return Buffer.from(
    `%PDF-1.7\n${objects.map((object, i) => `${i + 1} 0 obj ${object} endobj\n`).join('')}`,
    'latin1',
  );
}

const stream = (content: string) => `<< /Length ${content.length} >> stream\n${content}\nendstream`;

test('text of a PDF that is made to be slow', async () => {
  const page = '<< /Type /Page /Resources << /Font << /F 3 0 R >> >> /Contents 2 0 R >>';
  const cmap = (body: string) =>
    stream(
      `begincmap begincodespacerange <00> <ff> beginbfrange ${body} endbfrange beginbfchar <78> <0079> endbfchar`,
    );
  const shown = async (before: string, body: string) => {
    const text = `BT ${before} /F 1 Tf (x) Tj ET`;
    const bytes = pdf(page, stream(text), '<< /ToUnicode 4 0 R >>', cmap(body));
    return (await open(bytes)).files.get('f!/page 1');
  };
  expect(await shown(`${'1'.repeat(1 << 20)}x`, '')).toBe('y');
  expect(await shown('', '<1><2>['.repeat(1 << 17))).toBe('y');
  expect(await shown('', `<1><2>[${'<'.repeat(1 << 20)}]`)).toBe('y');
});

test('objects of a PDF that do not end', async () => {
  const bytes = Buffer.from(
    `%PDF-1.7\n${'1 0 obj stream\nx\nendstream\n'.repeat(200_000)}2 0 obj${stream('secret')}`,
  );
  expect((await open(bytes)).files.get('f!/stream 2')).toContain('secret');
});

test('pages of a PDF that share their fonts and their many contents', async () => {
  const fonts = Array.from({ length: 10_000 }, (_, i) => `/F${i} 3 0 R`).join(' ');
  const page = '<< /Type /Page /Resources 1 0 R /Contents 2 0 R >>';
  const pages = new Array<string>(10_000).fill(page);
  const shared = `<< /Font << ${fonts} >> >>`;
  const font = '<< /Type /Font >>';
  const { files } = await open(pdf(shared, stream('BT /F9 1 Tf (x) Tj ET'), font, ...pages));
  expect(files.size).toBe(10_000);
  const { skipped } = await open(pdf(shared, `[${'3 0 R '.repeat(10_000)}]`, stream(''), ...pages));
  expect(skipped).toEqual([TOO_MUCH]);
});

test('object streams of a PDF count', async () => {
  const packed = deflateSync(Buffer.alloc(16 << 20, 32)).toString('latin1');
  const object = `<< /Type /ObjStm /First 0 /Filter /FlateDecode /Length ${packed.length} >> stream\n${packed}\nendstream`;
  const { skipped } = await open(pdf(...new Array<string>(20).fill(object)));
  expect(skipped).toEqual([TOO_MUCH]);
});

/** DEFLATE that is damaged at its end, with a text between very many blocks of which nothing comes. */
function hiddenText(): Buffer {
  const stored = (text: string) =>
    Buffer.from([0, text.length, 0, 0xff - text.length, 0xff, ...Buffer.from(text)]);
  const empty = new Array<Buffer>(100_000).fill(stored(''));
  const damaged = Buffer.from([7]);
  return Buffer.concat([...empty, stored('hidden'), ...empty, damaged]);
}

test('text of a damaged file behind very many blocks of which nothing comes', async () => {
  const { files, skipped } = await open(listedOften(hiddenText(), 8, 1));
  expect(files.get('f!/a')).toBe('hidden');
  expect(skipped).toEqual([expect.stringContaining('f!/a: damaged')]);
});

test('the same in gzip', async () => {
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  const { files, skipped } = await open(Buffer.concat([header, hiddenText()]));
  expect([...files.values()]).toEqual(['hidden']);
  expect(skipped).toEqual([expect.stringContaining('damaged')]);
});

test('a name in gzip that never ends', async () => {
  const header = Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]);
  const { skipped } = await open(Buffer.concat([header, Buffer.alloc(4 << 20, 'a')]));
  expect(skipped).toEqual([expect.stringContaining('nothing comes of a part of it')]);
});

test('what follows the end of a large file that does not say how long it is', async () => {
  const large = Buffer.alloc(17 << 20, 'all work and no play\n');
  const data = Buffer.concat([deflateRawSync(large), Buffer.alloc(1 << 20, 1)]);
  const { files, skipped } = await open(listedOften(data, 8, 1));
  expect(files.get('f!/a')!.length).toBeGreaterThanOrEqual(large.length);
  expect(skipped).toEqual([]);
});
