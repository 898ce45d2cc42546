import path from 'node:path';
import { resolveSettings, type SettingFlags, type Settings } from '../../config/settings.ts';
import { UsageError } from '../../errors.ts';
import { findWorkTree } from '../../git/work-tree.ts';
import { scan, type searchAll } from '../../pipeline.ts';
import { exitCodeOf } from '../../report/exit-code.ts';
import type { FilesOptions } from '../../sources/files.ts';
import { stagedSource } from '../../sources/staged.ts';
import type { Report, Source } from '../../types.ts';
import { deciderFor } from '../decider.ts';
import { engineFor } from '../engine.ts';
import type { Call, Flags } from '../options.ts';
import { outputsOf, writeReports } from '../output.ts';
import { suppressorFor } from '../suppressor.ts';
import { verifierFor } from '../verifier.ts';

/** Runs `staged`, `dir` or `stdin`. */
export async function runScan(call: Call): Promise<number> {
  const signal = new AbortController().signal;
  return runSource(call, signal, ({ settings, cwd, root }) => sourceOf(call, settings, cwd, root));
}

/** Where a command runs, and what is in force there. */
export interface Setting {
  settings: Settings;
  cwd: string;
  /** Top of the working tree, or `cwd` outside of one. */
  root: string;
}

/** Commands and hooks for whose end somebody waits. */
const AWAITED: readonly string[] = ['staged', 'commit-msg', 'pre-push', 'pre-receive'];

/**
 * Scans a source and writes the reports that the flags ask for.
 *
 * @returns the exit code
 */
export async function runSource(
  call: Call,
  signal: AbortSignal,
  makeSource: (setting: Setting) => Source | Promise<Source>,
): Promise<number> {
  const outputs = outputsOf(call.flags);
  const { report, names } = await scanSource(call, signal, makeSource);
  await writeReports(report, outputs, call.flags, names);
  return exitCodeOf(report);
}

/** Where a command runs, and what its flags and the config say there. */
export async function settingOf({ flags }: Call): Promise<Setting> {
  const cwd = process.cwd();
  const root = findWorkTree(cwd, process.env) ?? cwd;
  return { settings: await resolveSettings(flags as SettingFlags, cwd, root, process.env), cwd, root };
}

/** Scans a source, and tells the engines in use besides. */
export async function scanSource(
  call: Call,
  signal: AbortSignal,
  makeSource: (setting: Setting) => Source | Promise<Source>,
): Promise<{ report: Report; names: string }> {
  const { settings, cwd, root } = await settingOf(call);
  const source = await withExcludes(await makeSource({ settings, cwd, root }), settings.exclude);
  const { engine, rules, names } = await engineFor(settings, Boolean(call.flags.explain));
  const waits = AWAITED.includes(source.name);
  const suppress = await suppressorFor({ source, settings, flags: call.flags, root, waits });
  const report = await scan(source, engine, {
    ...(call.command === 'dir' ? { search: await threadedSearch(call, settings, cwd) } : {}),
    signal,
    suppress,
    verify: verifierFor(settings, call.flags, waits, treeOf(source, root)),
    ...(await deciderFor(settings, source, root)),
    weakened: settings.weakened,
    rules,
  });
  return { report, names };
}

/** Where the other half of a secret is looked for; not for what is no part of the tree at hand, as a cloned one. */
function treeOf({ name }: Source, root: string): { root: string; staged: boolean } | undefined {
  return ['staged', 'dir', 'diff'].includes(name) ? { root, staged: name === 'staged' } : undefined;
}

/** The code of `staged` is at hand: a commit waits for it. */
async function sourceOf(call: Call, settings: Settings, cwd: string, root: string): Promise<Source> {
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
    case 'dir': {
      const { filesSource } = await import('../../sources/files.ts');
      return filesSource(filesOptions(call, settings, cwd));
    }
    default:
      throw new UsageError(`unknown scan ${command}`);
  }
}

function filesOptions({ flags, args }: Call, { maxFileSize }: Settings, cwd: string): FilesOptions {
  return { paths: args.length > 0 ? args : ['.'], cwd, gitignore: !flags['no-gitignore'], maxFileSize };
}

async function threadedSearch(call: Call, settings: Settings, cwd: string): Promise<typeof searchAll> {
  const { searchDir } = await import('../threads/search-dir.ts');
  const { explain, jobs } = call.flags;
  const search = {
    files: filesOptions(call, settings, cwd),
    settings,
    explain: Boolean(explain),
    jobs: jobsOf(jobs),
  };
  return (_inputs, engine) => searchDir(engine, search);
}

function jobsOf(value: Flags[string]): number | undefined {
  if (value === undefined) return undefined;
  const jobs = Number(value);
  if (!Number.isInteger(jobs) || jobs < 1) throw new UsageError(`--jobs ${value}: write a number of threads`);
  return jobs;
}

function slashed(name: string): string {
  return path.sep === '/' ? name : name.replaceAll(path.sep, '/');
}

async function withExcludes(source: Source, globs: readonly string[]): Promise<Source> {
  if (globs.length === 0) return source;
  const { excluding } = await import('../../config/excluding.ts');
  return excluding(source, globs);
}
