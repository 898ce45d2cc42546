import { writeSync } from 'node:fs';
import { UsageError } from '../errors.ts';

const STDOUT = 1;
const STDERR = 2;

/**
 * Writes to standard output.
 *
 * @throws {UsageError} it can't be written to, as on a full disk
 */
export function printOut(text: string): void {
  const problem = print(STDOUT, text);
  if (problem !== undefined) throw new UsageError(`standard output can't be written to (${problem})`);
}

/** Writes to standard error; where that fails, nobody is left to tell. */
export function printError(text: string): void {
  print(STDERR, text);
}

/**
 * Synchronous, so that nothing is lost at exit; loading `process.stdout` would cost a hook milliseconds.
 *
 * @returns the code of what went wrong; a reader that went away is nothing wrong
 */
function print(descriptor: number, text: string): string | undefined {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return undefined;
      if (code !== 'EAGAIN') return code ?? String(error);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  return undefined;
}
