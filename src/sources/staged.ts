import type { GivenStaged, ReadGiven } from '../git/given-staged.ts';
import type { IndexFile } from '../git/index-files.ts';
import { mergeHeads } from '../git/merge-heads.ts';
import { decodePath } from '../git/paths.ts';
import type { StagedEntry } from '../git/raw-diff.ts';
import type { Input, Skip, Source, Version } from '../types.ts';
import { indexTopFile } from './index-top-file.ts';
import { chunkOfVersion, missingVersion, newSide, reasonToSkip, sidesOfMerge } from './versions.ts';

/**
 * The lines that the next commit adds, from the index, never from the working tree. Whole new blobs are given;
 * the old ones, to tell what is new, only when asked for.
 *
 * @param root - the top of the working tree
 * @param files - only these (relative to the root); one that has nothing staged is read whole from the index
 * @param given - reads what git was asked before; undefined when that failed
 */
export function stagedSource(
  root: string,
  files: readonly string[],
  readGiven: ReadGiven = () => undefined,
): Source {
  const named = new Set(files);
  let staged: Promise<Staged> | undefined;
  const list = () => {
    staged ??= listAll(root, named, readGiven);
    return staged;
  };
  return {
    name: 'staged',
    root: '.',
    async *read(signal) {
      const { entries, blobs } = await list();
      yield* readNew(entries, blobs, root, signal);
      if (named.size > 0) yield* readWhole(entries, named, root, signal);
    },
    changes: {
      of: async () => [sidesOfMerge((await list()).parents)],
      async *open(versions, signal) {
        yield* readVersions(unread(versions, (await list()).entries), noBlobs, root, signal);
      },
    },
    topFile: (name) => indexTopFile(name, root),
  };
}

const noBlobs: GivenStaged['blobs'] = new Map();

interface Entry extends Omit<StagedEntry, 'path'> {
  path: string;
}

/** The difference between the index and what the next commit is made from. */
interface Staged {
  /** What no parent of the next commit has. */
  entries: Entry[];
  /** New blobs that were given, by id. */
  blobs: GivenStaged['blobs'];
  /** For HEAD and for each commit that is being merged, by path, how the index differs from it. */
  parents: Map<string, Entry>[];
}

async function listAll(root: string, named: ReadonlySet<string>, readGiven: ReadGiven): Promise<Staged> {
  const byPath = (list: StagedEntry[]) => {
    const entries = list.map((entry) => ({ ...entry, path: decodePath(entry.path) }));
    const wanted = entries.filter(({ path }) => named.size === 0 || named.has(path));
    return new Map(wanted.map((entry) => [entry.path, entry]));
  };
  const heads = mergeHeads(root, process.env);
  const given = readGiven(root, process.env);
  const lists = given && heads.length === 0 ? undefined : await import('../git/staged-list.ts');
  const merged = heads.map((id) => byPath(lists!.listStagedAgainst(id, root)));
  const head = byPath(given?.entries ?? lists!.listStaged(root));
  const entries = [...head.values()].filter(({ path }) => merged.every((parent) => parent.has(path)));
  return { entries, blobs: given?.blobs ?? noBlobs, parents: [head, ...merged] };
}

function unread(versions: readonly Version[], entries: readonly Entry[]): Version[] {
  const read = new Set(entries.map(({ newId, path }) => `${newId} ${path}`));
  return versions.filter(({ object, path }) => !read.has(`${object} ${path}`));
}

async function* readNew(
  entries: readonly Entry[],
  known: GivenStaged['blobs'],
  root: string,
  signal: AbortSignal,
): AsyncGenerator<Input> {
  const skips = entries.flatMap(skipOf);
  const versions = entries.flatMap(newSide);
  const objects = versions.filter(({ object }) => object !== undefined);
  yield { kind: 'expected', count: skips.length + objects.length };
  yield* skips;
  yield* readVersions(versions, known, root, signal);
}

function skipOf(entry: Entry): Skip[] {
  const reason = reasonToSkip(entry);
  return reason === undefined ? [] : [{ kind: 'skip', path: entry.path, reason }];
}

async function* readVersions(
  versions: readonly Version[],
  known: GivenStaged['blobs'],
  root: string,
  signal: AbortSignal,
): AsyncGenerator<Input> {
  const blobs = versions.filter(({ object }) => object !== undefined);
  for (const version of versions) {
    if (version.where === 'path') yield chunkOfVersion(version, Buffer.from(version.path));
  }
  const ids = blobs.map((blob) => blob.object!);
  const read = ids.every((id) => known.has(id))
    ? ids.map((id) => known.get(id))
    : (await import('../git/objects.ts')).readObjects(ids, root);
  if (read === undefined) {
    const { streamVersions } = await import('./stream-versions.ts');
    yield* streamVersions(blobs, root, signal);
    return;
  }
  for (const [i, blob] of blobs.entries()) {
    yield read[i] ? chunkOfVersion(blob, read[i]) : missingVersion(blob);
  }
}

/** Named files without staged changes, whole, so that `pre-commit run --all-files` is no false all-clear. */
async function* readWhole(
  entries: readonly Entry[],
  named: ReadonlySet<string>,
  root: string,
  signal: AbortSignal,
): AsyncGenerator<Input> {
  const staged = new Set(entries.map(({ path }) => path));
  const wanted = [...named].filter((path) => !staged.has(path));
  if (wanted.length === 0) return;
  const { listIndexFiles } = await import('../git/index-files.ts');
  const known = new Map(listIndexFiles(root).map((file) => [file.path, file]));
  const found = wanted.map((path) => known.get(path)).filter((file): file is IndexFile => file !== undefined);
  yield* readNew(found.map(asUnchanged), noBlobs, root, signal);
  for (const path of wanted) {
    if (!known.has(path))
      yield { kind: 'problem', path, message: 'no such file in the index: git add it, or use leakgate dir' };
  }
}

function asUnchanged({ path, mode, id }: IndexFile): Entry {
  return { path, oldMode: mode, newMode: mode, oldId: id, newId: id, status: 'M' };
}
