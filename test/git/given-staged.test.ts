import { execFileSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { parseStaged } from '../../src/git/given-staged.ts';
import { readObjects } from '../../src/git/objects.ts';
import { printStaged } from '../../src/git/print-staged.ts';
import { listStaged } from '../../src/git/staged-list.ts';
import { tempRepo } from './temp-repo.ts';

const id = 'a1'.repeat(20);
const entry = `:000000 100644 ${'0'.repeat(40)} ${id} A\0`;
const one = `${entry}a\0end\n`;

test.each([
  ['nothing staged', 'end\nend\n', 0, 0],
  [
    'two files, of which one is gone',
    `${entry}a\0${entry}end\n\0end\n${id} blob 4\nend\n\n${id} missing\nend\n`,
    2,
    1,
  ],
  ['an empty file', `${one}${id} blob 0\n\nend\n`, 1, 1],
])('%s', (_, output, entries, blobs) => {
  const given = parseStaged(Buffer.from(output));
  expect([given?.entries.length, given?.blobs.size]).toEqual([entries, blobs]);
});

test.each([
  ['nothing at all', ''],
  ['git failed at once', 'end\n'],
  ['git failed after the list', one],
  ['git failed after a blob', `${one}${id} blob 1\nx\n`],
  ['no end of the list', `${entry}a\0`],
  ['broken off in a path that reads like the end', `${entry}a\0${entry}end\nend\n`],
  ['broken off in an entry', `${entry}a\0:000000 1end\nend\n`],
  ['an entry without a path', `${entry}\0end\nend\n`],
  ['an id cut short', `${entry.replace('a1 A', ' A')}a\0end\nend\n`],
  ['something before it', `warning: x\n${one}end\n`],
  ['something behind it', `${one}end\nmore`],
  ['a blob cut short', `${one}${id} blob 9\nx\nend\n`],
  ['a blob longer than told', `${one}${id} blob 1\nxx\nend\n`],
  ['another answer', `${one}${id} ambiguous\nend\n`],
])('refused: %s', (_, output) => {
  expect(parseStaged(Buffer.from(output))).toBe(undefined);
});

test.skipIf(process.platform === 'win32')('what git prints is what is read in process', () => {
  const repo = tempRepo();
  onTestFinished(repo.remove);
  for (const name of ['gone', 'kept', 'old']) repo.write(name, `${name}\n`);
  repo.git('add', '-A');
  repo.git('commit', '-qm', 'first');
  repo.git('rm', '-q', 'gone');
  for (const name of ['old', 'new', 'a\nb', 'end\n', 'ä b']) repo.write(name, `${name}end\n\0`);
  repo.write('empty', '');
  repo.git('add', '-A');
  const output = execFileSync('sh', ['-c', printStaged()], { cwd: repo.root, env: repo.env });
  const { entries = [], blobs } = parseStaged(output) ?? {};
  const own = listStaged(repo.root);
  const sorted = (list: typeof own) => list.toSorted((a, b) => a.path.compare(b.path));
  expect(sorted(entries)).toEqual(sorted(own));
  const ids = own.filter(({ status }) => status !== 'D').map(({ newId }) => newId);
  expect(ids.map((blob) => blobs?.get(blob))).toEqual(readObjects(ids, repo.root));
});
