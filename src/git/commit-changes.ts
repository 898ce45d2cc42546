import { createFieldReader } from './change-fields.ts';
import { decodePath } from './paths.ts';
import { type RunningGit, spawnGit } from './spawn.ts';

/** One side of a path: octal mode and object id, both zeros where the path does not exist. */
export interface PathSide {
  mode: string;
  id: string;
}

/** A path that a commit has differently from every parent that it was compared with. */
export interface CommitPath {
  path: string;
  /** Git's status letter. */
  status: string;
  now: PathSide;
  /** One for each parent; one that does not exist for a commit without parents. */
  before: PathSide[];
}

/** One comparison: what a commit does to its paths. */
export interface CommitChanges {
  commit: string;
  paths: CommitPath[];
}

const DIFF_TREE = [
  'diff-tree',
  '--stdin',
  '-r',
  '--root',
  '--raw',
  '-z',
  '--no-abbrev',
  '--no-renames',
  '--no-relative',
  '--ignore-submodules=none',
  '--always',
  '-c',
];

/**
 * What commits do to their paths, in order, by one git. A merge is compared with all of its parents at once: only
 * paths that differ from each of them are listed.
 *
 * @param lines - commit ids; `commit parent` compares with that parent alone
 * @throws {SourceError} git failed
 */
export async function* listChanges(
  lines: Iterable<string> | AsyncIterable<string>,
  cwd: string,
  signal: AbortSignal,
): AsyncGenerator<CommitChanges> {
  const git = spawnDiffTree(lines, cwd, signal);
  const listed: CommitChanges[] = [];
  const read = createFieldReader({
    commit: (id) => listed.push({ commit: id.toString('latin1'), paths: [] }),
    path: (meta, path) => listed.at(-1)!.paths.push(parsePath(meta.toString('latin1'), path)),
  });
  for await (const bytes of git.output) {
    read(bytes);
    // The last one's paths may go on.
    yield* listed.splice(0, listed.length - 1);
  }
  const failure = await git.failure();
  if (failure && !signal.aborted) throw failure;
  yield* listed;
}

/**
 * The git that compares commits; {@link createFieldReader} takes its output.
 *
 * @param lines - as for {@link listChanges}
 */
export function spawnDiffTree(
  lines: Iterable<string> | AsyncIterable<string>,
  cwd: string,
  signal: AbortSignal,
): RunningGit {
  return spawnGit(DIFF_TREE, cwd, signal, lines);
}

function parsePath(meta: string, path: Buffer): CommitPath {
  const parents = /^:+/.exec(meta)![0].length;
  const fields = meta.slice(parents).split(' ');
  const sides = Array.from({ length: parents + 1 }, (_, i) => ({
    mode: fields[i]!,
    id: fields[parents + 1 + i]!,
  }));
  return {
    path: decodePath(path),
    status: fields.at(-1)![0]!,
    now: sides[parents]!,
    before: sides.slice(0, parents),
  };
}
