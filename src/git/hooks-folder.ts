import { resolve } from 'node:path';
import { runGit, tryGit } from './run.ts';

/** Where git looks for the hooks of a repository. */
export interface HooksFolder {
  /** Absolute. It may not exist. */
  folder: string;
  /** `core.hooksPath` as the last setting of it stands, when one does. */
  setting?: { scope: 'system' | 'global' | 'local' | 'worktree' | 'command'; file: string; value: string };
}

/**
 * Asks git, so that linked work trees, submodules, bare repositories and `core.hooksPath` are what git says they are.
 *
 * @throws {SourceError} not a repository
 */
export function findHooksFolder(cwd: string): HooksFolder {
  const base = hooksBase(cwd);
  const setting = readSetting(base);
  // An empty core.hooksPath sends git to the root of the file system.
  const path = textOf(runGit(['rev-parse', '--git-path', 'hooks'], base)) || '/';
  const folder = resolve(base, path);
  return setting ? { folder, setting } : { folder };
}

/** The folder that a relative `core.hooksPath` counts from: that in which git runs hooks. */
function hooksBase(cwd: string): string {
  const top = tryGit(['rev-parse', '--show-toplevel'], cwd);
  const text = top.status === 0 ? textOf(top.stdout) : '';
  return text === '' ? resolve(cwd, textOf(runGit(['rev-parse', '--git-dir'], cwd))) : text;
}

/** @returns what `core.hooksPath` is set to, and where */
function readSetting(cwd: string): HooksFolder['setting'] {
  const { status, stdout } = tryGit(
    ['config', '-z', '--show-scope', '--show-origin', '--type=path', '--get', 'core.hooksPath'],
    cwd,
  );
  const [scope, origin, value] = stdout.toString().split('\0');
  if (status !== 0 || !scope || !origin || value === undefined) return undefined;
  const file = origin.replace(/^file:/, '');
  return { scope: scope as NonNullable<HooksFolder['setting']>['scope'], file, value };
}

/** Git's answer without the line end. */
function textOf(output: Buffer): string {
  return output.toString().replace(/\r?\n$/, '');
}
