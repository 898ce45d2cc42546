import type { Engine } from '../../engine/scan.ts';
import { takeInput } from '../../pipeline.ts';
import { newSearched } from '../../searched.ts';
import { type FileQueue, takeFiles } from '../../sources/file-queue.ts';
import type { ReadInput } from '../../sources/files.ts';
import type { Searched } from '../../types.ts';

/** What one thread saw of the files that it took. No secret is in it, so that it can be sent between threads. */
export interface Sifted {
  problems: Searched['problems'];
  receipt: Searched['receipt'];
  times: Searched['times'];
  /** Indexes of the files in which the engine found something, for the main thread to look at again. */
  hits: number[];
}

/**
 * Takes files from the queue until none is left, and tells those with something to report from the rest.
 *
 * @param onFile - called after each file, and awaited if it gives a promise
 */
export async function sift(
  queue: FileQueue,
  engine: Engine,
  read: ReadInput,
  onFile?: () => Promise<void> | undefined,
): Promise<Sifted> {
  const seen = newSearched();
  const hits: number[] = [];
  for (const { index, file } of takeFiles(queue)) {
    const before = seen.findings.length + seen.dropped.length;
    seen.receipt.expected++;
    for (const input of read(file)) {
      const pending = takeInput(input, engine, seen);
      if (pending) await pending;
    }
    if (seen.findings.length + seen.dropped.length > before) hits.push(index);
    const turn = onFile?.();
    if (turn) await turn;
  }
  return { problems: seen.problems, receipt: seen.receipt, times: seen.times, hits };
}
