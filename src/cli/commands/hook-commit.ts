import { STAGED_ON_STDIN, startReading } from '../../git/given-staged.ts';
import { stagedSource } from '../../sources/staged.ts';
import type { Call } from '../options.ts';
import { runSource } from './scan.ts';

/** Runs the `pre-commit` hook: `staged`, with nothing to say when there is nothing to say. */
export async function runPreCommit({ flags, args }: Call): Promise<number> {
  const call = { command: 'staged', flags: { ...flags, quiet: true }, args: [] };
  const given = args.includes(STAGED_ON_STDIN) ? startReading() : undefined;
  return runSource(call, neverAborted, ({ root }) => stagedSource(root, [], given));
}

/** Nothing stops this scan; to make a real signal, node compiles code for longer than a file's search takes. */
const neverAborted = {
  aborted: false,
  reason: undefined,
  addEventListener() {},
  removeEventListener() {},
} as unknown as AbortSignal;
