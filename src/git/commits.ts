import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SourceError } from '../errors.ts';
import { runGit, tryGit } from './run.ts';

/** A commit of a range. */
export interface ListedCommit {
  id: string;
  parents: string[];
}

/** Which commits: those that `tips` reach and `excluded` and `notGlobs` don't. */
export interface CommitSet {
  /** Full ids. */
  tips: readonly string[];
  excluded: readonly string[];
  /** Options of `git rev-list` that name refs, such as `--remotes`. */
  notGlobs?: readonly string[];
}

/**
 * The commits of a set, parents first.
 *
 * @throws {SourceError} git failed, or the clone is too shallow to know the parents of one of them
 */
export function listCommits(set: CommitSet, cwd: string): ListedCommit[] {
  if (set.tips.length === 0) return [];
  const args = ['rev-list', '--topo-order', '--reverse', '--parents', '--stdin', '--not'];
  const input = [...set.tips, ...set.excluded.map((id) => `^${id}`), ''].join('\n');
  const output = runGit([...args, ...(set.notGlobs ?? [])], cwd, input).toString('latin1');
  const commits = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '))
    .map(([id, ...parents]) => ({ id: id!, parents }));
  refuseShallow(commits, cwd);
  return commits;
}

/** A commit at the border of a shallow clone looks as if it had no parents, and so as if it had added everything. */
function refuseShallow(commits: readonly ListedCommit[], cwd: string): void {
  const border = shallowBorder(cwd);
  const cut = border.size > 0 && commits.find(({ id }) => border.has(id));
  if (cut)
    throw new SourceError(
      `the clone is shallow: the parents of ${cut.id.slice(0, 12)}, which is in the range, are missing`,
      UNSHALLOW,
    );
}

const UNSHALLOW = 'git fetch --unshallow (or clone with the whole history, as with fetch-depth: 0)';

/** The commits whose parents a shallow clone lacks. */
export function shallowBorder(cwd: string): Set<string> {
  const file = path.resolve(cwd, runGit(['rev-parse', '--git-path', 'shallow'], cwd).toString().trimEnd());
  return new Set(existsSync(file) ? readFileSync(file, 'latin1').split('\n').filter(Boolean) : []);
}

/**
 * The id of the commit that a name stands for.
 *
 * @throws {SourceError} the repository does not have it, with the command that fetches it
 */
export function commitId(name: string, cwd: string): string {
  const id = findCommit(name, cwd);
  if (id !== undefined) return id;
  const fetch = /^(?!HEAD\b)[\w./-]+$/.test(name)
    ? `git fetch origin ${name.replace(/^origin\//, '')}`
    : undefined;
  const help = shallowBorder(cwd).size > 0 ? UNSHALLOW : fetch;
  throw new SourceError(`${name} is not a commit of this clone`, help);
}

/** The same; undefined when there is no such commit. */
export function findCommit(name: string, cwd: string): string | undefined {
  return findObject(`${name}^{commit}`, cwd);
}

/** The id of the object that a name stands for, such as a tag; undefined when there is none. */
export function findObject(name: string, cwd: string): string | undefined {
  const result = tryGit(['rev-parse', '--verify', '--quiet', '--end-of-options', name], cwd);
  return result.status === 0 ? result.stdout.toString().trim() : undefined;
}

/** Those of some full ids that the repository has an object of. */
export function presentAmong(ids: readonly string[], cwd: string): string[] {
  if (ids.length === 0) return [];
  const lines = runGit(['cat-file', '--batch-check=%(objectname)'], cwd, ids.join('\n'))
    .toString()
    .split('\n');
  return lines.filter((line) => line !== '' && !line.endsWith(' missing'));
}

/** Whether two commits have an ancestor in common. */
export function haveMergeBase(a: string, b: string, cwd: string): boolean {
  return tryGit(['merge-base', a, b], cwd).status === 0;
}
