import { withInside } from '../inside-inputs.ts';
import type { Input, Source } from '../types.ts';
import type { Flags } from './options.ts';
import { createProgress, type Progress } from './progress.ts';
import { optimiseLater } from './v8-settings.ts';

/** What a command that may take long is given: a signal that an interrupt aborts, and a watch over its source. */
export interface LongRun {
  signal: AbortSignal;
  /** The same source, with progress shown and interrupts heard while it is read. */
  watch(source: Source): Source;
  /** Counts and shows what another thread has done. */
  count(objects: number, bytes: number): void;
  /** Shows how far something else is. */
  tell(text: string): void;
  /** Takes away what is shown. */
  clear(): void;
}

/** The event loop is given a turn this often, so that signals are heard while files are read one after the other. */
export const TURN_MS = 50;

/**
 * Runs a command that may take long. SIGINT and SIGTERM end its reading, so that it reports what it has; a second one
 * ends it at once.
 */
export async function runLong<T>(flags: Flags, run: (long: LongRun) => Promise<T>): Promise<T> {
  optimiseLater();
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals) =>
    controller.abort(`interrupted by ${name}: this report holds only what was read until then`);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const progress = createProgress(flags, process.env);
  try {
    return await run({
      signal: controller.signal,
      count: (objects, bytes) => {
        progress.add(objects, bytes);
        progress.show(performance.now());
      },
      tell: progress.tell,
      clear: progress.clear,
      watch: (source) => ({
        ...source,
        read: (signal) => createWatch(progress, signal)(source.read(signal)),
      }),
    });
  } finally {
    progress.clear();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** Shows progress and hears interrupts while input is read, and all input that comes of it. */
function createWatch(progress: Progress, signal: AbortSignal) {
  let turn = performance.now();
  const watched = async function* (inputs: AsyncIterable<Input>): AsyncGenerator<Input> {
    for await (const input of inputs) {
      const now = performance.now();
      if (now - turn > TURN_MS) {
        turn = now;
        progress.show(now);
        await new Promise(setImmediate);
      }
      if (signal.aborted) break;
      yield counted(input);
    }
  };
  const counted = (input: Input): Input => {
    progress.count(input);
    return withInside(input, counted, watched);
  };
  return async function* (inputs: AsyncIterable<Input>): AsyncGenerator<Input> {
    yield* watched(inputs);
    progress.clear();
  };
}
