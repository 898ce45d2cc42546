import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Settings } from '../../config/settings.ts';
import type { Engine } from '../../engine/scan.ts';
import { takeInput } from '../../pipeline.ts';
import { joinSearched, newSearched } from '../../searched.ts';
import { createFileQueue, type FileQueue, filesLeft, stopQueue } from '../../sources/file-queue.ts';
import { fileInputReader } from '../../sources/files.ts';
import type { ListedFile } from '../../sources/list-files.ts';
import type { Searched } from '../../types.ts';
import type { Pace } from './pace.ts';
import { type Sifted, sift } from './sift.ts';
import type { WorkerInput } from './worker.ts';

/** A thread takes 50 ms to start: one is started when this much time has passed and this share of the work is left. */
const START_AFTER_MS = 120;
const LEFT_SHARE = 0.3;

/**
 * Searches listed files on this thread, and on up to `jobs` threads when the work left pays for them. The order of
 * findings is that of the list, whatever the number of threads.
 */
export async function searchFiles(
  files: readonly ListedFile[],
  engine: Engine,
  input: Omit<WorkerInput, 'queue'> & { jobs: number; pace: Pace },
): Promise<Searched> {
  const queue = createFileQueue(files);
  const workers: Promise<Sifted>[] = [];
  const started = performance.now();
  const read = fileInputReader(input.settings.maxFileSize);
  const own = await sift(queue, engine, read, () => {
    if (
      workers.length + 1 < input.jobs &&
      performance.now() - started > START_AFTER_MS * (workers.length + 1)
    ) {
      if (filesLeft(queue) > files.length * LEFT_SHARE) workers.push(startWorker(queue, input));
    }
    if (input.pace.signal.aborted) stopQueue(queue);
    return input.pace.after(files.length - filesLeft(queue), files.length);
  });
  const parts = [own, ...(await Promise.all(workers))];
  const all = joinSearched(parts.map((part) => ({ ...newSearched(), ...part })));
  const hits = parts.flatMap((part) => part.hits).sort((a, b) => a - b);
  const again = newSearched();
  for (const index of hits) {
    for (const input of read(files[index]!)) await takeInput(input, engine, again);
  }
  return {
    ...all,
    findings: again.findings,
    dropped: again.dropped,
    problems: [...all.problems, ...again.problems],
  };
}

function startWorker(
  queue: FileQueue,
  { settings, explain }: { settings: Settings; explain: boolean },
): Promise<Sifted> {
  const workerData: WorkerInput = { queue, settings, explain };
  const worker = new Worker(path.join(import.meta.dirname, 'worker.cjs'), { workerData });
  return new Promise((resolve) => {
    const stopped = (message: string) => {
      const { receipt, times } = newSearched();
      resolve({
        hits: [],
        receipt,
        times,
        problems: [{ path: '.', message: `a thread stopped, its files are not read: ${message}` }],
      });
    };
    worker.once('message', resolve);
    worker.once('error', (error) => stopped(error.name));
    worker.once('exit', (code) => stopped(`exit code ${code}`));
  });
}
