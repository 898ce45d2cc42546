import path from 'node:path';
import { checks } from '../../engine/checks/registry.ts';
import { openPack } from '../../engine/rule-pack.ts';
import { ExitCode, UsageError } from '../../errors.ts';
import { findHooksFolder } from '../../git/hooks-folder.ts';
import { type TriedCommit, tryCommit } from '../../git/throw-away.ts';
import { findWorkTree } from '../../git/work-tree.ts';
import { statusOf } from '../../hooks/status.ts';
import { printable } from '../../report/printable.ts';
import { readInstalledPack } from '../../rules/installed.ts';
import { version } from '../../setup/version.ts';
import type { Call } from '../options.ts';
import { printOut } from '../print.ts';
import { saySettings } from './doctor-settings.ts';
import { statusText } from './hook.ts';

/**
 * Runs `doctor`: says which hooks there are, proves them by committing a synthetic secret in a throw-away repository,
 * and says what the settings make of a scan.
 *
 * @returns Usage when the secret was committed: this installation does not do its job
 */
export async function runDoctor({ args }: Call): Promise<number> {
  if (args.length > 0) throw new UsageError(`doctor: ${args[0]} is one word too many`);
  say('leakgate', `${version}, ${openPack(readInstalledPack()).count} rules, ${import.meta.dirname}`);
  say('node', `${process.version}, ${process.execPath}`);
  const cwd = process.cwd();
  const top = findWorkTree(cwd, process.env);
  const folder = top === undefined ? undefined : sayHooks(cwd, top);
  if (top === undefined) say('hooks', 'not in a repository: those of a new repository are tried');
  saySwitches(process.env);
  const code = prove(folder);
  await saySettings(top, say);
  return code;
}

function say(what: string, text: string): void {
  printOut(`${what.padEnd(10)} ${printable(text)}\n`);
}

/** @returns the folder in which git looks for this repository's hooks */
function sayHooks(cwd: string, top: string): string {
  const { folder, setting } = findHooksFolder(cwd);
  say('hooks', `${folder}${setting ? ` (${setting.scope} core.hooksPath in ${setting.file})` : ''}`);
  const pre = statusOf(folder, 'pre-commit', top);
  say('', `pre-commit ${statusText(pre)}`);
  const usual = path.join(top, '.git', 'hooks');
  if (setting && pre.state !== 'installed' && statusOf(usual, 'pre-commit', top).state === 'installed') {
    say('', `shadowed: leakgate is installed in ${usual}, where git does not look because of core.hooksPath`);
  }
  return folder;
}

/** Variables by which the user, or a CI, switches hook managers off. */
const switches: Readonly<Record<string, RegExp>> = {
  HUSKY: /^0$/,
  LEFTHOOK: /^(0|false)$/,
  SKIP: /leakgate/,
};

function saySwitches(env: NodeJS.ProcessEnv): void {
  for (const [name, off] of Object.entries(switches)) {
    if (off.test(env[name] ?? '')) say('switched', `off by ${name}=${env[name]} in the environment`);
  }
}

function prove(folder: string | undefined): number {
  const token = checks['crc32-base62']!.make(Math.random, 'ghp_');
  const file = { name: 'leakgate-doctor.env', text: `GITHUB_TOKEN=${token}\n` };
  const env = { ...process.env, LEAKGATE_OFFLINE: '1' };
  const proof = tryCommit(file, folder, env);
  say('proof', proofText(proof));
  if (process.platform !== 'win32' && wasStopped(proof)) {
    const bare = tryCommit(file, folder, { ...env, PATH: '/usr/bin:/bin:/usr/sbin:/sbin' });
    if (bare) say('', `with the short PATH of graphical git clients: ${proofText(bare)}`);
  }
  return wasStopped(proof) ? ExitCode.Clean : ExitCode.Usage;
}

function wasStopped(proof: TriedCommit | undefined): boolean {
  return (
    proof !== undefined && !proof.committed && proof.output.includes('secret found, the commit is stopped')
  );
}

function proofText(proof: TriedCommit | undefined): string {
  if (proof === undefined) return 'none: git could not make a repository in the temporary folder';
  if (wasStopped(proof)) return 'a commit with a synthetic secret was stopped by leakgate';
  if (proof.committed)
    return 'NOT PROTECTED: a commit with a synthetic secret went through (leakgate hook install)';
  const first = proof.output.trim().split('\n')[0];
  return `NOT PROVED: something else stopped the commit before leakgate could: ${first}`;
}
