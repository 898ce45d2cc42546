import { constants, gzipSync, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { makeZip } from './make-zip.ts';
import { open } from './open.ts';
import { hasTool, workshop } from './tools.ts';

const hasZip = hasTool('zip');
const hasPython = hasTool('python3');
const LINES = Array.from({ length: 500 }, (_, i) => `line ${i}\n`).join('');

test.skipIf(!hasZip).each([
  ['deflated', []],
  ['stored', ['-0']],
  ['with zip64 fields', ['-fz']],
])('files of a zip, %s', async (_, options) => {
  const shop = workshop();
  shop.write('a/b.txt', LINES);
  shop.write('c.txt', 'short');
  shop.run('zip', '-qr', ...options, 'x.zip', 'a', 'c.txt');
  const { files, skipped } = await open(shop.read('x.zip'), 'x.zip');
  expect(Object.fromEntries(files)).toEqual({ 'x.zip!/a/b.txt': LINES, 'x.zip!/c.txt': 'short' });
  expect(skipped).toEqual([]);
});

test.skipIf(!hasZip)('a zip written to a pipe, sizes behind the data', async () => {
  const shop = workshop();
  shop.write('a.txt', LINES);
  shop.write('b.txt', 'short');
  shop.run('sh', '-c', 'zip -q - a.txt b.txt | cat > x.zip; cat a.txt | zip -q -0 - - | cat > y.zip');
  expect([...(await open(shop.read('x.zip'))).files.values()]).toEqual([LINES, 'short']);
  expect([...(await open(shop.read('y.zip'))).files.values()]).toEqual([LINES]);
});

test.skipIf(!hasZip)('a zip behind a program or a script', async () => {
  const shop = workshop();
  shop.write('a.txt', LINES);
  shop.run('zip', '-q', 'x.zip', 'a.txt');
  const zip = shop.read('x.zip');
  for (const start of ['#!/bin/sh\nexit\n', 'MZ\x90\0', '\x7fELF\x02']) {
    const { files } = await open(Buffer.concat([Buffer.from(start, 'latin1'), zip]));
    expect([...files.values()]).toEqual([LINES]);
  }
});

test.skipIf(!hasZip)('encrypted files are named, the others read', async () => {
  const shop = workshop();
  shop.write('a.txt', LINES);
  shop.write('b.txt', LINES);
  shop.write('c.txt', 'open');
  shop.run('zip', '-q', '-P', 'x', 'x.zip', 'a.txt', 'b.txt');
  shop.run('zip', '-q', 'x.zip', 'c.txt');
  const { files, skipped } = await open(shop.read('x.zip'), 'x.zip');
  expect([...files]).toEqual([['x.zip!/c.txt', 'open']]);
  expect(skipped).toEqual(['x.zip!/a.txt: encrypted; so are 1 more in it']);
});

test.skipIf(!hasZip)('a zip that breaks off gives what is there', async () => {
  const shop = workshop();
  shop.write('a.txt', LINES);
  shop.write('b.txt', LINES);
  shop.run('zip', '-q', 'x.zip', 'a.txt', 'b.txt');
  const zip = shop.read('x.zip');
  const second = zip.indexOf('b.txt');
  const { files, skipped } = await open(zip.subarray(0, second + 400), 'x.zip');
  expect(files.get('x.zip!/a.txt')).toBe(LINES);
  expect(LINES).toContain(files.get('x.zip!/b.txt'));
  expect(files.get('x.zip!/b.txt')!.length).toBeGreaterThan(100);
  expect(skipped.join()).toMatch(/^x\.zip!\/b\.txt: damaged/);
});

test.skipIf(!hasZip)('a file that the directory does not list', async () => {
  const shop = workshop();
  shop.write('a.txt', 'hidden');
  shop.write('b.txt', 'listed');
  shop.run('zip', '-q0', 'a.zip', 'a.txt');
  shop.run('zip', '-q0', 'b.zip', 'b.txt');
  const hidden = shop.read('a.zip');
  const both = Buffer.concat([hidden.subarray(0, hidden.indexOf('PK\x01\x02')), shop.read('b.zip')]);
  expect([...(await open(both)).files.values()]).toEqual(['listed', 'hidden']);
});

test.skipIf(!hasZip)('a file of which directory and own header say different things', async () => {
  const shop = workshop();
  shop.write('a.txt', 'secret in the stored bytes');
  shop.run('zip', '-q0', 'x.zip', 'a.txt');
  const zip = shop.read('x.zip');
  zip.writeUInt32LE(0, zip.indexOf('PK\x01\x02') + 20);
  expect([...(await open(zip)).files.values()]).toEqual(['secret in the stored bytes']);
});

test.skipIf(!hasPython)('names that climb, repeat, are long or no UTF-8', async () => {
  const shop = workshop();
  shop.run(
    'python3',
    '-Wignore',
    '-c',
    `import zipfile
z = zipfile.ZipFile('x.zip', 'w')
for name in ['../../etc/a', '/abs', 'same', 'same', 'n' * 5000, '\\u00e9']: z.writestr(name, name[:5])
z.close()`,
  );
  const { paths } = await open(shop.read('x.zip'), 'x');
  expect(paths.map((name) => name.slice(0, 20))).toEqual([
    'x!/../../etc/a',
    'x!//abs',
    'x!/same',
    'x!/same',
    `x!/${'n'.repeat(17)}`,
    'x!/\u00e9',
  ]);
  expect(Math.max(...paths.map((name) => name.length))).toBeLessThan(1100);
});

test('a file of LZMA that is too short, and those after it', async () => {
  const zip = makeZip({ a: 'x', b: 'after it' });
  zip.writeUInt16LE(14, 8);
  zip.writeUInt16LE(14, zip.indexOf('PK\x01\x02') + 10);
  const { files, skipped } = await open(zip);
  expect(files.get('f!/b')).toBe('after it');
  expect(skipped).toEqual(['f!/a: damaged: it breaks off']);
});

test('a damaged file gives all that stands before the damage', async () => {
  const random = seededRandom('damage');
  const text = Array.from({ length: 9000 }, () => Math.floor(random() * 1e9).toString(36)).join('\n');
  const zip = makeZip({ a: text });
  const data = zip.indexOf('PK\x01\x02') - 31;
  for (const share of [0.02, 0.3, 0.35, 0.9]) {
    const at = 31 + Math.floor(data * share);
    const damaged = Buffer.from(zip);
    damaged.fill(0xff, at, at + 200);
    const found = (await open(damaged)).files.get('f!/a') ?? '';
    const whole = inflateRawSync(zip.subarray(31, at), { finishFlush: constants.Z_SYNC_FLUSH });
    expect(found.startsWith(whole.toString().slice(0, -2))).toBe(true);
    const member = gzipSync(text).fill(0xff, at - 21, at + 200);
    expect((await open(member)).files.get('f')?.startsWith(whole.toString().slice(0, -2))).toBe(true);
  }
});

test.skipIf(!hasPython).each([
  ['bzip2', 'ZIP_BZIP2'],
  ['lzma', 'ZIP_LZMA'],
])('a zip compressed by %s', async (_, method) => {
  const shop = workshop();
  shop.write('a.txt', LINES);
  shop.run(
    'python3',
    '-c',
    `import zipfile; zipfile.ZipFile('x.zip', 'w', zipfile.${method}).write('a.txt')`,
  );
  const { files, skipped } = await open(shop.read('x.zip'));
  expect([...files.values()].map((text) => text === LINES)).toEqual([true]);
  expect(skipped).toEqual([]);
});
