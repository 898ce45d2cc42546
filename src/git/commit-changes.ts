import { decodePath } from './paths.ts';
import { spawnGit } from './spawn.ts';

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
];

/**
 * What commits do to their paths, in order, by one git. A merge is compared with all of its parents at once: only
 * paths that differ from each of them are listed.
 *
 * @param lines - commit ids; `commit parent` compares with that parent alone
 * @param wanted - only paths whose new object it takes; all when absent
 * @throws {SourceError} git failed
 * @see https://git-scm.com/docs/git-diff-tree#_raw_output_format
 */
export async function* listChanges(
  lines: Iterable<string> | AsyncIterable<string>,
  cwd: string,
  signal: AbortSignal,
  wanted: (id: string) => boolean = () => true,
): AsyncGenerator<CommitChanges> {
  const git = spawnGit([...DIFF_TREE, '-c'], cwd, signal, lines);
  const parser = createChangesParser(wanted);
  for await (const bytes of git.output) yield* parser.push(bytes);
  const failure = await git.failure();
  if (failure && !signal.aborted) throw failure;
  yield* parser.end();
}

const COLON = 0x3a;

/** Parses NUL-ended fields: a commit id, or a line of modes, ids and status, which a path follows. */
function createChangesParser(wanted: (id: string) => boolean) {
  let rest: Buffer = Buffer.alloc(0);
  let current: CommitChanges | undefined;
  let meta: string | undefined;

  function* take(field: Buffer): Generator<CommitChanges> {
    if (meta !== undefined) {
      if (wanted(newIdOf(meta))) current!.paths.push(parsePath(meta, field));
      meta = undefined;
    } else if (field[0] === COLON) {
      meta = field.toString('latin1');
    } else {
      if (current) yield current;
      current = { commit: field.toString('latin1'), paths: [] };
    }
  }

  return {
    *push(bytes: Buffer): Generator<CommitChanges> {
      const all = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
      let start = 0;
      for (let end = all.indexOf(0); end !== -1; end = all.indexOf(0, start)) {
        yield* take(all.subarray(start, end));
        start = end + 1;
      }
      rest = Buffer.from(all.subarray(start));
    },
    *end(): Generator<CommitChanges> {
      if (current) yield current;
    },
  };
}

/** The id before the status, which has one letter for each parent. */
function newIdOf(meta: string): string {
  const end = meta.lastIndexOf(' ');
  return meta.slice(meta.lastIndexOf(' ', end - 1) + 1, end);
}

/** `:` once for each parent, then the modes of all sides, the ids of all sides, and the status. */
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
