import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type HistoryReader, openHistory } from '../../../src/git/pack/history-reader.ts';
import type { PackKernel } from '../../../src/git/pack/kernel.ts';
import { randomFrom } from '../random.ts';
import { commitHistory, folder, type TempRepo, tempRepo, text } from '../temp-repo.ts';
import { compilePackKernel } from './compile-kernel.ts';

let kernel: PackKernel;
beforeAll(async () => {
  kernel = await compilePackKernel();
}, 120_000);

const made: TempRepo[] = [];
afterEach(() => {
  for (const repo of made.splice(0)) repo.remove();
});

function newRepo(...init: string[]): TempRepo {
  const repo = tempRepo(...init);
  made.push(repo);
  return repo;
}

function open(repo: TempRepo, env: NodeJS.ProcessEnv = {}): HistoryReader {
  return openHistory({ cwd: repo.root, env, kernel });
}

const digest = (type: string, bytes: Uint8Array): string =>
  `${type} ${createHash('sha1').update(bytes).digest('hex')}`;

/** Type and digest by id; fails when an object comes twice. */
async function objectsOf(reader: HistoryReader): Promise<Map<string, string>> {
  const objects = new Map<string, string>();
  for await (const object of reader.objects()) {
    if (object.kind === 'missing') throw new Error(`missing: ${object.oid}`);
    expect(objects.has(object.oid())).toBe(false);
    expect(object.bytes.length).toBe(object.size);
    objects.set(object.oid(), digest(object.type, object.bytes));
  }
  reader.close();
  return objects;
}

/** The same from git itself, trees left out. */
function objectsOfGit(repo: TempRepo): Map<string, string> {
  const output = repo.raw(['cat-file', '--batch-all-objects', '--batch', '--unordered']);
  const objects = new Map<string, string>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const [oid, type, size] = output.toString('latin1', at, end).split(' ');
    at = end + 2 + Number(size);
    if (type !== 'tree') objects.set(oid!, digest(type!, output.subarray(end + 1, at - 1)));
  }
  return objects;
}

function packFiles(repo: TempRepo, extension: string): string[] {
  const dir = join(repo.root, '.git/objects/pack');
  return readdirSync(dir)
    .filter((name) => name.endsWith(extension))
    .map((name) => join(dir, name));
}

const shapes: [string, (repo: TempRepo) => void][] = [
  ['loose objects', () => {}],
  ['one pack', (repo) => repo.git('gc', '-q', '--aggressive')],
  [
    'several packs with the same objects, and loose ones',
    (repo) => {
      repo.git('repack', '-q', '-a');
      repo.git('commit', '-q', '--allow-empty', '-m', 'more');
      repo.git('repack', '-q', '-a', '-f', '--depth=2');
      repo.git('tag', '-a', 'v1', '-m', 'tag message');
    },
  ],
  [
    'deltas that name their base by id',
    (repo) => repo.git('-c', 'repack.useDeltaBaseOffset=false', 'repack', '-q', '-a', '-d', '-f'),
  ],
  [
    'no compression, long chains',
    (repo) =>
      repo.git('-c', 'pack.compression=0', 'repack', '-q', '-a', '-d', '-F', '--depth=200', '--window=50'),
  ],
  [
    'alternates',
    (repo) => {
      repo.git('gc', '-q');
      repo.git('clone', '-q', '--shared', '.', 'inner');
      const inner = folder(join(repo.root, 'inner'));
      inner.git('commit', '-q', '--allow-empty', '-m', 'inner');
      expect(objectsOfGit(inner).size).toBe(objectsOfGit(repo).size + 1);
    },
  ],
  [
    'large objects',
    (repo) => {
      // Too large for the kernel's arena, a delta on it, and one that lies across a block of the window.
      const random = randomFrom(9);
      const noise = Buffer.from(Uint8Array.from({ length: 1 << 20 }, () => random(256)));
      repo.write('noise', noise);
      repo.write('zeros', Buffer.alloc(33 << 20));
      repo.git('add', '-A');
      repo.git('commit', '-q', '-m', 'large');
      noise.write('changed', 1000);
      repo.write('noise', noise);
      repo.git('commit', '-q', '-a', '-m', 'changed');
      repo.git('gc', '-q');
    },
  ],
];

test.each(shapes)('gives what git gives: %s', async (name, shape) => {
  for (const format of ['sha1', 'sha256']) {
    if (format === 'sha256' && name === 'large objects') continue;
    const repo = newRepo(`--object-format=${format}`);
    commitHistory(repo, 8);
    shape(repo);
    const reader = open(repo);
    expect(reader.name).toBe('packs');
    if (name === 'large objects') await expectLargeObject(reader, repo);
    else expect(await objectsOf(reader)).toEqual(objectsOfGit(repo));
    if (name === 'large objects') continue;
    const byGit = open(repo, { LEAKGATE_GIT_READER: 'cat-file' });
    expect(byGit.name).toBe('cat-file');
    expect(await objectsOf(byGit)).toEqual(objectsOfGit(repo));
  }
});

