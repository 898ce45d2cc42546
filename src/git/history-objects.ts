import type { SourceError } from '../errors.ts';
import type { CommitSet } from './commits.ts';
import { runGit, tryGit } from './run.ts';
import { lineBlocks, spawnGit } from './spawn.ts';

/** Which part of a repository's history. */
export interface HistoryScope {
  /** Undefined: all refs, HEAD of every work tree, and all of the stash. */
  commits: CommitSet | undefined;
  /** Reflogs too. */
  reflogs: boolean;
}

/**
 * Lists the objects of a history that people wrote into, each once: commits and tags first, then blobs, in the order
 * in which git packs them. Blocks of ids, one a line; {@link findUnreached} tells which are missing.
 *
 * @throws {SourceError} git failed
 */
export async function* historyObjects(
  scope: HistoryScope,
  root: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { revisions, input } = revisionsOf(scope, root);
  const list = (filter: string) =>
    lineBlocks(
      [...REV_LIST, '--missing=allow-any', `--filter=${filter}`, '--filter-provided-objects', ...revisions],
      root,
      signal,
      input,
    );
  yield* list('tree:0');
  yield* list('object:type=blob');
}

/**
 * Which of some commits, tags and blobs belong to a history.
 *
 * @throws {SourceError} git failed
 */
export async function reachableAmong(
  ids: ReadonlySet<string>,
  scope: HistoryScope,
  root: string,
  signal: AbortSignal,
): Promise<Set<string>> {
  const found = new Set<string>();
  if (ids.size === 0) return found;
  for await (const block of historyObjects(scope, root, signal)) {
    for (const id of block.split('\n')) if (ids.has(id)) found.add(id);
    if (found.size === ids.size) break;
  }
  return found;
}

const REV_LIST = ['rev-list', '--stdin', '--objects', '--no-object-names'];

/** What git could not reach of a history. */
export interface Unreached {
  /** Ids of objects that are missing: a partial clone lacks them on purpose. */
  missing: string[];
  /** Why it could not walk the history to its end. */
  failure: SourceError | undefined;
}

/**
 * Walks a history to its end, trees included, as git does after a fetch: what is stored is not all that is reachable.
 */
export async function findUnreached(
  scope: HistoryScope,
  root: string,
  signal: AbortSignal,
): Promise<Unreached> {
  const { revisions, input } = revisionsOf(scope, root);
  const git = spawnGit([...REV_LIST, '--missing=print', '--quiet', ...revisions], root, signal, input);
  let listed = '';
  for await (const bytes of git.output) listed += bytes.toString('latin1');
  const failure = signal.aborted ? undefined : await git.failure();
  return { missing: [...listed.matchAll(/^\?(.+)$/gm)].map((line) => line[1]!), failure };
}

/** Arguments and standard input that name a scope's commits to `git rev-list`. */
export function revisionsOf(
  { commits, reflogs }: HistoryScope,
  root: string,
): { revisions: string[]; input: string[] } {
  if (commits) {
    const globs = commits.notGlobs ? ['--not', ...commits.notGlobs] : [];
    return { revisions: globs, input: [...commits.tips, ...commits.excluded.map((id) => `^${id}`)] };
  }
  return { revisions: reflogs ? ['--all', '--reflog'] : ['--all'], input: stashes(root) };
}

/** Of the stash a ref names the newest entry alone. */
function stashes(root: string): string[] {
  if (tryGit(['rev-parse', '--verify', '--quiet', 'refs/stash'], root).status !== 0) return [];
  return runGit(['rev-list', '--walk-reflogs', 'refs/stash', '--'], root)
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}

/** An object that is there, whether or not a ref reaches it. */
export interface AnyObject {
  id: string;
  type: string;
}

/**
 * Every object of the repository and of those that it borrows from, in blocks.
 *
 * @throws {SourceError} git failed
 */
export async function* allObjects(root: string, signal: AbortSignal): AsyncGenerator<AnyObject[]> {
  const format = '--batch-check=%(objectname) %(objecttype)';
  for await (const block of lineBlocks(
    ['cat-file', '--batch-all-objects', '--unordered', format],
    root,
    signal,
  )) {
    yield block.split('\n').map((line) => {
      const [id, type] = line.split(' ');
      return { id: id!, type: type! };
    });
  }
}
