import { parentPort, workerData } from 'node:worker_threads';
import type { Settings } from '../../config/settings.ts';
import { engineFor } from '../../setup/engine.ts';
import type { FileQueue } from '../../sources/file-queue.ts';
import { fileInputReader } from '../../sources/files.ts';
import { sift } from './sift.ts';

/** What a worker is started with. */
export interface WorkerInput {
  queue: FileQueue;
  settings: Settings;
  explain: boolean;
}

async function run({ queue, settings, explain }: WorkerInput): Promise<void> {
  const { engine } = await engineFor(settings, explain);
  parentPort!.postMessage(await sift(queue, engine, fileInputReader(settings.maxFileSize)));
}

void run(workerData as WorkerInput);
