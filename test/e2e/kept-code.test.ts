import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeRepo, type Repo, tokenLine } from '../helpers/repo.ts';

const hasOwnCache = Number.parseInt(process.versions.node, 10) >= 22;

function codeFolder({ home }: Repo): string {
  const parts = process.platform === 'darwin' ? ['Library', 'Caches'] : ['.cache'];
  return path.join(home, ...parts, 'leakgate', 'code');
}

/** A repository whose first commit has been checked, and a secret staged for the next. */
function afterOneRun(): Repo {
  const repo = makeRepo();
  repo.add('README.md', 'hello\n');
  expect(repo.leakgate(['hook', 'run', 'pre-commit'])).toMatchObject({ status: 0, all: '' });
  repo.add('.env', tokenLine());
  return repo;
}

describe.skipIf(hasOwnCache || process.platform === 'win32')('code that an earlier run kept', () => {
  const half = (bytes: Buffer) => Math.floor(bytes.length / 4);

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['whole', (bytes) => bytes],
    ['empty', () => Buffer.alloc(0)],
    ['cut short', (bytes) => bytes.subarray(0, half(bytes))],
    ['zeros in its middle', (bytes) => Buffer.from(bytes).fill(0, half(bytes), half(bytes) + 512)],
    ['of another file', (bytes) => Buffer.concat([bytes.subarray(0, -5), Buffer.from('x.cjs')])],
    ['of another V8', (bytes) => Buffer.from(bytes).fill(0xff, 0, 16)],
  ])('%s: the next run finds what it should', (_, damage) => {
    const repo = afterOneRun();
    const names = readdirSync(codeFolder(repo));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const file = path.join(codeFolder(repo), name);
      writeFileSync(file, damage(readFileSync(file)));
    }
    expect(repo.leakgate(['hook', 'run', 'pre-commit']).status).toBe(1);
    expect(readdirSync(codeFolder(repo))).toEqual(expect.arrayContaining(names));
  });

  test('is not run from a folder that others can write to', () => {
    const repo = afterOneRun();
    const [name] = readdirSync(codeFolder(repo));
    const file = path.join(codeFolder(repo), name!);
    chmodSync(codeFolder(repo), 0o777);
    writeFileSync(file, 'not touched');
    expect(repo.leakgate(['hook', 'run', 'pre-commit']).status).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('not touched');
  });
});
