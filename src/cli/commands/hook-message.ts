import { UsageError } from '../../errors.ts';
import { messageSource } from '../../sources/message.ts';
import type { Call } from '../options.ts';
import { runSource } from './scan.ts';

/**
 * Runs the `commit-msg` hook.
 *
 * @throws {UsageError} the file was not given
 */
export async function runCommitMessage({ command, flags, args }: Call): Promise<number> {
  const [file] = args;
  if (file === undefined) throw new UsageError('hook run commit-msg: the message file is missing');
  const call = { command, flags: { ...flags, quiet: true }, args };
  return runSource(call, new AbortController().signal, ({ root }) => messageSource(file, root));
}
