import path from 'node:path';
import { ExitCode, UsageError } from '../../errors.ts';
import { findHooksFolder, type HooksFolder } from '../../git/hooks-folder.ts';
import { findWorkTree } from '../../git/work-tree.ts';
import { globalSetting, installGlobally, removeGlobally } from '../../hooks/global.ts';
import type { Installation } from '../../hooks/hook-file.ts';
import { type Installed, installHooks } from '../../hooks/install.ts';
import { managerOf } from '../../hooks/managers.ts';
import { removeHooks } from '../../hooks/remove.ts';
import { type HookStatus, statusOf } from '../../hooks/status.ts';
import { nearest } from '../../nearest.ts';
import { printable } from '../../report/printable.ts';
import type { Call, Flags } from '../options.ts';
import { printOut } from '../print.ts';
import { hookRuns } from './hook-run.ts';

const SERVER_HOOKS: readonly string[] = ['pre-receive'];

/**
 * Runs `hook install`, `remove` or `status`.
 *
 * @throws {UsageError} no such action or hook, or hooks that are not this repository's to change
 */
export async function manageHooks({ args, flags }: Call): Promise<number> {
  const [action, ...rest] = args;
  if (rest.length > 0) throw new UsageError(`hook ${action}: ${rest[0]} is one word too many`);
  const names = hookNames(flags);
  switch (action) {
    case 'install':
      return flags.global ? installForUser(names) : installHere(names);
    case 'remove':
      return remove(names, Boolean(flags.global));
    case 'status':
      return status(names, Boolean(flags.global));
    default:
      throw unknownAction(action);
  }
}

const ACTIONS: readonly string[] = ['install', 'remove', 'status', 'run'];

function unknownAction(action: string | undefined): UsageError {
  const near = action === undefined ? undefined : nearest(action, ACTIONS);
  return new UsageError(
    action === undefined ? 'hook: say what to do' : `hook: no such action: ${action}`,
    near ? `did you mean hook ${near}?` : 'one of install, remove, status, run NAME',
  );
}

function hookNames(flags: Flags): string[] {
  const known = Object.keys(hookRuns).filter((name) => !SERVER_HOOKS.includes(name));
  if (flags.hooks === undefined) return known;
  const names = String(flags.hooks).split(',');
  for (const name of names) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    throw new UsageError(
      `--hooks: no hook ${name}`,
      near ? `did you mean ${near}?` : `of ${known.join(', ')}`,
    );
  }
  return names;
}

/** This node and this leakgate: what the hook calls, so that it needs no PATH. */
function thisInstallation(): Installation {
  return { node: process.execPath, leakgate: path.join(import.meta.dirname, 'leakgate.cjs') };
}

function installHere(names: readonly string[]): number {
  const cwd = process.cwd();
  const { folder, setting } = hooksOfItsOwn(cwd, 'install --global installs there');
  refuseForeign(folder, setting);
  const installed = installHooks(folder, names, thisInstallation());
  printInstalled(installed, false);
  for (const { name, kept } of installed) {
    if (kept !== undefined) adviseOn(folder, name, kept);
  }
  return ExitCode.Clean;
}

/** @throws {UsageError} all repositories share them */
function hooksOfItsOwn(cwd: string, insteadRun: string): HooksFolder {
  const found = findHooksFolder(cwd);
  const { setting } = found;
  if (setting?.scope !== 'global' && setting?.scope !== 'system') return found;
  throw new UsageError(
    `${setting.scope} core.hooksPath (${setting.file}) sends every repository's hooks to ${setting.value}`,
    `leakgate hook ${insteadRun}`,
  );
}

/** A folder that husky writes anew each time is not ours to write to. */
function refuseForeign(folder: string, setting: HooksFolder['setting']): void {
  if (setting?.value === '')
    throw new UsageError(
      `core.hooksPath (${setting.file}) is empty, and so git runs no hooks`,
      'git config --unset core.hooksPath',
    );
  const manager = managerOf(folder, '', undefined);
  if (manager)
    throw new UsageError(`${manager.name} writes the hooks of this repository itself`, manager.advice);
}

function adviseOn(folder: string, name: string, kept: string): void {
  const manager = statusOf(folder, kept, undefined);
  if (manager.state !== 'other' || !manager.manager) return;
  printOut(
    `${name} was made by ${manager.manager.name}, which may write it anew; to last: ${manager.manager.advice}\n`,
  );
}

function installForUser(names: readonly string[]): number {
  printInstalled(installGlobally(names, thisInstallation(), process.cwd()), true);
  return ExitCode.Clean;
}

function printInstalled(installed: readonly Installed[], everywhere: boolean): void {
  for (const { name, file, kept } of installed) {
    const before = kept === undefined ? '' : ` (after ${kept}, the hook that was there)`;
    printOut(`${name.padEnd(10)}  installed in ${printable(file)}${before}\n`);
  }
  if (/[\\/](_npx|dlx-)/.test(import.meta.dirname)) {
    printOut(
      'This leakgate is in a cache that may be emptied; npm install -g leakgate, then install again.\n',
    );
  }
  const undo = `leakgate hook remove${everywhere ? ' --global' : ''}`;
  printOut(`Undo: ${undo}. Prove it: leakgate doctor.\n`);
}

function remove(names: readonly string[], everywhere: boolean): number {
  const cwd = process.cwd();
  const removed = everywhere
    ? removeGlobally(names, cwd)
    : removeHooks(hooksOfItsOwn(cwd, 'remove --global takes them from there').folder, names);
  const words = {
    absent: 'was not installed',
    removed: 'removed',
    restored: 'removed; the hook before it is back',
  };
  for (const { name, outcome } of removed) printOut(`${name.padEnd(10)}  ${words[outcome]}\n`);
  return ExitCode.Clean;
}

function status(names: readonly string[], everywhere: boolean): number {
  const cwd = process.cwd();
  const folder = everywhere ? globalSetting(cwd) : findHooksFolder(cwd).folder;
  if (folder === undefined) {
    printOut('no global hooks: core.hooksPath is not set for this user\n');
    return ExitCode.Clean;
  }
  const top = findWorkTree(cwd, process.env);
  for (const name of names) printOut(`${name.padEnd(10)}  ${statusText(statusOf(folder, name, top))}\n`);
  return ExitCode.Clean;
}

/** One line about a hook, without its name. */
export function statusText(hook: HookStatus): string {
  const file = printable(hook.file);
  switch (hook.state) {
    case 'installed':
      return `installed in ${file}${hook.kept === undefined ? '' : `, after ${hook.kept}`}`;
    case 'broken':
      return `broken: ${printable(hook.reason)} (${file}); leakgate hook install mends it`;
    case 'absent':
      return 'not installed';
    case 'other':
      return otherText(hook, file);
  }
}

function otherText({ manager }: HookStatus & { state: 'other' }, file: string): string {
  if (!manager)
    return `not installed: ${file} is another hook (leakgate hook install keeps it, and runs after it)`;
  return manager.callsLeakgate
    ? `through ${manager.name}, whose config names leakgate`
    : `not installed: ${manager.name} made ${file}; ${manager.advice}`;
}
