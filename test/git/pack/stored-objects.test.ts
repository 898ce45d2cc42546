import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { PackKernel } from '../../../src/git/pack/kernel.ts';
import type { ObjectSlice, StoredObject } from '../../../src/git/pack/object-slice.ts';
import { openShared, openStoredObjects, type StoredObjects } from '../../../src/git/pack/stored-objects.ts';
import { randomFrom } from '../random.ts';
import { commitHistory, folder, type TempRepo, tempRepo, text } from '../temp-repo.ts';
import { compilePackKernel } from './compile-kernel.ts';

let kernel: PackKernel;
beforeAll(async () => {
  kernel = await compilePackKernel();
}, 120_000);

const made: TempRepo[] = [];
const readers: StoredObjects[] = [];
afterEach(() => {
  // Windows removes no folder with open files in it.
  for (const reader of readers.splice(0)) reader.close();
  for (const repo of made.splice(0)) repo.remove();
});

function newRepo(...init: string[]): TempRepo {
  const repo = tempRepo(...init);
  made.push(repo);
  return repo;
}

function tryOpen(repo: TempRepo): StoredObjects | undefined {
  const opened = openStoredObjects(repo.root, {}, { context: 256, kernel });
  if (opened) readers.push(opened);
  return opened;
}

function open(repo: TempRepo): StoredObjects {
  const opened = tryOpen(repo);
  expect(opened).toBeDefined();
  return opened!;
}

const { signal } = new AbortController();
const digest = (type: string, bytes: Uint8Array): string =>
  `${type} ${createHash('sha1').update(bytes).digest('hex')}`;

const slicesOf = (reader: StoredObjects): ObjectSlice[] =>
  Array.from({ length: reader.sliceCount }, (_, i) => reader.slice(i));

function* all(reader: StoredObjects, leftOver: string[] = []): Generator<StoredObject> {
  leftOver.push(...reader.strays);
  for (const slice of slicesOf(reader)) {
    yield* slice.objects(signal);
    leftOver.push(...slice.leftOver);
  }
}

