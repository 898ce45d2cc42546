import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Settings } from '../../config/settings.ts';
import type { FindHelpers, Helpers } from '../../sources/packed-history.ts';
import type { SearchedSlice } from '../../sources/search-slice.ts';
import { slicesLeft } from '../../sources/slice-queue.ts';
import type { LongRun } from '../long-run.ts';
import { createUnpacker, type PlainResult } from './plain-results.ts';
import type { WorkerInput } from './worker.ts';

/**
 * How long a search has to go on, by how long it took so far, for each thread that shares what is left; sooner than the
 * first number, nothing can be told.
 */
interface Worth {
  seenMs: number;
  leftMs: number;
}

/** V8 compiles and collects garbage beside each thread: with fewer than two cores for each, that is in the way. */
const withCores: Worth = { seenMs: 50, leftMs: 250 };
const withFewCores: Worth = { seenMs: 2000, leftMs: 2000 };
/** By default V8 lets garbage grow to several times that in each thread. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

export interface HelpersInput {
  settings: Settings;
  explain: boolean;
  jobs: number;
  long: LongRun;
}

/**
 * Threads that search slices of a history beside this one.
 *
 * `LEAKGATE_THREADS=others`, for tests, starts them at once and leaves to this thread only what they did not do.
 */
export function sliceHelpers(input: HelpersInput): FindHelpers | undefined {
  if (input.jobs === 1) return undefined;
  return (queue, share) => {
    const started = performance.now();
    const cores = availableParallelism();
    const searched = new Map<number, SearchedSlice>();
    const workers: Promise<void>[] = [];
    const start = () => {
      const { settings, explain } = input;
      const workerData: WorkerInput = { slices: { queue, shared: share() }, settings, explain };
      workers.push(runWorker(workerData, searched, input.long));
    };
    const pays = (): boolean => {
      const ms = performance.now() - started;
      const left = slicesLeft(queue);
      const msLeft = (ms * left) / (queue.count - left || 1);
      const threads = workers.length + 1;
      const { seenMs, leftMs } = cores < 2 * (threads + 1) ? withFewCores : withCores;
      return ms > seenMs && msLeft > leftMs * threads;
    };
    const results: Helpers['results'] = async () => {
      await Promise.all(workers);
      return searched;
    };
    const startAll = async () => {
      while (workers.length + 1 < input.jobs) start();
      await results();
    };
    return {
      consider: () => {
        if (workers.length + 1 >= input.jobs) return undefined;
        if (process.env.LEAKGATE_THREADS === 'others') return startAll();
        if (pays()) start();
        return undefined;
      },
      results,
    };
  };
}

/** Ends with the thread, however that ends: what it has not told of is as if it had not taken it. */
function runWorker(
  workerData: WorkerInput,
  searched: Map<number, SearchedSlice>,
  long: LongRun,
): Promise<void> {
  const worker = new Worker(path.join(import.meta.dirname, 'worker.cjs'), { workerData, resourceLimits });
  const unpack = createUnpacker();
  worker.on('message', (plain: PlainResult) => {
    const { scanned, skipped, bytes } = plain.found.receipt;
    searched.set(plain.slice, unpack(plain));
    long.count(scanned + skipped.length, bytes);
  });
  return new Promise((resolve) => {
    worker.once('error', () => resolve());
    worker.once('exit', () => resolve());
  });
}
