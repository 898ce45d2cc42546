import { UsageError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import type { Call } from '../options.ts';
import { runPreCommit } from './hook-commit.ts';

/** What each installed hook calls. `args` of the call are what git gave the hook. */
export const hookRuns: Readonly<Record<string, (call: Call) => Promise<number>>> = {
  'pre-commit': runPreCommit,
  'commit-msg': (call) => import('./hook-message.ts').then((module) => module.runCommitMessage(call)),
  'pre-push': (call) => import('./hook-push.ts').then((module) => module.runPrePush(call)),
  'pre-receive': (call) => import('./hook-push.ts').then((module) => module.runPreReceive(call)),
};

/**
 * Runs `hook run NAME [args..]`.
 *
 * @throws {UsageError} no such hook
 */
export async function runHook({ command, flags, args }: Call): Promise<number> {
  const [, name, ...rest] = args;
  const run = name === undefined ? undefined : hookRuns[name];
  if (run) return run({ command, flags, args: rest });
  const near = nearest(name ?? '', Object.keys(hookRuns));
  throw new UsageError(
    `hook run ${name ?? ''}: no such hook`,
    near ? `did you mean ${near}?` : `one of ${Object.keys(hookRuns).join(', ')}`,
  );
}
