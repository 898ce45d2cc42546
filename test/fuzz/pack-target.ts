import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openObjectStore } from '../../src/git/objects/object-store.ts';
import { openStoredObjects } from '../../src/git/pack/stored-objects.ts';
import { compilePackKernel } from '../git/pack/compile-kernel.ts';
import { tempRepo, text } from '../git/temp-repo.ts';
import { readSeeds, writeSeeds } from './seeds.ts';
import type { FuzzTarget } from './target.ts';

const NAME = `pack-${'0'.repeat(40)}`;
const LOOSE = 'loose';
const FILES = [`pack/${NAME}.pack`, `pack/${NAME}.idx`, 'pack/multi-pack-index', LOOSE] as const;
const RECORD = 5;

/**
 * A repository with one file changed: the first byte says which, each five after it how, where (16 bits), with what, and
 * how often. The readers give the bytes of an object that git gives, or leave it to git.
 */
export async function packTarget(): Promise<FuzzTarget> {
  const kernel = await compilePackKernel();
  const base = baseFiles();
  const repo = tempRepo();
  const objects = path.join(repo.root, '.git/objects');
  const loosePath = path.join(base.looseId.slice(0, 2), base.looseId.slice(2));
  mkdirSync(path.join(objects, base.looseId.slice(0, 2)));
  mkdirSync(path.join(objects, 'pack'), { recursive: true });
  const { signal } = new AbortController();
  const write = (files: readonly Buffer[]) => {
    for (const [i, name] of FILES.entries())
      writeFileSync(path.join(objects, name === LOOSE ? loosePath : name), files[i]!);
  };
  write(base.files);
  const expected = readAll();
  if (expected.size < 8) throw new Error('the base is not read');

  function readAll(): Map<string, string> {
    const read = new Map<string, string>();
    const reader = openStoredObjects(repo.root, {}, { context: 8, kernel });
    if (reader) {
      for (let i = 0; i < reader.sliceCount; i++)
        for (const { oid, type, bytes } of reader.slice(i).objects(signal))
          read.set(oid, digest(type, bytes));
      for (const family of reader.familiesOf([...read.keys()]))
        for (const { oid, type, bytes } of family)
          if (read.get(oid) !== digest(type, bytes)) throw new Error(`${oid}: other bytes in its family`);
      reader.close();
    }
    return read;
  }

  /** A changed index can name another object, a changed pack hold one: then git, too, gives the other. */
  function mustBeRight(oid: string, got: string): void {
    if (!expected.has(oid) || expected.get(oid) === got) return;
    const answer = repo.raw(['cat-file', '--batch'], { input: `${oid}\n` });
    const end = answer.indexOf(10);
    const [, type = '', size] = answer.toString('latin1', 0, end).split(' ');
    const byGit = digest(type, answer.subarray(end + 1, end + 1 + Number(size)));
    if (byGit !== got) throw new Error(`other bytes of ${oid}: ${got}, by git ${byGit}`);
  }

  return {
    name: 'pack',
    starts: [
      Buffer.alloc(0),
      ...base.files.map((_, file) => Buffer.from([file, 0, 0, 9, 1, 1])),
      ...farChunks,
    ],
    words: [],
    longest: 1 + 12 * RECORD,
    run(input) {
      const which = (input[0] ?? 0) % FILES.length;
      write(base.files.map((bytes, file) => (file === which ? changed(bytes, input.subarray(1)) : bytes)));
      for (const [oid, got] of readAll()) mustBeRight(oid, got);
      const store = openObjectStore({ hashBytes: 20, objectDirs: [objects] });
      const kinds = new Set<string>();
      for (const oid of expected.keys()) {
        const result = store.read(oid);
        kinds.add(result.kind);
        if (result.kind === 'object') mustBeRight(oid, digest(result.type, result.bytes));
      }
      store.close();
      return [[...kinds].sort().join(' ')];
    },
    close: () => repo.remove(),
  };
}

/** The multi-pack index's chunks, one after the other said to start at the largest place that a number can be. */
const farChunks = Array.from({ length: 5 }, (_, chunk) => {
  const at = 12 + 12 * chunk + 4;
  return Buffer.from([2, 0, 0, at, 0, 0, 0, 0, at + 1, 0x1f, 0, 0, 0, at + 2, 0xff, 5]);
});

function digest(type: string, bytes: Uint8Array): string {
  return `${type} ${createHash('sha1').update(bytes).digest('hex')}`;
}

/** A file with the changes that records ask for. */
function changed(original: Buffer, records: Uint8Array): Buffer {
  let bytes: Buffer = Buffer.from(original);
  for (let at = 0; at + RECORD <= records.length && bytes.length > 0; at += RECORD) {
    const [how, high, low, value, count] = records.subarray(at, at + RECORD) as unknown as number[];
    const place = ((high! << 8) | low!) % bytes.length;
    bytes = change(bytes, how! % 6, place, value!, count!);
  }
  return bytes;
}

function change(bytes: Buffer, how: number, at: number, value: number, count: number): Buffer {
  switch (how) {
    case 0:
      return bytes.fill(value, at, Math.min(bytes.length, at + 1 + (count & 7)));
    case 1:
      bytes[at]! ^= value;
      return bytes;
    case 2:
      return bytes.subarray(0, at);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(count, value), bytes.subarray(at)]);
    case 4:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + count)]);
    default:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(value, value + count), bytes.subarray(at)]);
  }
}

/** The files that changes are made to: kept, since each git packs in its own way. */
function baseFiles(): { files: Buffer[]; looseId: string } {
  const kept = readSeeds('pack-base');
  if (kept.length === 0) writeSeeds('pack-base', [makeBase()]);
  const [packed] = readSeeds('pack-base');
  const { looseId, files } = JSON.parse(packed!.toString('latin1')) as { looseId: string; files: string[] };
  return { looseId, files: files.map((file) => Buffer.from(file, 'base64')) };
}

function makeBase(): Buffer {
  const repo = tempRepo();
  for (let version = 0; version < 5; version++) {
    repo.write('a.txt', `${text(1, 30)}version ${version}\n${text(2, 10)}`);
    repo.write('b.txt', `${version}\n`);
    repo.git('add', '-A');
    repo.git('commit', '-q', '-m', `version ${version}`);
  }
  repo.git('gc', '-q');
  repo.git('multi-pack-index', 'write');
  const folder = path.join(repo.root, '.git/objects/pack');
  const found = (ending: string) => readdirSync(folder).find((name) => name.endsWith(ending))!;
  const own = found('.pack').slice(0, -'.pack'.length);
  const looseId = repo
    .raw(['hash-object', '-w', '--stdin'], { input: 'a loose object\n'.repeat(5) })
    .toString()
    .trim();
  const files = [
    readFileSync(path.join(folder, found('.pack'))),
    readFileSync(path.join(folder, found('.idx'))),
    renamed(readFileSync(path.join(folder, found('multi-pack-index'))), own),
    readFileSync(path.join(repo.root, '.git/objects', looseId.slice(0, 2), looseId.slice(2))),
  ];
  repo.remove();
  return Buffer.from(JSON.stringify({ looseId, files: files.map((file) => file.toString('base64')) }));
}

/** The multi-pack index with the pack's name replaced by ours, of the same length. */
function renamed(index: Buffer, own: string): Buffer {
  return Buffer.from(index.toString('latin1').replace(own, NAME), 'latin1');
}
