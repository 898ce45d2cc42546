import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findGitPlaces } from '../../../src/git/git-places.ts';
import { openObjectStore } from '../../../src/git/objects/object-store.ts';
import { commitHistory, folder, type TempRepo, tempRepo, text } from '../temp-repo.ts';

const made: TempRepo[] = [];
afterEach(() => {
  for (const repo of made.splice(0)) repo.remove();
});

function newRepo(...init: string[]): TempRepo {
  const repo = tempRepo(...init);
  made.push(repo);
  return repo;
}

/** Type and content of every object, as git prints them. */
function objectsOfGit(
  repo: TempRepo,
  env: NodeJS.ProcessEnv = {},
): Map<string, { type: string; bytes: Buffer }> {
  const output = repo.raw(['cat-file', '--batch-all-objects', '--batch', '--unordered'], { env });
  const objects = new Map<string, { type: string; bytes: Buffer }>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const [oid, type, size] = output.toString('latin1', at, end).split(' ');
    objects.set(oid!, { type: type!, bytes: output.subarray(end + 1, end + 1 + Number(size)) });
    at = end + 2 + Number(size);
  }
  return objects;
}

function expectSameAsGit(repo: TempRepo, env: NodeJS.ProcessEnv = {}, atLeast = 20): void {
  const expected = objectsOfGit(repo, env);
  expect(expected.size).toBeGreaterThanOrEqual(atLeast);
  const store = openObjectStore(findGitPlaces(repo.root, env)!);
  for (const [oid, { type, bytes }] of expected) {
    const result = store.read(oid);
    expect(result).toMatchObject({ kind: 'object', type });
    expect(result.kind === 'object' && result.bytes.equals(bytes)).toBe(true);
  }
  const absent = 'ab'.repeat(store.hashBytes);
  expect(store.read(absent)).toEqual({ kind: 'missing' });
  store.close();
}

function packFiles(repo: TempRepo, extension: string): string[] {
  const dir = join(repo.root, '.git/objects/pack');
  return readdirSync(dir)
    .filter((name) => name.endsWith(extension))
    .map((name) => join(dir, name));
}

const shapes: [string, (repo: TempRepo) => void][] = [
  ['loose objects', () => {}],
  ['one pack', (repo) => repo.git('gc', '-q')],
  [
    'a pack and loose objects',
    (repo) => {
      repo.git('gc', '-q');
      repo.write('late.txt', 'late\n');
      repo.git('add', '-A');
      repo.git('commit', '-q', '-m', 'late');
      repo.git('tag', '-a', 'v1', '-m', 'a tag');
    },
  ],
  [
    'several packs',
    (repo) => {
      repo.git('repack', '-q', '-d');
      repo.write('late.txt', text(7, 50));
      repo.git('add', '-A');
      repo.git('commit', '-q', '-m', 'late');
      repo.git('repack', '-q', '-d');
    },
  ],
  [
    'a multi-pack-index and a pack that it does not know',
    (repo) => {
      repo.git('repack', '-q', '-d');
      repo.git('commit', '-q', '--allow-empty', '-m', 'empty');
      repo.git('repack', '-q', '-d');
      repo.git('multi-pack-index', 'write');
      repo.git('commit', '-q', '--allow-empty', '-m', 'another');
      repo.git('repack', '-q', '-d');
    },
  ],
  [
    'deltas that name their base by id',
    (repo) => repo.git('-c', 'repack.useDeltaBaseOffset=false', 'repack', '-q', '-a', '-d', '-f'),
  ],
  [
    '64-bit offsets in the index',
    (repo) => {
      repo.git('gc', '-q');
      for (const index of packFiles(repo, '.idx')) rmSync(index);
      for (const rev of packFiles(repo, '.rev')) rmSync(rev);
      repo.git('index-pack', '--index-version=2,0x40', packFiles(repo, '.pack')[0]!);
    },
  ],
  ['no compression', (repo) => repo.git('-c', 'pack.compression=0', 'repack', '-q', '-a', '-d', '-F')],
];

test.each(shapes)('reads what git reads: %s', (_name, shape) => {
  for (const format of ['sha1', 'sha256']) {
    const repo = newRepo(`--object-format=${format}`);
    commitHistory(repo, 6);
    shape(repo);
    expectSameAsGit(repo);
  }
});

test('reads alternates, those of alternates too', () => {
  const origin = newRepo();
  commitHistory(origin, 5);
  origin.git('gc', '-q');
  const parent = newRepo();
  parent.git('clone', '-q', '--shared', origin.root, 'middle');
  const middle = folder(join(parent.root, 'middle'));
  middle.git('commit', '-q', '--allow-empty', '-m', 'middle');
  parent.git('clone', '-q', '--shared', middle.root, 'last #one');
  const last = folder(join(parent.root, 'last #one'));
  last.git('commit', '-q', '--allow-empty', '-m', 'last');
  expectSameAsGit(last);
});

test('reads a linked work tree and a folder below it', () => {
  const repo = newRepo();
  commitHistory(repo, 4);
  repo.git('worktree', 'add', '-q', 'linked');
  expectSameAsGit(folder(join(repo.root, 'linked')), {}, 15);
  expectSameAsGit(folder(join(repo.root, 'src/deep')), {}, 15);
});

test('reads the directories that the environment names, as in a quarantine', () => {
  const repo = newRepo();
  commitHistory(repo, 3);
  repo.git('gc', '-q');
  const quarantine = join(repo.root, `incoming ${delimiter} 1`);
  mkdirSync(quarantine);
  const env = {
    GIT_OBJECT_DIRECTORY: quarantine,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: `"${join(repo.root, '.git/objects').replaceAll('\\', '/')}"`,
  };
  repo.raw(['hash-object', '-w', '--stdin'], { env, input: 'arrives\n' });
  expect(readdirSync(quarantine)).not.toEqual([]);
  expectSameAsGit(repo, env, 10);
});

test('finds objects that a repack moved meanwhile', () => {
  const repo = newRepo();
  commitHistory(repo, 3);
  repo.git('repack', '-q', '-a', '-d');
  const store = openObjectStore(findGitPlaces(repo.root, {})!);
  const before = repo.git('rev-parse', 'HEAD:grown.txt');
  expect(store.read(before).kind).toBe('object');
  repo.git('commit', '-q', '--allow-empty', '-m', 'more');
  repo.git('repack', '-q', '-a', '-d', '-F');
  expect(store.read(repo.git('rev-parse', 'HEAD~1:grown.txt')).kind).toBe('object');
  expect(store.read(repo.git('rev-parse', 'HEAD')).kind).toBe('object');
  store.close();
});

test('a pack without an index, and objects over the limit', () => {
  const repo = newRepo();
  commitHistory(repo, 3);
  const oid = repo.git('rev-parse', 'HEAD:grown.txt');
  const size = Number(repo.git('cat-file', '-s', oid));
  const limited = () => {
    const store = openObjectStore(findGitPlaces(repo.root, {})!, size - 1);
    const result = store.read(oid);
    store.close();
    return result;
  };
  expect(limited()).toEqual({ kind: 'too-large', size });
  repo.git('gc', '-q');
  expect(limited()).toEqual({ kind: 'too-large', size });
  renameSync(packFiles(repo, '.idx')[0]!, join(repo.root, 'away'));
  expect(limited()).toEqual({ kind: 'missing' });
});
