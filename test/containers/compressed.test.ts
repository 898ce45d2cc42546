import { randomBytes } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { containerKind } from '../../src/containers/container-kind.ts';
import { open } from './open.ts';
import { hasTool, workshop } from './tools.ts';

const TEXT = Array.from({ length: 30_000 }, (_, i) => `line ${i * 7919} of the text\n`).join('');

const tools = [
  { name: 'gzip', command: 'gzip' },
  { name: 'bzip2', command: 'bzip2' },
  { name: 'xz', command: 'xz' },
  { name: 'lzip', command: 'lzip' },
  { name: 'zstd', command: 'zstd' },
].map((tool) => ({ ...tool, isHere: hasTool(tool.command) }));

for (const { name, command, isHere } of tools) {
  test.skipIf(!isHere)(`${name}: a file, several files behind each other, one that breaks off`, async () => {
    const shop = workshop();
    shop.write('a', TEXT);
    shop.run('sh', '-c', `${command} -c a > x; ${command} -c a >> x`);
    const twice = shop.read('x');
    const { files, layers, skipped } = await open(twice, 'a.txt.gz');
    expect(skipped).toEqual([]);
    expect(files.get('a.txt.gz') === TEXT + TEXT).toBe(true);
    expect(layers.get('a.txt.gz')).toEqual([name]);
    const cut = await open(twice.subarray(0, Math.floor(twice.length * 0.4)), 'a.txt.gz');
    expect(cut.skipped.join()).toMatch(/^a\.txt\.gz: damaged/);
    expect(TEXT.startsWith(cut.files.get('a.txt.gz') ?? '')).toBe(true);
  });

  test.skipIf(!isHere)(`${name}: nothing, one byte, random bytes`, async () => {
    const shop = workshop();
    for (const [file, command2] of [
      ['nothing', ': > nothing'],
      ['byte', 'printf x > byte'],
      ['random', 'head -c 300000 /dev/urandom > random'],
    ]) {
      shop.run('sh', '-c', `${command2}; ${command} -c ${file} > x`);
      const { files } = await open(shop.read('x'), 'f');
      expect((files.get('f') ?? '') === shop.read(file!).toString('latin1'), file).toBe(true);
    }
  });

  test.skipIf(!isHere)(`${name}: a file larger than is held comes in stretches`, async () => {
    const shop = workshop();
    shop.run('sh', '-c', `seq 1 4000000 > a; ${command} -1 -c a > x`);
    const whole = shop.read('a').toString('latin1');
    const { files, skipped } = await open(shop.read('x'), 'f');
    expect(skipped).toEqual([]);
    const text = files.get('f')!;
    expect(text.length).toBeGreaterThan(whole.length);
    expect(text.startsWith(whole.slice(0, 16 << 20))).toBe(true);
    expect(text.endsWith(whole.slice(-(1 << 20)))).toBe(true);
  });
}

const others = [
  { name: 'lzma', command: 'xz', line: 'xz --format=lzma -c' },
  { name: 'brotli', command: 'brotli', line: 'brotli -c' },
  { name: 'brotli', command: 'brotli', line: 'brotli -q 1 -w 16 -c' },
  { name: 'compress', command: 'compress', line: 'compress -f -c' },
  { name: 'compress', command: 'compress', line: 'compress -f -b 12 -c' },
].map((tool) => ({ ...tool, isHere: hasTool(tool.command) }));

