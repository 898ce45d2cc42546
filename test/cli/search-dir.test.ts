import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { filesText, type Pace, paceOf } from '../../src/cli/threads/pace.ts';
import { searchDir } from '../../src/cli/threads/search-dir.ts';
import type { Settings } from '../../src/config/settings.ts';
import { engineOf } from '../helpers/engine.ts';

function folderOf(count: number): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'leakgate-dir-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (let i = 0; i < count; i++) writeFileSync(path.join(folder, `${i}.txt`), 'x');
  return folder;
}

const search = (count: number, jobs: number, pace: Pace) => searchIn(folderOf(count), jobs, pace);

async function searchIn(cwd: string, jobs: number, pace: Pace) {
  const maxFileSize = Number.POSITIVE_INFINITY;
  const files = { paths: ['.'], cwd, root: cwd, gitignore: true, maxFileSize };
  const settings = { exclude: [] as string[], maxFileSize } as unknown as Settings;
  return (await searchDir(engineOf([]), { files, settings, explain: false, jobs, pace })).receipt;
}

test.each([
  [100, 1],
  [1600, 2],
])('an interrupt ends the search of %d files with what was read, on %d threads', async (count, jobs) => {
  const controller = new AbortController();
  const pace: Pace = {
    signal: controller.signal,
    after: (done) => {
      if (done() >= 10) controller.abort('stop');
      return Promise.resolve();
    },
  };
  const { scanned, expected } = await search(count, jobs, pace);
  expect(scanned).toBe(expected);
  expect(scanned).toBeGreaterThanOrEqual(10);
  expect(scanned).toBeLessThan(count);
});

test.skipIf(process.platform !== 'linux')('a name that is not UTF-8 is opened by its bytes', async () => {
  const folder = folderOf(1);
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x61, 0xff])]), 'x');
  const pace = paceOf({ signal: new AbortController().signal, tell: () => {} });
  for (const jobs of [1, 2]) expect((await searchIn(folder, jobs, pace)).scanned).toBe(2);
});

test('nobody interrupts: all files are read', async () => {
  const { scanned } = await search(50, 1, paceOf({ signal: new AbortController().signal, tell: () => {} }));
  expect(scanned).toBe(50);
});

test.each([
  [100, 400, 2, '100 of 400 files, about 6 s left'],
  [400, 400, 2, '400 of 400 files'],
])('%d of %d files after %d s', (done, total, seconds, text) => {
  expect(filesText(done, total, seconds)).toBe(text);
});
