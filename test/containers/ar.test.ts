import { expect, test } from 'vitest';
import { open } from './open.ts';
import { hasTool, workshop } from './tools.ts';

const hasAr = hasTool('ar');
const hasDpkg = hasTool('dpkg-deb');

test.skipIf(!hasAr)('files of an ar archive, of odd sizes and with long names', async () => {
  const shop = workshop();
  const long = 'a-name-that-is-longer-than-its-field.txt';
  shop.write('a.txt', 'odd');
  shop.write(long, 'even');
  shop.write('empty', '');
  shop.run('ar', 'rc', 'x.a', 'a.txt', long, 'empty');
  const { files, skipped } = await open(shop.read('x.a'), 'x.a');
  expect(Object.fromEntries(files)).toEqual({
    'x.a!/a.txt': 'odd',
    [`x.a!/${long}`]: 'even',
    'x.a!/empty': '',
  });
  expect(skipped).toEqual([]);
  const cut = await open(shop.read('x.a').subarray(0, -4), 'x.a');
  expect(cut.files.get('x.a!/a.txt')).toBe('odd');
});

test('a name that BSD and macOS write in front of the content', async () => {
  const name = 'long name.txt\0\0\0';
  const head = [
    '#1/16'.padEnd(16),
    '0'.padEnd(12),
    '0'.padEnd(6),
    '0'.padEnd(6),
    '644'.padEnd(8),
    '22'.padEnd(10),
  ];
  const { files } = await open(Buffer.from(`!<arch>\n${head.join('')}\`\n${name}inside`), 'x.a');
  expect([...files]).toEqual([['x.a!/long name.txt', 'inside']]);
});

test.skipIf(!hasDpkg)('a Debian package: the compressed tars in it count as one archive', async () => {
  const shop = workshop();
  shop.write(
    'p/DEBIAN/control',
    'Package: p\nVersion: 1\nArchitecture: all\nMaintainer: x <x@example.com>\nDescription: x\n',
  );
  shop.write('p/etc/p.conf', 'inside');
  shop.run('dpkg-deb', '--build', '--root-owner-group', 'p', 'x.deb');
  const { files } = await open(shop.read('x.deb'), 'x.deb', 2);
  expect(files.get('x.deb!/data.tar.xz!/./etc/p.conf')).toBe('inside');
});
