import path from 'node:path';
import type { Settings } from '../../config/settings.ts';
import { UsageError } from '../../errors.ts';
import { type HistoryOptions, historySource } from '../../sources/history.ts';
import { parseRange, resolveRange } from '../../sources/revisions.ts';
import type { Finding, Source } from '../../types.ts';
import { runLong } from '../long-run.ts';
import type { Call, Flags } from '../options.ts';
import { runSource } from './scan.ts';

/**
 * Runs `history`.
 *
 * @throws {UsageError} more than one repository
 */
export async function runHistory(call: Call): Promise<number> {
  const [folder, ...more] = call.args;
  if (more.length > 0) throw new UsageError(`history ${more[0]}: one repository at a time`);
  if (folder !== undefined) enterRepository(folder);
  const inScope = await scopeFilter();
  return runLong(call.flags, (long) =>
    runSource(call, long.signal, ({ settings, root }) =>
      long.watch(historyOf(call.flags, root, settings, inScope)),
    ),
  );
}

/** Makes a folder the one that git and the config are looked for in, whatever a hook's environment says. */
export function enterRepository(folder: string): void {
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR'])
    delete process.env[name];
  try {
    process.chdir(path.resolve(folder));
  } catch {
    throw new UsageError(`${folder}: no such folder`);
  }
}

type ScopeFilter = (settings: Settings) => HistoryOptions['inScope'];

/** What a history leaves open until it knows a finding's path: excluded paths, and rules for certain paths. */
export async function scopeFilter(): Promise<ScopeFilter> {
  const { globMatcher } = await import('../../config/globs.ts');
  return ({ exclude }) => {
    const isExcluded = globMatcher(exclude);
    return ({ rule }: Finding, file: string, shown: string) =>
      !isExcluded(file) && (rule.paths === undefined || globMatcher(rule.paths)(shown));
  };
}

/** The source that the flags `--range` and `--unreachable` ask for. */
export function historyOf(flags: Flags, root: string, settings: Settings, filter: ScopeFilter): Source {
  const range = flags.range === undefined ? undefined : parseRange(String(flags.range));
  const unreachable = Boolean(flags.unreachable);
  if (range && unreachable) throw new UsageError('--range and --unreachable exclude each other');
  return historySource({
    root,
    scope: { commits: range && resolveRange(range, root), reflogs: unreachable },
    ...(range ? { range: range.label } : {}),
    unreachable,
    inScope: filter(settings),
  });
}
