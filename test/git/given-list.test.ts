import { execFileSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { parseStagedList, printStagedList } from '../../src/git/given-list.ts';
import { listStaged } from '../../src/git/staged-list.ts';
import { tempRepo } from './temp-repo.ts';

const entry = `:000000 100644 ${'0'.repeat(40)} ${'a1'.repeat(20)} A\0`;

test.each([
  ['nothing staged', 'end\n', 0],
  ['two files', `${entry}a\0${entry}end\n\0end\n`, 2],
  ['nothing at all', '', undefined],
  ['git failed', `${entry}a\0`, undefined],
  ['broken off in a path that reads like the end', `${entry}a\0${entry}end\n`, undefined],
  ['broken off in an entry', `${entry}a\0:000000 1end\n`, undefined],
  ['an entry without a path', `${entry}\0end\n`, undefined],
  ['an entry cut short', `:000000 100644 ${'0'.repeat(40)} ${'a1'.repeat(19)} A\0a\0end\n`, undefined],
  ['something before it', `warning: x\0a\0${entry}a\0end\n`, undefined],
  ['something after it', `${entry}a\0end\nmore`, undefined],
])('%s', (_, output, count) => {
  expect(parseStagedList(Buffer.from(output))?.length).toBe(count);
});

test.skipIf(process.platform === 'win32')('what git prints is what is read in process', () => {
  const repo = tempRepo();
  onTestFinished(repo.remove);
  for (const name of ['gone', 'kept', 'old']) repo.write(name, `${name}\n`);
  repo.git('add', '-A');
  repo.git('commit', '-qm', 'first');
  repo.git('rm', '-q', 'gone');
  for (const name of ['old', 'new', 'a\nb', 'end\n', 'ä b']) repo.write(name, 'new\n');
  repo.git('add', '-A');
  const output = execFileSync('sh', ['-c', printStagedList()], { cwd: repo.root, env: repo.env });
  const byPath = (list = parseStagedList(output)) => list?.toSorted((a, b) => a.path.compare(b.path));
  expect(byPath()).toEqual(byPath(listStaged(repo.root)));
});