/** The blob of 33 MB comes in blocks that overlap and cover it; all else as ever. */
async function expectLargeObject(reader: HistoryReader, repo: TempRepo): Promise<void> {
  const large = repo.git('rev-parse', 'HEAD:zeros');
  const expected = objectsOfGit(repo);
  let end = 0;
  for await (const object of reader.objects()) {
    if (object.kind === 'missing') throw new Error('missing');
    if (object.oid() === large) {
      expect(object.start).toBeLessThanOrEqual(Math.max(0, end - 1024));
      end = object.start + object.bytes.length;
    } else expect(expected.get(object.oid())).toBe(digest(object.type, object.bytes));
  }
  reader.close();
  expect(end).toBe(33 << 20);
}

test('an unusual repository is read by git', async () => {
  const repo = newRepo();
  commitHistory(repo, 3);
  repo.git('config', 'core.repositoryFormatVersion', '1');
  repo.git('config', 'extensions.worktreeConfig', 'true');
  expect(open(repo).name).toBe('packs');
  repo.git('gc', '-q');
  const index = packFiles(repo, '.idx')[0]!;
  for (const rev of packFiles(repo, '.rev')) rmSync(rev);
  repo.git('index-pack', '--index-version=1', '-o', `${index}.1`, packFiles(repo, '.pack')[0]!);
  rmSync(index, { force: true });
  writeFileSync(index, readFileSync(`${index}.1`));
  const reader = open(repo);
  expect(reader.name).toBe('cat-file');
  expect(await objectsOf(reader)).toEqual(objectsOfGit(repo));
});

/** Commits versions of two files into which numbered marks are put, moved, changed and taken out. */
function commitMarks(repo: TempRepo, seed: number): void {
  const random = randomFrom(seed);
  const lines = text(seed, 1500).split('\n');
  for (let version = 0; version < 25; version++) {
    for (let edits = random(5); edits >= 0; edits--) {
      const at = random(lines.length);
      const action = random(4);
      if (action === 0) lines.splice(at, random(20));
      else if (action === 1) lines.splice(at, 0, ...text(random(1000), random(9)).split('\n'));
      else lines.splice(at, 0, `mark-${random(60)}-${'x'.repeat(random(40))}-end`);
      if (random(3) === 0)
        lines.splice(random(lines.length), 0, ...lines.splice(random(lines.length), random(40)));
    }
    repo.write(`file-${version % 2}`, lines.join('\n'));
    repo.git('add', '-A');
    repo.git('commit', '-q', '--allow-empty', '-m', `version ${version}`);
  }
}

test.each([1, 2, 3])(
  'the changed regions, and the families of findings, hold all that the blobs hold, seed %i',
  async (seed) => {
    const repo = newRepo();
    commitMarks(repo, seed);
    repo.git('gc', '-q', '--aggressive');
    const marks = (bytes: Uint8Array): string[] =>
      Buffer.from(bytes)
        .toString('latin1')
        .match(/mark-\d+-x*-end/g) ?? [];
    const full = new Map<string, string[]>();
    const inRegions = new Set<string>();
    const families = new Set<number>();
    let read = 0;
    let all = 0;
    const reader = open(repo);
    for await (const object of reader.objects()) {
      if (object.kind === 'missing') throw new Error('missing');
      if (marks(object.bytes).length > 0) full.set(object.oid(), marks(object.bytes));
      const regions = object.regions ?? Uint32Array.of(0, object.bytes.length);
      for (let i = 0; i < regions.length; i += 2) {
        const found = marks(object.bytes.subarray(regions[i], regions[i + 1]));
        for (const mark of found) inRegions.add(mark);
        if (found.length > 0 && object.family !== undefined) families.add(object.family);
        read += regions[i + 1]! - regions[i]!;
      }
      all += object.size;
    }
    expect(read).toBeLessThan(all / 2);
    expect([...inRegions].sort()).toEqual([...new Set([...full.values()].flat())].sort());
    const again = new Map<string, string[]>();
    for (const object of reader.families(families)) {
      if (marks(object.bytes).length > 0) again.set(object.oid(), marks(object.bytes));
    }
    expect(again).toEqual(full);
    reader.close();
  },
);

test('damaged packs and indexes: an error of git or the right bytes, never a crash or wrong bytes', async () => {
  const repo = newRepo();
  commitHistory(repo, 6);
  repo.git('gc', '-q');
  const expected = objectsOfGit(repo);
  const files = [...packFiles(repo, '.pack'), ...packFiles(repo, '.idx')];
  const random = randomFrom(11);
  let refused = 0;
  for (let round = 0; round < 60; round++) {
    const file = files[random(files.length)]!;
    const original = readFileSync(file);
    const damaged = Buffer.from(original);
    for (let flips = 1 + random(3); flips > 0; flips--) damaged[random(damaged.length)] = random(256);
    rmSync(file);
    writeFileSync(file, round % 10 === 0 ? damaged.subarray(0, random(damaged.length)) : damaged);
    try {
      for await (const object of open(repo).objects()) {
        if (object.kind === 'object' && expected.has(object.oid())) {
          expect(digest(object.type, object.bytes)).toBe(expected.get(object.oid()));
        }
      }
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('git '))) throw error;
      refused++;
    }
    writeFileSync(file, original);
  }
  expect(refused).toBeGreaterThan(10);
});
