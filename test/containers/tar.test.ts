import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { makeZip } from './make-zip.ts';
import { open } from './open.ts';
import { hasTool, workshop } from './tools.ts';

const hasTar = hasTool('tar');
const LONG = `${'folder-with-a-long-name/'.repeat(12)}file.txt`;

test.skipIf(!hasTar).each(['v7', 'ustar', 'pax', 'gnu', 'oldgnu'])('a tar of format %s', async (format) => {
  const shop = workshop();
  shop.write('a/b.txt', 'x'.repeat(1000));
  shop.write('c.txt', 'short');
  shop.run('tar', `--format=${format}`, '-cf', 'x.tar', 'a', 'c.txt');
  const { files, skipped } = await open(shop.read('x.tar'), 'x.tar');
  expect(Object.fromEntries(files)).toEqual({ 'x.tar!/a/b.txt': 'x'.repeat(1000), 'x.tar!/c.txt': 'short' });
  expect(skipped).toEqual([]);
});

test.skipIf(!hasTar).each(['pax', 'gnu'])('long names, %s', async (format) => {
  const shop = workshop();
  shop.write(LONG, 'here');
  shop.run('tar', `--format=${format}`, '-cf', 'x.tar', LONG);
  expect([...(await open(shop.read('x.tar'), 'x.tar')).files]).toEqual([[`x.tar!/${LONG}`, 'here']]);
});

test.skipIf(!hasTar).each(['pax', 'gnu'])('a sparse file, %s', async (format) => {
  const shop = workshop();
  shop.run('sh', '-c', 'truncate -s 3M a; printf "at the end" >> a');
  shop.write('b', 'after');
  shop.run('tar', '-S', `--format=${format}`, '-cf', 'x.tar', 'a', 'b');
  const { files, skipped } = await open(shop.read('x.tar'), 'x.tar');
  expect(files.get('x.tar!/a')).toContain('at the end');
  expect(files.get('x.tar!/b')).toBe('after');
  expect(skipped).toEqual([]);
});

test.skipIf(!hasTar)('a tar that breaks off, or has a damaged header, gives what comes before', async () => {
  const shop = workshop();
  shop.write('a.txt', 'first');
  shop.write('b.txt', 'second '.repeat(300));
  shop.run('tar', '-cf', 'x.tar', 'a.txt', 'b.txt');
  const tar = shop.read('x.tar');
  const cut = await open(tar.subarray(0, 2048), 'x.tar');
  expect(cut.files.get('x.tar!/a.txt')).toBe('first');
  expect(cut.files.get('x.tar!/b.txt')).toContain('second');
  expect(cut.skipped).toEqual(['x.tar!/b.txt: damaged: it breaks off']);
});

test.skipIf(!hasTar)('behind a damaged header, what stands there and the files after it', async () => {
  const shop = workshop();
  shop.write('a.txt', 'first');
  shop.write('b.txt', 'second '.repeat(300));
  shop.write('c.txt', 'third');
  shop.run('tar', '-cf', 'x.tar', 'a.txt', 'b.txt', 'c.txt');
  const tar = shop.read('x.tar');
  tar[1030] = 0xff;
  const damaged = await open(gzipSync(tar), 'x.tgz');
  const files = [...damaged.files].map(([name, text]) => [name, text.replace(/\0+$/, '')]);
  expect(files).toEqual([
    ['x.tgz!/a.txt', 'first'],
    ['x.tgz!/behind a damaged header', 'second '.repeat(300)],
    ['x.tgz!/c.txt', 'third'],
  ]);
  expect(damaged.skipped).toEqual(['x.tgz: damaged: a header in it is damaged']);
});

test.skipIf(!hasTar)('names in a compressed tar, which its bytes do not show', async () => {
  const shop = workshop();
  shop.write('a/one.txt', '1');
  shop.write('two.txt', '2');
  shop.run('tar', '-cf', 'x.tar', 'a', 'two.txt');
  const tar = shop.read('x.tar');
  expect((await open(tar)).names).toEqual(new Map());
  expect((await open(gzipSync(tar))).names).toEqual(new Map([['f', 'a/one.txt\ntwo.txt\n']]));
  const inZip = await open(makeZip({ 'x.tar': tar }));
  expect(inZip.names).toEqual(new Map([['f!/x.tar', 'a/one.txt\ntwo.txt\n']]));
});
