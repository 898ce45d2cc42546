import path from 'node:path';
import { type MessagePort, Worker } from 'node:worker_threads';
import type { Engine } from '../../engine/scan.ts';
import { newSearched } from '../../pipeline/searched.ts';
import type { FileQueue } from '../../sources/file-queue.ts';
import { fileInputReader } from '../../sources/files.ts';
import { createPacker, createUnpacker, type PlainResult } from './plain-results.ts';
import { type Sifted, sift } from './sift.ts';
import type { WorkerInput, WorkerSettings } from './worker.ts';

/** By default V8 lets garbage grow to several times that in each thread. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/** A thread that searches files. */
export interface FileThread {
  /** Undefined: there are no more. */
  tell(queue: FileQueue | undefined): void;
  /** What it found, once it was told that there are no more. */
  sifted: Promise<Sifted>;
}

/** What goes from thread to thread of {@link Sifted}. */
type PlainSifted = Omit<Sifted, 'hits'> & { hits: PlainResult[] };

export function startFileThread(input: WorkerSettings): FileThread {
  const workerData: WorkerInput = { ...input, files: true };
  const worker = new Worker(path.join(import.meta.dirname, 'worker.cjs'), { workerData, resourceLimits });
  const sifted = new Promise<Sifted>((resolve) => {
    const stopped = (message: string) => {
      const problem = { path: '.', message: `a thread stopped, its files are not read: ${message}` };
      const { receipt, times } = newSearched();
      resolve({ hits: [], receipt, times, problems: [problem] });
    };
    worker.once('message', (plain: PlainSifted) => resolve(unpacked(plain)));
    worker.once('error', (error) => stopped(error.name));
    worker.once('exit', (code) => stopped(`exit code ${code}`));
  });
  return { tell: (queue) => worker.postMessage(queue), sifted };
}

/** What runs in that thread. */
export async function answerFiles(port: MessagePort, engine: Engine, maxFileSize: number): Promise<void> {
  const { hits, ...rest } = await sift(told(port), engine, fileInputReader(maxFileSize));
  const pack = createPacker();
  const plain: PlainSifted = {
    ...rest,
    hits: hits.map(({ index, found }) => pack(index, { found, leftOver: [] })),
  };
  port.postMessage(plain);
}

function unpacked({ hits, ...rest }: PlainSifted): Sifted {
  const unpack = createUnpacker();
  return {
    ...rest,
    hits: hits.map((plain) => ({ index: plain.slice, found: unpack(plain).found })),
  };
}

/** The queues that are posted, until there are no more. */
async function* told(port: MessagePort): AsyncGenerator<FileQueue> {
  const waiting: (FileQueue | undefined)[] = [];
  let wake = () => {};
  port.on('message', (queue: FileQueue | undefined) => {
    waiting.push(queue);
    wake();
  });
  for (;;) {
    if (waiting.length === 0)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    const queue = waiting.shift();
    if (!queue) break;
    yield queue;
  }
  port.removeAllListeners('message');
}
