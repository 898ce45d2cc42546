import { expect, test } from 'vitest';
import { open } from './open.ts';
import { hasTool, workshop } from './tools.ts';

const command = ['7zz', '7z', '7za'].find(hasTool);
const LINES = Array.from({ length: 5000 }, (_, i) => `line ${i}\n`).join('');

test.skipIf(!command).each([
  ['LZMA2', ['-m0=LZMA2']],
  ['LZMA', ['-m0=LZMA']],
  ['LZMA with other properties', ['-m0=LZMA:lc=1:lp=2:pb=0']],
  ['a filter for programs', ['-m0=BCJ', '-m1=LZMA2']],
  ['bzip2', ['-m0=BZip2']],
  ['deflate', ['-m0=Deflate']],
  ['nothing', ['-m0=Copy']],
  ['one folder for each file', ['-ms=off']],
  ['a plain header', ['-mhc=off']],
])('files of a 7z archive, %s', async (_, options) => {
  const shop = workshop();
  shop.write('a/b.txt', LINES);
  shop.write('c.txt', 'short');
  shop.write('empty.txt', '');
  shop.run(command!, 'a', ...options, 'x.7z', 'a', 'c.txt', 'empty.txt');
  const { files, names, skipped } = await open(shop.read('x.7z'), 'x.7z');
  expect(skipped).toEqual([]);
  expect(names.get('x.7z')?.split('\n').sort()).toEqual(['', 'a/b.txt', 'c.txt']);
  expect(files.get('x.7z!/c.txt')).toBe('short');
  expect(files.get('x.7z!/a/b.txt') === LINES).toBe(true);
});

test.skipIf(!command).each([
  ['PPMd', ['-m0=PPMd'], 'x.7z!/a.txt: not opened: it is compressed by method 030401'],
  [
    'a filter of four inputs',
    ['-m0=BCJ2', '-m1=LZMA'],
    'x.7z!/a.txt: not opened: its method of compression is not known',
  ],
  ['encrypted', ['-px'], 'x.7z!/a.txt: encrypted'],
  ['encrypted names', ['-px', '-mhe=on'], 'x.7z: not opened: encrypted'],
])('%s is named', async (_, options, skip) => {
  const shop = workshop();
  shop.write('a.txt', LINES);
  shop.run(command!, 'a', ...options, 'x.7z', 'a.txt');
  const { files, skipped } = await open(shop.read('x.7z'), 'x.7z');
  expect(skipped).toEqual([skip]);
  expect(files.size).toBe(0);
});

test.skipIf(!command)('an archive that breaks off has lost its header', async () => {
  const shop = workshop();
  shop.write('a.txt', LINES);
  shop.run(command!, 'a', 'x.7z', 'a.txt');
  const { skipped } = await open(shop.read('x.7z').subarray(0, -10), 'x.7z');
  expect(skipped).toEqual(['x.7z: damaged: it breaks off']);
});
