import path from 'node:path';
import { UsageError } from '../../errors.ts';
import { type HistoryChoice, historyOf } from '../../setup/history-of.ts';
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
  return runLong(call.flags, (long) =>
    runSource(call, long.signal, async (setting) =>
      long.watch(await historyOf(historyChoice(call.flags), setting)),
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

/** The part of a history that the flags `--range` and `--unreachable` ask for. */
export function historyChoice(flags: Flags): HistoryChoice {
  return {
    ...(flags.range === undefined ? {} : { range: String(flags.range) }),
    unreachable: Boolean(flags.unreachable),
  };
}
