import path from 'node:path';
import { UsageError } from '../../errors.ts';
import { repositoryVariables } from '../../git/run.ts';
import { historyOf } from '../../setup/history-of.ts';
import type { Setting } from '../../setup/scan-source.ts';
import type { Source } from '../../types.ts';
import { type LongRun, runLong } from '../long-run.ts';
import type { Call, Flags } from '../options.ts';
import { jobsOf } from '../threads/jobs.ts';
import { sliceHelpers } from '../threads/slice-helpers.ts';
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
  return runLong(call.flags, (long) =>
    runSource(call, long.signal, async (setting) =>
      long.watch(await threadedHistory(call.flags, long, setting)),
    ),
  );
}

/**
 * The history that the flags ask for, searched by as many threads as they allow.
 *
 * @throws {UsageError | SourceError} a flag is wrong
 */
export function threadedHistory(flags: Flags, long: LongRun, setting: Setting): Promise<Source> {
  const choice = {
    ...(flags.range === undefined ? {} : { range: String(flags.range) }),
    unreachable: Boolean(flags.unreachable),
  };
  const { settings } = setting;
  const helpers = sliceHelpers({ settings, explain: Boolean(flags.explain), jobs: jobsOf(flags), long });
  return historyOf(choice, setting, helpers);
}

/** Makes a folder the one that git and the config are looked for in, whatever a hook's environment says. */
export function enterRepository(folder: string): void {
  for (const name of repositoryVariables) delete process.env[name];
  try {
    process.chdir(path.resolve(folder));
  } catch {
    throw new UsageError(`${folder}: no such folder`);
  }
}
