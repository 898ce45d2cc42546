import { UsageError } from '../../errors.ts';
import { readStaged, STAGED_ON_STDIN } from '../../git/given-staged.ts';
import { nearest } from '../../nearest.ts';
import { stagedSource } from '../../sources/staged.ts';
import type { Call } from '../options.ts';
import { runSource } from './scan.ts';

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

/** `staged`, with nothing to say when there is nothing to say. */
async function runPreCommit({ flags, args }: Call): Promise<number> {
  const call = { command: 'staged', flags: { ...flags, quiet: true }, args: [] };
  const given = args.includes(STAGED_ON_STDIN) ? readStaged : undefined;
  return runSource(call, new AbortController().signal, ({ root }) => stagedSource(root, [], given));
}
