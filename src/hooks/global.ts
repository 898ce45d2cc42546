import { mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { UsageError } from '../errors.ts';
import { runGit, tryGit } from '../git/run.ts';
import { calledLeakgate, type Installation, passingFile } from './hook-file.ts';
import { type Installed, installHooks, replaceFile } from './install.ts';
import { readHook } from './read-hook.ts';
import { type Removed, removeHooks } from './remove.ts';

const SETTING = 'core.hooksPath';

/**
 * Hooks that a repository may have of its own and that a global `core.hooksPath` would hide. Left out: those whose
 * mere presence changes what git does or that run on each change of a ref or of the index.
 *
 * @see https://git-scm.com/docs/githooks
 */
const passedOn: readonly string[] = [
  'applypatch-msg',
  'pre-applypatch',
  'post-applypatch',
  'pre-commit',
  'pre-merge-commit',
  'prepare-commit-msg',
  'commit-msg',
  'post-commit',
  'pre-rebase',
  'post-checkout',
  'post-merge',
  'pre-push',
  'post-rewrite',
  'pre-auto-gc',
  'sendemail-validate',
  'pre-receive',
  'update',
  'post-receive',
  'post-update',
];

/** The folder that is made when the user has no global `core.hooksPath`. */
function globalHooksFolder(env: NodeJS.ProcessEnv): string {
  return path.join(env.XDG_CONFIG_HOME || path.join(homedir(), '.config'), 'leakgate', 'hooks');
}

/**
 * The user's global `core.hooksPath`.
 *
 * @throws {UsageError} it is relative, so that it names another folder in each repository
 */
export function globalSetting(cwd: string): string | undefined {
  const { status, stdout } = tryGit(['config', '--global', '--type=path', '--get', SETTING], cwd);
  const value = stdout.toString().replace(/\r?\n$/, '');
  if (status !== 0 || value === '') return undefined;
  if (path.isAbsolute(value)) return path.normalize(value);
  throw new UsageError(
    `your global core.hooksPath is ${value}, which is another folder in each repository`,
    'run leakgate hook install in the repositories themselves',
  );
}

/**
 * Installs for every repository of this user: in the folder of the user's `core.hooksPath`, or in one that is made
 * and set, where every hook hands over to the repository's own.
 */
export function installGlobally(
  names: readonly string[],
  installation: Installation,
  cwd: string,
): Installed[] {
  const made = globalHooksFolder(process.env);
  const setting = globalSetting(cwd);
  if (setting !== undefined && setting !== made) return installHooks(setting, names, installation);
  mkdirSync(made, { recursive: true });
  for (const name of passedOn) {
    const file = path.join(made, name);
    if (readHook(file) === undefined) replaceFile(file, passingFile(name));
  }
  const installed = installHooks(made, names, installation, 'own');
  runGit(['config', '--global', SETTING, made], cwd);
  return installed;
}

/** Takes the global hooks away, and the setting when it is ours and nothing is left in its folder. */
export function removeGlobally(names: readonly string[], cwd: string): Removed[] {
  const made = globalHooksFolder(process.env);
  const setting = globalSetting(cwd);
  if (setting === undefined) return names.map((name) => ({ name, outcome: 'absent' }));
  if (setting !== made) return removeHooks(setting, names);
  const removed = names.map(
    (name): Removed => ({ name, outcome: passOn(made, name) ? 'removed' : 'absent' }),
  );
  if (!passedOn.some((name) => callsLeakgate(made, name))) {
    removeHooks(made, passedOn);
    runGit(['config', '--global', '--unset', SETTING], cwd);
    if (readdirSync(made).length === 0) rmdirSync(made);
  }
  return removed;
}

/** Puts a hook in the place of ours that only hands over; false when there was none of ours. */
function passOn(folder: string, name: string): boolean {
  if (!callsLeakgate(folder, name)) return false;
  replaceFile(path.join(folder, name), passingFile(name));
  return true;
}

function callsLeakgate(folder: string, name: string): boolean {
  return calledLeakgate(readHook(path.join(folder, name)) ?? '') !== undefined;
}
