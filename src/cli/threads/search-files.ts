import type { Engine } from '../../engine/scan.ts';
import { joinSearched, newSearched } from '../../pipeline/searched.ts';
import { createFileQueue, type FileQueue, filesLeft, stopQueue } from '../../sources/file-queue.ts';
import { fileInputReader } from '../../sources/files.ts';
import type { ListedFile } from '../../sources/list-files.ts';
import type { Searched } from '../../types.ts';
import { type FileThread, startFileThread } from './file-thread.ts';
import type { Pace } from './pace.ts';
import { sift } from './sift.ts';
import type { WorkerSettings } from './worker.ts';

/** So many files take longer than it takes a thread to start, which it does while more of them are listed. */
const FILES_PER_THREAD = 3000;
/** Files may be few and large: a thread is started when this much time has passed and this share of them is left. */
const START_AFTER_MS = 120;
const LEFT_SHARE = 0.3;

/** A search of files on this thread, and on up to `jobs` threads when there is enough for them. */
export interface FileSearch {
  /** Tells of files that come behind those before: other threads begin with them. */
  add(files: readonly ListedFile[]): void;
  /** Searches all of them. Whatever the number of threads, all comes in the order of the files. */
  finish(): Promise<Searched>;
}

export function createFileSearch(
  engine: Engine,
  { settings, explain, jobs, pace }: WorkerSettings & { jobs: number; pace: Pace },
): FileSearch {
  const queues: FileQueue[] = [];
  const threads: FileThread[] = [];
  let count = 0;
  const start = () => {
    const thread = startFileThread({ settings, explain });
    for (const queue of queues) thread.tell(queue);
    threads.push(thread);
    return thread;
  };
  const done = () => count - left();
  const left = () => queues.reduce((sum, queue) => sum + filesLeft(queue), 0);
  return {
    add(files) {
      const queue = createFileQueue(files, count);
      queues.push(queue);
      count += files.length;
      for (const thread of threads) thread.tell(queue);
      if (threads.length + 1 < jobs && count >= FILES_PER_THREAD * (threads.length + 1)) start();
    },
    async finish() {
      for (const thread of threads) thread.tell(undefined);
      const started = performance.now();
      const isTime = () => performance.now() - started > START_AFTER_MS * (threads.length + 1);
      const own = await sift(queues, engine, fileInputReader(settings.maxFileSize), () => {
        if (threads.length + 1 < jobs && isTime() && left() > count * LEFT_SHARE) start().tell(undefined);
        if (pace.signal.aborted) queues.forEach(stopQueue);
        return pace.after(done, count);
      });
      const parts = [own, ...(await Promise.all(threads.map(({ sifted }) => sifted)))];
      const hits = parts.flatMap((part) => part.hits).sort((a, b) => a.index - b.index);
      const seen = parts.map((part) => ({ ...newSearched(), ...part }));
      return joinSearched([...seen, ...hits.map(({ found }) => found)]);
    },
  };
}
