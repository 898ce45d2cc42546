import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { WorkerInput } from '../../src/cli/threads/worker.ts';
import { resolveSettings } from '../../src/config/settings.ts';
import type { BenchSetting } from './bench-setting.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';
import { printTable } from './print.ts';

/** What a further thread costs before it has read its first file. */
export async function benchThreads({ quick, rounds, scratch }: BenchSetting): Promise<Figure[]> {
  const settings = await resolveSettings({ 'no-repo-config': true }, scratch, scratch, {});
  const workerData: WorkerInput = { files: true, settings, explain: false };
  const workers = new Map<string, () => Worker>([
    [
      'a worker that says hello',
      () => new Worker('require("node:worker_threads").parentPort.postMessage(0)', { eval: true }),
    ],
    ['a worker with the engine, no files', () => new Worker(path.resolve('dist/worker.cjs'), { workerData })],
  ]);
  const times = new Map<string, number[]>([...workers.keys()].map((name) => [name, []]));
  for (let round = 0; round <= (quick ? 5 : 3 * rounds); round++) {
    for (const [name, start] of workers) {
      const ms = await timeToMessage(start);
      if (round > 0) times.get(name)!.push(ms);
    }
  }
  const rows = [...times].map(([name, list]) => [name, median(list).toFixed(1)]);
  printTable('Threads: from start to first message', ['', 'wall ms'], rows);
  return [];
}

async function timeToMessage(start: () => Worker): Promise<number> {
  const started = performance.now();
  const worker = start();
  worker.postMessage(undefined);
  await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  const ms = performance.now() - started;
  await worker.terminate();
  return ms;
}
