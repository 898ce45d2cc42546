import { UsageError } from '../errors.ts';
import { type HistoryOptions, historySource } from '../sources/history.ts';
import { parseRange, resolveRange } from '../sources/revisions.ts';
import type { Finding, Source } from '../types.ts';
import type { Setting } from './scan-source.ts';

/** Which part of a history: commits of a range, or also what no ref reaches. */
export interface HistoryChoice {
  range?: string;
  unreachable?: boolean;
}

/**
 * The history of the repository at hand, but for what the settings exclude.
 *
 * @param findHelpers - absent: one thread searches
 * @throws {UsageError | SourceError} the range is none
 */
export async function historyOf(
  { range: text, unreachable = false }: HistoryChoice,
  { root, settings }: Setting,
  findHelpers?: HistoryOptions['findHelpers'],
): Promise<Source> {
  const range = text === undefined ? undefined : parseRange(text);
  if (range && unreachable) throw new UsageError('--range and --unreachable exclude each other');
  return historySource({
    root,
    scope: { commits: range && resolveRange(range, root), reflogs: unreachable },
    ...(range ? { range: range.label } : {}),
    unreachable,
    inScope: await scopeFilter(settings.exclude),
    findHelpers,
  });
}

/** What a history leaves open until it knows a finding's path: excluded paths, and rules for certain paths. */
async function scopeFilter(exclude: readonly string[]): Promise<HistoryOptions['inScope']> {
  const { globMatcher, globsFit } = await import('../config/globs.ts');
  const isExcluded = globMatcher(exclude);
  const fits = globsFit();
  return ({ rule, exceptPaths }: Finding, file: string, shown: string) =>
    !isExcluded(file) &&
    (rule.paths === undefined || fits(rule.paths, shown)) &&
    !(exceptPaths && fits(exceptPaths, shown));
}
