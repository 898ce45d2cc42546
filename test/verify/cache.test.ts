import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileCache } from '../../src/verify/cache.ts';

const folder = () => join(mkdtempSync(join(tmpdir(), 'leakgate-')), 'deep', 'cache');
const hour = 3_600_000;
const now = () => Date.UTC(2026, 0, 1);
const files = (dir: string) => readdirSync(dir).filter((name) => name.endsWith('.json'));

describe('fileCache', () => {
  test('remembers across instances until its time is over', async () => {
    const dir = folder();
    await fileCache(dir, now).set('a', { status: 'dead' }, now() + hour);
    expect(await fileCache(dir, now).get('a')).toEqual({ status: 'dead' });
    expect(await fileCache(dir, now).get('b')).toBeUndefined();
    expect(await fileCache(dir, () => now() + hour).get('a')).toBeUndefined();
  });

  test('holds neither the question nor anything that leads to it without the key of the machine', async () => {
    const [one, two] = [folder(), folder()];
    for (const dir of [one, two])
      await fileCache(dir, now).set('tok_secret', { status: 'dead' }, now() + hour);
    const all = readdirSync(one).map((name) => name + readFileSync(join(one, name), 'latin1'));
    expect(all.join()).not.toContain('tok_secret');
    expect(files(one)).not.toEqual(files(two));
  });

  test.skipIf(process.platform === 'win32')(
    'lets nobody else read it, and drops a key that others could read',
    async () => {
      const dir = folder();
      await fileCache(dir, now).set('a', 1, now() + hour);
      expect(statSync(dir).mode & 0o777).toBe(0o700);
      for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o077).toBe(0);
      chmodSync(join(dir, 'key'), 0o644);
      expect(await fileCache(dir, now).get('a')).toBeUndefined();
      expect(statSync(join(dir, 'key')).mode & 0o777).toBe(0o600);
    },
  );

  test('forgets what was changed, cut off or copied to another name', async () => {
    const dir = folder();
    const cache = fileCache(dir, now);
    await cache.set('a', { status: 'live' }, now() + hour);
    await cache.set('b', { status: 'live' }, now() + hour);
    const [first, second] = files(dir).map((name) => join(dir, name));
    const text = readFileSync(first!, 'utf8');
    writeFileSync(first!, text.replace('live', 'dead'));
    writeFileSync(second!, text);
    expect([await cache.get('a'), await cache.get('b')]).toEqual([undefined, undefined]);
    truncateSync(first!, 10);
    expect([await cache.get('a'), await cache.get('b')]).toEqual([undefined, undefined]);
  });

  test('works after its maker died before the key was written', async () => {
    const dir = folder();
    await fileCache(dir, now).set('a', 1, now() + hour);
    truncateSync(join(dir, 'key'), 0);
    await fileCache(dir, now).set('a', 2, now() + hour);
    expect(await fileCache(dir, now).get('a')).toBe(2);
  });

  test('serves several at once', async () => {
    const dir = folder();
    const caches = Array.from({ length: 8 }, () => fileCache(dir, now));
    await caches[0]!.get('start');
    await Promise.all(caches.flatMap((cache) => [cache.set('same', 'x'.repeat(5000), now() + hour)]));
    expect(await Promise.all(caches.map((cache) => cache.get('same')))).toEqual(
      caches.map(() => 'x'.repeat(5000)),
    );
    expect(readdirSync(dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('clears what has run out', async () => {
    const dir = folder();
    await fileCache(dir, now).set('a', 1, now() + hour);
    await fileCache(dir, () => now() + 48 * hour).get('b');
    expect(files(dir)).toEqual([]);
  });

  test('is as if it were not there where it can not be written', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'leakgate-')), 'a-file');
    writeFileSync(file, '');
    const cache = fileCache(join(file, 'cache'), now);
    await cache.set('a', 1, now() + hour);
    expect(await cache.get('a')).toBeUndefined();
  });
});
