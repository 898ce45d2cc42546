import { type IndexFile, listIndexFiles } from '../git/index-files.ts';
import { readObjects } from '../git/objects.ts';
import { decodePath } from '../git/paths.ts';
import { listStaged, type StagedEntry } from '../git/staged-list.ts';
import type { Chunk, Input, Source } from '../types.ts';

const GITLINK = '160000';
const NO_FILE = '000000';

/**
 * The lines that the next commit adds, from the index, never from the working tree. Whole new blobs are given;
 * the old ones, to tell what is new, only when asked for.
 *
 * @param cwd - a folder of the repository
 * @param files - only these (relative to the root); one that has nothing staged is read whole from the index
 */
export function stagedSource(cwd: string, files: readonly string[]): Source {
  const named = new Set(files);
  let staged: StagedEntry[] | undefined;
  const list = () => {
    staged ??= listStaged(cwd);
    return staged.filter((entry) => named.size === 0 || named.has(decodePath(entry.path)));
  };
  return {
    name: 'staged',
    root: '.',
    async *read() {
      const entries = list();
      yield* readVersions(entries.filter((entry) => entry.newMode !== NO_FILE).map(newVersion), cwd);
      if (named.size > 0) yield* readWhole(entries, named, cwd);
    },
    parents: () => [
      readVersions((staged ?? []).filter((entry) => entry.oldMode !== NO_FILE).map(oldVersion), cwd),
    ],
  };
}

interface Version {
  path: string;
  mode: string;
  id: string;
  status: string;
}

function newVersion({ path, newMode, newId, status }: StagedEntry): Version {
  return { path: decodePath(path), mode: newMode, id: newId, status };
}

function oldVersion({ path, oldMode, oldId, status }: StagedEntry): Version {
  return { path: decodePath(path), mode: oldMode, id: oldId, status };
}

async function* readVersions(versions: readonly Version[], cwd: string): AsyncGenerator<Input> {
  yield { kind: 'expected', count: versions.length };
  const blobs = versions.filter((version) => !reasonToSkip(version));
  for (const version of versions) {
    const reason = reasonToSkip(version);
    if (reason) yield { kind: 'skip', path: version.path, reason };
  }
  const bytes = readObjects(
    blobs.map((blob) => blob.id),
    cwd,
  );
  for (const [i, { path }] of blobs.entries()) {
    yield bytes[i]
      ? chunkOf(path, bytes[i])
      : { kind: 'problem', path, message: 'its object is missing (partial clone?)' };
  }
}

function reasonToSkip({ mode, status }: Version): string | undefined {
  if (mode === GITLINK) return 'submodule: its own repository is scanned when it is committed to';
  return status === 'U' ? 'unmerged: git will not commit it' : undefined;
}

function chunkOf(path: string, bytes: Uint8Array): Chunk {
  return { kind: 'chunk', path, where: 'content', bytes, firstLine: 1 };
}

/** Named files without staged changes, whole, so that `pre-commit run --all-files` is no false all-clear. */
async function* readWhole(
  entries: readonly StagedEntry[],
  named: ReadonlySet<string>,
  cwd: string,
): AsyncGenerator<Input> {
  const staged = new Set(entries.map((entry) => decodePath(entry.path)));
  const wanted = [...named].filter((path) => !staged.has(path));
  if (wanted.length === 0) return;
  const known = new Map(listIndexFiles(cwd).map((file) => [file.path, file]));
  const found = wanted.map((path) => known.get(path)).filter((file): file is IndexFile => file !== undefined);
  yield* readVersions(
    found.map((file) => ({ ...file, status: 'M' })),
    cwd,
  );
  for (const path of wanted) {
    if (!known.has(path))
      yield { kind: 'problem', path, message: 'no such file in the index: git add it, or use leakgate dir' };
  }
}
