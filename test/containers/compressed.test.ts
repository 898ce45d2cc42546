import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { open } from './open.ts';
import { hasTool, workshop } from './tools.ts';

const TEXT = Array.from({ length: 30_000 }, (_, i) => `line ${i * 7919} of the text\n`).join('');

const tools = [
  { name: 'gzip', command: 'gzip' },
  { name: 'bzip2', command: 'bzip2' },
  { name: 'xz', command: 'xz' },
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
