import { lstatSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { objectDirs } from './object-dirs.ts';
import { type RepositoryFormat, readRepositoryFormat } from './repository-config.ts';

/** Where the parts of a repository are. All paths are absolute. */
export interface GitPlaces extends RepositoryFormat {
  /** HEAD and index of this work tree. */
  gitDir: string;
  /** Refs, config and objects, shared by all linked work trees. */
  commonDir: string;
  objectDirs: string[];
  indexFile: string;
}

/**
 * Finds the repository as git would from `cwd`, without starting it.
 *
 * @param env - `GIT_DIR`, `GIT_COMMON_DIR`, `GIT_INDEX_FILE` and the object directories count
 * @returns undefined when there is none, or when only git can read it (reftable, an unknown extension)
 */
export function findGitPlaces(cwd: string, env: NodeJS.ProcessEnv): GitPlaces | undefined {
  const gitDir = env.GIT_DIR ? followLink(resolve(cwd, env.GIT_DIR)) : searchGitDir(resolve(cwd));
  return gitDir === undefined ? undefined : gitPlacesOf(gitDir, env, cwd);
}

/** As {@link findGitPlaces}, for a repository whose git directory is known. */
export function gitPlacesOf(gitDir: string, env: NodeJS.ProcessEnv, cwd: string): GitPlaces | undefined {
  const commonDir = env.GIT_COMMON_DIR ? resolve(cwd, env.GIT_COMMON_DIR) : commonDirOf(gitDir);
  const format = readRepositoryFormat(commonDir);
  if (format === undefined) return undefined;
  return {
    ...format,
    gitDir,
    commonDir,
    objectDirs: objectDirs(commonDir, env, cwd),
    indexFile: env.GIT_INDEX_FILE ? resolve(cwd, env.GIT_INDEX_FILE) : join(gitDir, 'index'),
  };
}

function commonDirOf(gitDir: string): string {
  const relative = tryRead(join(gitDir, 'commondir'));
  return relative === undefined ? gitDir : resolve(gitDir, relative.replace(/\r?\n$/, ''));
}

function searchGitDir(start: string): string | undefined {
  for (let dir = start; ; dir = dirname(dir)) {
    const found = gitDirIn(dir);
    if (found !== undefined || dir === dirname(dir)) return found;
  }
}

/** `.git` as a directory, `.git` as a file that names one, or the folder itself when it is a bare repository. */
function gitDirIn(dir: string): string | undefined {
  const path = join(dir, '.git');
  return tryRead(path) === undefined ? [path, dir].find(isGitDir) : followLink(path);
}

/** A file in a git directory's place names the directory: linked work trees and submodules have one. */
function followLink(path: string): string | undefined {
  const link = tryRead(path);
  if (link === undefined) return path;
  const target = /^gitdir: (.*?)\r?\n?$/.exec(link)?.[1];
  return target === undefined ? undefined : resolve(dirname(path), target);
}

/** The three things by which git knows a repository. */
function isGitDir(dir: string): boolean {
  if (!exists(join(dir, 'HEAD'))) return false;
  const commonDir = commonDirOf(dir);
  return isDirectory(join(commonDir, 'objects')) && isDirectory(join(commonDir, 'refs'));
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function tryRead(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
