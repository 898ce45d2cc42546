import { expect, test } from 'vitest';
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
  tar[1030] = 0xff;
  const damaged = await open(tar, 'x.tar');
  expect([...damaged.files.values()]).toEqual(['first']);
  expect(damaged.skipped).toEqual(['x.tar: damaged: a header in it is damaged']);
});

test.skipIf(!hasTar)(
  'a compressed tar counts as one archive, its files have no layer in their paths',
  async () => {
    const shop = workshop();
    shop.write('a.txt', 'inside');
    shop.run('tar', '-czf', 'x.tgz', 'a.txt');
    const { files, layers } = await open(shop.read('x.tgz'), 'x.tgz', 1);
    expect([...files]).toEqual([['x.tgz!/a.txt', 'inside']]);
    expect(layers.get('x.tgz!/a.txt')).toEqual(['gzip']);
  },
);

test.skipIf(!hasTar)('a size that lies', async () => {
  const shop = workshop();
  shop.write('a.txt', 'inside');
  shop.run('tar', '--format=gnu', '-cf', 'x.tar', 'a.txt');
  const tar = shop.read('x.tar');
  Buffer.from([0x80, 0, 0, 0, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]).copy(tar, 124);
  const sum = tar.subarray(0, 512).reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  const { files, skipped } = await open(tar, 'x.tar');
  expect(files.get('x.tar!/a.txt')).toContain('inside');
  expect(skipped).toEqual(['x.tar!/a.txt: damaged: it breaks off']);
});