for (const { name, line, isHere } of others) {
  test.skipIf(!isHere)(`${line}: a text, random bytes behind one, one that breaks off`, async () => {
    const shop = workshop();
    shop.write('a', TEXT);
    const random = randomBytes(200_000);
    shop.write('b', Buffer.concat([Buffer.from(TEXT), random, Buffer.from(TEXT)]));
    shop.run('sh', '-c', `${line} a > x; ${line} b > y`);
    const bytes = shop.read('x');
    const { files, layers, skipped } = await open(bytes, 'a.x');
    expect(skipped).toEqual([]);
    expect(files.get('a.x') === TEXT).toBe(true);
    expect(layers.get('a.x')).toEqual([name]);
    const mixed = await open(shop.read('y'), 'b.x');
    expect(mixed.files.get('b.x') === shop.read('b').toString('latin1')).toBe(true);
    const cut = (await open(bytes.subarray(0, bytes.length / 2), 'a.x')).files.get('a.x')!;
    expect(cut.length).toBeGreaterThan(TEXT.length / 4);
    expect(TEXT.startsWith(cut)).toBe(true);
  });
}

test('zlib, as git keeps objects', async () => {
  for (const level of [1, 6, 9]) {
    const { files, layers } = await open(deflateSync(`blob ${TEXT.length}\0${TEXT}`, { level }));
    expect(files.get('f')?.endsWith(TEXT)).toBe(true);
    expect(layers.get('f')).toEqual(['zlib']);
  }
});

test.each([
  ['lzip', Buffer.from('LZIP\x01\x0c'.repeat(200_000), 'latin1')],
  ['lzma', Buffer.concat([Buffer.from([0x5d, 0, 0, 0x80, 0]), Buffer.alloc(8, 0xff), Buffer.alloc(70_000)])],
  ['brotli', brotliCompressSync(Buffer.concat([Buffer.from(TEXT), Buffer.alloc(300 << 20)]))],
])('a bomb of %s ends', async (_name, bytes) => {
  const { skipped } = await open(bytes);
  expect(skipped).toHaveLength(1);
  expect(skipped[0]).toMatch(/^f: (damaged|opened only in part|not opened)/);
});

test.each([
  ['an image', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(4000)])],
  ['random bytes', randomBytes(4000)],
  ['text', Buffer.from('x\x01 is text, and ] too, with LZIP in it')],
  ['text in Latin-1', Buffer.from('caf\xe9 '.repeat(200), 'latin1')],
])('%s is no container', (_name, bytes) => {
  expect(containerKind(bytes)).toBeUndefined();
});

test('an archive in an archive, to the depth that is asked for', async () => {
  let bytes = Buffer.from('the innermost text');
  for (let i = 0; i < 4; i++) bytes = gzipSync(bytes);
  const three = await open(bytes, 'f', 3);
  expect(three.skipped).toEqual(['f: not opened: it is deeper than 3 archives (--max-archive-depth)']);
  expect((await open(bytes, 'f', 4)).files.get('f')).toBe('the innermost text');
});

test('a bomb ends at a multiple of its size', async () => {
  let bytes: Buffer = Buffer.alloc(100 << 20);
  bytes = gzipSync(bytes);
  const { skipped } = await open(bytes, 'f');
  expect(skipped).toEqual(['f: opened only in part: it holds more than 250 times its size']);
});

test.skipIf(!hasTool('zstd'))('zstd behind frames that are to be skipped', async () => {
  const shop = workshop();
  shop.write('a', TEXT);
  shop.run('sh', '-c', 'zstd -q -c a > x');
  const skipped = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
  const { files } = await open(Buffer.concat([skipped, skipped, shop.read('x')]));
  expect(files.get('f') === TEXT).toBe(true);
  const long = Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0, 9, 0, 0]), Buffer.alloc(2304)]);
  expect((await open(long)).skipped).toEqual(['f: not opened: no frame of Zstandard is in it']);
});

const hasXz = hasTool('xz');

test.skipIf(!hasXz).each(['--delta=dist=1', '--powerpc'])('xz: what %s changed is named', async (filter) => {
  const shop = workshop();
  shop.write('a', TEXT);
  shop.run('sh', '-c', `xz -c ${filter} --lzma2 a > x`);
  const { files, skipped } = await open(shop.read('x'), 'a.xz');
  expect(skipped.join()).toMatch(/^a\.xz: not opened: it is changed by filter [35]$/);
  expect(files.get('a.xz') ?? '').toBe('');
});
