import { parentPort, workerData } from 'node:worker_threads';
import type { Settings } from '../../config/settings.ts';
import type { SharedObjects } from '../../git/pack/stored-objects.ts';
import { engineFor } from '../../setup/engine.ts';
import type { SliceQueue } from '../../sources/slice-queue.ts';

/** What a worker is started with. */
export type WorkerInput = WorkerSettings & ({ files: true } | { slices: SharedSlices });

export interface WorkerSettings {
  settings: Settings;
  explain: boolean;
}

/** Slices of a history, and what to read them with. */
export interface SharedSlices {
  queue: SliceQueue;
  shared: SharedObjects;
}

async function run(input: WorkerInput): Promise<void> {
  const { settings, explain } = input;
  const { engine } = await engineFor(settings, explain);
  if ('files' in input) {
    const { answerFiles } = await import('./file-thread.ts');
    await answerFiles(parentPort!, engine, settings.maxFileSize);
    return;
  }
  const { postSlices } = await import('./post-slices.ts');
  await postSlices(input.slices, engine, settings.exclude, (result) => parentPort!.postMessage(result));
}

void run(workerData as WorkerInput);
