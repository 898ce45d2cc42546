import path from 'node:path';
import { resolveSettings, type SettingFlags } from '../../config/settings.ts';
import { UsageError } from '../../errors.ts';
import { findWorkTree } from '../../git/work-tree.ts';
import type { searchAll } from '../../pipeline/search-all.ts';
import { exitCodeOf } from '../../report/exit-code.ts';
import { configMemory } from '../../setup/config-memory.ts';
import { type Setting, scanWith } from '../../setup/scan-source.ts';
import { stagedSource } from '../../sources/staged.ts';
import type { Report, Source } from '../../types.ts';
import { AWAITED } from '../awaited.ts';
import type { Call } from '../options.ts';
import { outputsOf, writeReports } from '../output.ts';

/** Runs `staged` or `stdin`. */
export async function runScan(call: Call): Promise<number> {
  const signal = new AbortController().signal;
  return runSource(call, signal, ({ cwd, root }) => sourceOf(call, cwd, root));
}

/** Makes what runs the engine over a source, where that is more than one chunk after the other. */
export type MakeSearch = (setting: Setting) => typeof searchAll;

/**
 * Scans a source and writes the reports that the flags ask for.
 *
 * @returns the exit code
 */
export async function runSource(
  call: Call,
  signal: AbortSignal,
  makeSource: (setting: Setting) => Source | Promise<Source>,
  makeSearch?: MakeSearch,
): Promise<number> {
  const outputs = outputsOf(call.flags);
  const { report, names } = await scanSource(call, signal, makeSource, makeSearch);
  await writeReports(report, outputs, call.flags, names);
  return exitCodeOf(report);
}

/** Where a command runs, and what its flags and the config say there. */
export async function settingOf({ flags }: Call): Promise<Setting> {
  const cwd = process.cwd();
  const root = findWorkTree(cwd, process.env) ?? cwd;
  const memory = configMemory();
  const settings = await resolveSettings(flags as SettingFlags, cwd, root, process.env, memory);
  return { settings, cwd, root };
}

/** Scans a source, and tells the engines in use besides. */
export async function scanSource(
  call: Call,
  signal: AbortSignal,
  makeSource: (setting: Setting) => Source | Promise<Source>,
  makeSearch?: MakeSearch,
): Promise<{ report: Report; names: string }> {
  const setting = await settingOf(call);
  const source = await makeSource(setting);
  return scanWith(setting, source, {
    signal,
    flags: call.flags,
    waits: AWAITED.includes(source.name),
    ...(makeSearch ? { search: makeSearch(setting) } : {}),
  });
}

/** The code of `staged` is at hand: a commit waits for it. */
async function sourceOf(call: Call, cwd: string, root: string): Promise<Source> {
  const { command, flags, args } = call;
  switch (command) {
    case 'staged':
      return stagedSource(
        root,
        args.map((name) => slashed(path.relative(root, path.resolve(cwd, name)))),
      );
    case 'stdin': {
      const { stdinSource } = await import('../../sources/stdin.ts');
      return stdinSource(process.stdin, String(flags.name ?? '(stdin)'));
    }
    default:
      throw new UsageError(`unknown scan ${command}`);
  }
}

function slashed(name: string): string {
  return path.sep === '/' ? name : name.replaceAll(path.sep, '/');
}
