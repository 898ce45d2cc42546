import path from 'node:path';
import { checks } from '../../engine/checks/registry.ts';
import { openPack } from '../../engine/rule-pack.ts';
import { ExitCode, UsageError } from '../../errors.ts';
import { findHooksFolder } from '../../git/hooks-folder.ts';
import { tryGit } from '../../git/run.ts';
import { type TriedCommit, tryCommit } from '../../git/throw-away.ts';
import { findWorkTree } from '../../git/work-tree.ts';
import { statusOf } from '../../hooks/status.ts';
import { printable } from '../../report/printable.ts';
import { readInstalledPack } from '../../rules/installed.ts';
import { masked } from '../../setup/masked.ts';
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
  await say('leakgate', `${version}, ${openPack(readInstalledPack()).count} rules, ${import.meta.dirname}`);
  await say('node', `${process.version}, ${process.execPath}`);
  const cwd = process.cwd();
  const top = findWorkTree(cwd, process.env);
  const folder = top === undefined ? undefined : await sayHooks(cwd, top);
  if (top === undefined) await say('hooks', 'not in a repository: those of a new repository are tried');
  await saySwitches(process.env);
  const code = await prove(folder);
  await saySettings(top, say);
  return code;
}

async function say(what: string, text: string): Promise<void> {
  printOut(`${what.padEnd(10)} ${printable(await masked(text))}\n`);
}

/** @returns the folder in which git looks for this repository's hooks */
async function sayHooks(cwd: string, top: string): Promise<string> {
  const { folder, setting } = findHooksFolder(cwd);
  await say('hooks', `${folder}${setting ? ` (${setting.scope} core.hooksPath in ${setting.file})` : ''}`);
  const pre = statusOf(folder, 'pre-commit', top);
  await say('', `pre-commit ${statusText(pre)}`);
  const common = tryGit(['rev-parse', '--git-common-dir'], top).stdout.toString().trimEnd();
  const usual = path.resolve(top, common, 'hooks');
  if (setting && pre.state !== 'installed' && statusOf(usual, 'pre-commit', top).state === 'installed') {
    await say(
      '',
      `shadowed: leakgate is installed in ${usual}, where git does not look because of core.hooksPath`,
    );
  }
  return folder;
}

/** Variables by which the user, or a CI, switches hook managers off. */
const switches: Readonly<Record<string, RegExp>> = {
  HUSKY: /^0$/,
  LEFTHOOK: /^(0|false)$/,
  SKIP: /leakgate/,
};

async function saySwitches(env: NodeJS.ProcessEnv): Promise<void> {
  for (const [name, off] of Object.entries(switches)) {
    if (off.test(env[name] ?? '')) await say('switched', `off by ${name}=${env[name]} in the environment`);
  }
}

async function prove(folder: string | undefined): Promise<number> {
  const token = checks['crc32-base62']!.make(Math.random, 'ghp_');
  const file = { name: 'leakgate-doctor.env', text: `GITHUB_TOKEN=${token}\n` };
  const env = { ...process.env, LEAKGATE_OFFLINE: '1' };
  const proof = tryCommit(file, folder, env);
  await say('proof', proofText(proof));
  if (process.platform !== 'win32' && wasStopped(proof)) {
    const bare = tryCommit(file, folder, { ...env, PATH: '/usr/bin:/bin:/usr/sbin:/sbin' });
    if (bare) await say('', `with the short PATH of graphical git clients: ${proofText(bare)}`);
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