/** Type and digest by id; fails when an object comes twice. Closes the reader. */
function objectsOf(reader: StoredObjects, leftOver: string[] = []): Map<string, string> {
  const objects = new Map<string, string>();
  for (const { oid, type, bytes } of all(reader, leftOver)) {
    expect(objects.has(oid)).toBe(false);
    objects.set(oid, digest(type, bytes));
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
];

test.each(shapes)('gives what git gives: %s', (_name, shape) => {
  for (const format of ['sha1', 'sha256']) {
    const repo = newRepo(`--object-format=${format}`);
    commitHistory(repo, 8);
    shape(repo);
    const reader = open(repo);
    const onAnotherThread = openShared(structuredClone(reader.share()), kernel)!;
    const leftOver: string[] = [];
    expect(objectsOf(reader, leftOver)).toEqual(objectsOfGit(repo));
    expect(leftOver).toEqual([]);
    expect(objectsOf(onAnotherThread)).toEqual(objectsOfGit(repo));
  }
});

const ownRoot = join(import.meta.dirname, '../../..');

test.skipIf(!existsSync(join(ownRoot, '.git')))('gives what git gives: a clone of leakgate itself', () => {
  const repo = newRepo();
  repo.git('fetch', '-q', '--update-shallow', ownRoot, 'HEAD');
  const reader = open(repo);
  const leftOver: string[] = [];
  const objects = objectsOf(reader, leftOver);
  expect(objects.size).toBeGreaterThan(500);
  expect(objects).toEqual(objectsOfGit(repo));
  expect(leftOver).toEqual([]);
});

test('leaves large objects to git, and what hangs on them', () => {
  const repo = newRepo();
  const random = randomFrom(9);
  const noise = Buffer.from(Uint8Array.from({ length: 1 << 20 }, () => random(256)));
  repo.write('noise', noise);
  repo.write('zeros', Buffer.alloc(33 << 20));
  repo.git('add', '-A');
  repo.git('commit', '-q', '-m', 'large');
  noise.write('changed', 1000);
  repo.write('noise', noise);
  repo.write('zeros', Buffer.alloc(34 << 20));
  repo.git('commit', '-q', '-a', '-m', 'changed');
  for (const packed of [false, true]) {
    if (packed) repo.git('gc', '-q');
    const reader = open(repo);
    const leftOver: string[] = [];
    const objects = objectsOf(reader, leftOver);
    const large = ['HEAD:zeros', 'HEAD~1:zeros'].map((name) => repo.git('rev-parse', name));
    expect(leftOver.sort()).toEqual(large.sort());
    const expected = objectsOfGit(repo);
    for (const oid of large) expected.delete(oid);
    expect(objects).toEqual(expected);
    expect(reader.packedCount).toBe(packed ? objects.size + 2 : 0);
  }
});

test('leaves unusual repositories to git', () => {
  const repo = newRepo();
  commitHistory(repo, 3);
  repo.git('gc', '-q');
  expect(tryOpen(repo)).toBeDefined();
  const pack = packFiles(repo, '.pack')[0]!;
  const index = packFiles(repo, '.idx')[0]!;
  for (const rev of packFiles(repo, '.rev')) rmSync(rev);
  repo.git('index-pack', '--index-version=1', '-o', `${index}.1`, pack);
  const versionOne = readFileSync(`${index}.1`);
  rmSync(index, { force: true });
  writeFileSync(index, versionOne);
  expect(tryOpen(repo)).toBeUndefined();
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
    const holders: string[] = [];
    let read = 0;
    let size = 0;
    const reader = open(repo);
    for (const { oid, bytes, regions } of all(reader)) {
      if (marks(bytes).length > 0) full.set(oid, marks(bytes));
      const ranges = regions ?? Uint32Array.of(0, bytes.length);
      for (let i = 0; i < ranges.length; i += 2) {
        const found = marks(bytes.subarray(ranges[i], ranges[i + 1]));
        for (const mark of found) inRegions.add(mark);
        if (found.length > 0) holders.push(oid);
        read += ranges[i + 1]! - ranges[i]!;
      }
      size += bytes.length;
    }
    expect(read).toBeLessThan(size / 2);
    expect([...inRegions].sort()).toEqual([...new Set([...full.values()].flat())].sort());
    const again = new Map<string, string[]>();
    for (const family of reader.familiesOf(holders)) {
      for (const { oid, bytes } of family) if (marks(bytes).length > 0) again.set(oid, marks(bytes));
    }
    expect(again).toEqual(full);
    reader.close();
  },
);

test('damaged packs and indexes: the right bytes, or left to git; never a crash, a hang or wrong bytes', () => {
  const repo = newRepo();
  commitHistory(repo, 6);
  repo.git('gc', '-q');
  const expected = objectsOfGit(repo);
  const files = [...packFiles(repo, '.pack'), ...packFiles(repo, '.idx')];
  const random = randomFrom(11);
  let refused = 0;
  for (let round = 0; round < 300; round++) {
    const file = files[random(files.length)]!;
    const original = readFileSync(file);
    const damaged = Buffer.from(original);
    for (let flips = 1 + random(3); flips > 0; flips--) damaged[random(damaged.length)] = random(256);
    rmSync(file);
    writeFileSync(file, round % 10 === 0 ? damaged.subarray(0, random(damaged.length)) : damaged);
    const reader = tryOpen(repo);
    const leftOver: string[] = [];
    for (const { oid, type, bytes } of reader ? all(reader, leftOver) : []) {
      if (expected.has(oid)) expect(digest(type, bytes)).toBe(expected.get(oid));
    }
    if (reader === undefined || leftOver.length > 0) refused++;
    reader?.close();
    writeFileSync(file, original);
  }
  expect(refused).toBeGreaterThan(50);
});
