import { type LongRun, TURN_MS } from '../long-run.ts';
import { keepHeapSmall } from '../v8-settings.ts';

/** Lets interrupts be heard while files are searched one after the other, and tells how far that is. */
export interface Pace {
  signal: AbortSignal;
  /** To be called after each file, and awaited if it gives a promise; `done` is asked now and then. */
  after(done: () => number, total: number): Promise<void> | undefined;
}

/** The pace of a run that shows its progress. */
export function paceOf({ signal, tell }: Pick<LongRun, 'signal' | 'tell'>): Pace {
  const started = performance.now();
  let turn = started;
  return {
    signal,
    after(done, total) {
      const now = performance.now();
      if (now - turn < TURN_MS) return undefined;
      turn = now;
      keepHeapSmall();
      tell(filesText(done(), total, (now - started) / 1000));
      return new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** @param seconds - since the first file */
export function filesText(done: number, total: number, seconds: number): string {
  const left = done > 0 ? ((total - done) * seconds) / done : 0;
  return `${done} of ${total} files${left >= 1 ? `, about ${Math.ceil(left)} s left` : ''}`;
}
