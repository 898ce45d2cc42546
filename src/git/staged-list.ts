import { diffHeadToIndex } from './head-diff.ts';
import { openInProcess } from './in-process.ts';
import { parseRaw, type StagedEntry } from './raw-diff.ts';
import { gitFailure, runGit, tryGit } from './run.ts';

const DIFF_INDEX = [
  'diff-index',
  '--cached',
  '--raw',
  '-z',
  '--no-abbrev',
  '--no-renames',
  '--no-relative',
  '--ignore-submodules=none',
];

/** Lists what differs between HEAD and the index; fails where HEAD has no commit yet. */
export const DIFF_HEAD: readonly string[] = [...DIFF_INDEX, 'HEAD', '--'];

/**
 * What the next commit changes, read from the index and HEAD themselves, or from plumbing that no setting alters.
 *
 * @throws {SourceError} git failed
 * @see https://git-scm.com/docs/git-diff-index#_raw_output_format
 */
export function listStaged(cwd: string): StagedEntry[] {
  return listInProcess(cwd) ?? listByGit(cwd);
}

/** The same read from the repository's own files; undefined for what only git can tell. */
function listInProcess(cwd: string): StagedEntry[] | undefined {
  const repository = openInProcess(cwd);
  const changes = repository && diffHeadToIndex(repository.places, repository.store, process.env);
  repository?.store.close();
  return changes?.map(({ path, oldMode, newMode, oldOid, newOid }) => ({
    path,
    oldMode: octal(oldMode),
    newMode: octal(newMode),
    oldId: oldOid,
    newId: newOid,
    status: oldMode === 0 ? 'A' : newMode === 0 ? 'D' : 'M',
  }));
}

function octal(mode: number): string {
  return mode.toString(8).padStart(6, '0');
}

function listByGit(cwd: string): StagedEntry[] {
  const result = tryGit(DIFF_HEAD, cwd);
  if (result.status === 0) return parseRaw(result.stdout);
  if (!isUnborn(cwd)) throw gitFailure(DIFF_HEAD, result);
  return listStagedAgainst(emptyTree(cwd), cwd);
}

/**
 * How the index differs from a commit or tree.
 *
 * @throws {SourceError} git failed
 */
export function listStagedAgainst(commit: string, cwd: string): StagedEntry[] {
  return parseRaw(runGit([...DIFF_INDEX, commit, '--'], cwd));
}

/** HEAD names a branch that has no commit yet. */
function isUnborn(cwd: string): boolean {
  return (
    tryGit(['symbolic-ref', '-q', 'HEAD'], cwd).status === 0 &&
    tryGit(['rev-parse', '-q', '--verify', 'HEAD'], cwd).status === 1
  );
}

function emptyTree(cwd: string): string {
  return runGit(['hash-object', '-t', 'tree', '--stdin'], cwd, '').toString().trim();
}
