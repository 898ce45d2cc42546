import { readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { unquoteC } from './c-quoted.ts';

/** Git follows alternates of alternates this far. */
const MAX_DEPTH = 5;

/**
 * Every directory that holds objects of a repository, its own first, then alternates as git orders them.
 *
 * @param env - `GIT_OBJECT_DIRECTORY` and `GIT_ALTERNATE_OBJECT_DIRECTORIES` count, relative to `cwd`; a
 *   `pre-receive` hook finds the quarantine by them
 */
export function objectDirs(commonDir: string, env: NodeJS.ProcessEnv, cwd: string): string[] {
  const own = env.GIT_OBJECT_DIRECTORY ? resolve(cwd, env.GIT_OBJECT_DIRECTORY) : join(commonDir, 'objects');
  const dirs = new Set([own]);
  for (const dir of splitPaths(env.GIT_ALTERNATE_OBJECT_DIRECTORIES ?? '')) {
    addWithAlternates(dirs, resolve(cwd, dir), 0);
  }
  addAlternatesOf(dirs, own, 0);
  return [...dirs];
}

function addWithAlternates(dirs: Set<string>, dir: string, depth: number): void {
  if (dirs.has(dir)) return;
  dirs.add(dir);
  addAlternatesOf(dirs, dir, depth + 1);
}

/** @see https://git-scm.com/docs/gitrepository-layout#Documentation/gitrepository-layout.txt-objectsinfoalternates */
function addAlternatesOf(dirs: Set<string>, dir: string, depth: number): void {
  if (depth > MAX_DEPTH) return;
  for (const line of alternatesFile(dir).split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const path = line.startsWith('"') ? unquoteC(line)?.value : line;
    if (path !== undefined) addWithAlternates(dirs, resolve(dir, path), depth);
  }
}

function alternatesFile(dir: string): string {
  try {
    return readFileSync(join(dir, 'info', 'alternates'), 'utf8');
  } catch {
    return '';
  }
}

/** A list of paths as in `PATH`; one that starts with `"` is quoted, so that it may hold the delimiter. */
function splitPaths(list: string): string[] {
  const paths: string[] = [];
  let rest = list;
  while (rest !== '') {
    const quoted = rest.startsWith('"') ? unquoteC(rest) : undefined;
    const end = quoted?.next ?? (rest.includes(delimiter) ? rest.indexOf(delimiter) : rest.length);
    const path = quoted?.value ?? rest.slice(0, end);
    if (path !== '') paths.push(path);
    rest = rest.slice(end).replace(delimiter, '');
  }
  return paths;
}
