import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** How a commit in a throw-away repository ended. */
export interface TriedCommit {
  committed: boolean;
  /** What git and its hooks printed, standard output before standard error. */
  output: string;
}

/**
 * Commits a file in a new repository under the user's own git config, and removes the repository.
 *
 * @param hooksFolder - which hooks run; undefined: those that git itself finds for a new repository
 * @param env - for git and its hooks; what ties git to the caller's repository is left out
 * @returns undefined when git could not be started or the repository not be made
 */
export function tryCommit(
  file: { name: string; text: string },
  hooksFolder: string | undefined,
  env: NodeJS.ProcessEnv,
): TriedCommit | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'leakgate-doctor-'));
  const git = (...args: string[]) =>
    spawnSync('git', args, { cwd: folder, env: untied(env), encoding: 'utf8', input: '', windowsHide: true });
  try {
    if (git('init', '-q').status !== 0) return undefined;
    writeFileSync(path.join(folder, file.name), file.text);
    if (git('add', '-f', '--', file.name).status !== 0) return undefined;
    const hooks = hooksFolder === undefined ? [] : ['-c', `core.hooksPath=${hooksFolder}`];
    const { stdout, stderr } = git(...hooks, '-c', 'commit.gpgSign=false', 'commit', '-m', 'leakgate doctor');
    const committed = git('rev-parse', '-q', '--verify', 'HEAD').status === 0;
    return { committed, output: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Without `GIT_DIR` and its like; with a name for the author, which the user may not have set yet. */
function untied(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const tied =
    /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|PREFIX)$/;
  const kept = Object.entries(env).filter(([name]) => !tied.test(name));
  const who = { NAME: 'leakgate doctor', EMAIL: 'doctor@leakgate.invalid' };
  const author = Object.entries(who).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  return Object.fromEntries([...kept, ...author]);
}
