import { writeSync } from 'node:fs';

const STDOUT = 1;
const STDERR = 2;

/** Writes to standard output. */
export function printOut(text: string): void {
  print(STDOUT, text);
}

/** Writes to standard error. */
export function printError(text: string): void {
  print(STDERR, text);
}

/** Synchronous, so that nothing is lost at exit; loading `process.stdout` would cost a hook milliseconds. */
function print(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
