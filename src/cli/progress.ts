import { isatty } from 'node:tty';
import type { Input } from '../types.ts';
import type { Flags } from './options.ts';
import { printError } from './print.ts';

/** A line on standard error that says how far a run is. */
export interface Progress {
  count(input: Input): void;
  /** Counts what another thread has done. */
  add(objects: number, bytes: number): void;
  /** @param now - of `performance.now()` */
  show(now: number): void;
  /** Shows a text of the caller's instead, as often as the counts. */
  tell(text: string): void;
  clear(): void;
}

const STDERR = 2;
const QUIET_MS = 1000;
const REDRAW_MS = 100;
const CLEAR_LINE = '\r\x1b[K';

/** Shows nothing in the first second, off a terminal, in CI and with `--no-progress` or `--quiet`. */
export function createProgress(flags: Flags, env: NodeJS.ProcessEnv): Progress {
  const wanted = isatty(STDERR) && !env.CI && env.TERM !== 'dumb' && !flags['no-progress'] && !flags.quiet;
  const started = performance.now();
  const done = { objects: 0, expected: 0, bytes: 0 };
  let drawn = 0;
  const draw = (now: number, text: () => string) => {
    if (!wanted || now - started < QUIET_MS || now - drawn < REDRAW_MS) return;
    drawn = now;
    printError(CLEAR_LINE + text());
  };
  return {
    count(input) {
      if (input.kind === 'expected') done.expected += input.count;
      if (input.kind === 'skip') done.objects++;
      if (input.kind !== 'chunk') return;
      if (!input.continued) done.objects++;
      done.bytes += input.bytes.length;
    },
    add(objects, bytes) {
      done.objects += objects;
      done.bytes += bytes;
    },
    show: (now) => draw(now, () => progressText(done, (now - started) / 1000)),
    tell: (text) => draw(performance.now(), () => text),
    clear() {
      if (drawn > 0) printError(CLEAR_LINE);
      drawn = 0;
    },
  };
}

/** @param done - what was read, and how many objects are known to come in all */
export function progressText(
  { objects, expected, bytes }: { objects: number; expected: number; bytes: number },
  seconds: number,
): string {
  const megabytes = bytes / 1e6;
  const left = objects > 0 && expected > objects ? ((expected - objects) * seconds) / objects : 0;
  const time = left >= 1 ? `, about ${Math.ceil(left)} s left` : '';
  return `${objects} of ${expected} objects, ${megabytes.toFixed(0)} MB, ${(megabytes / seconds).toFixed(0)} MB/s${time}`;
}
