import type { Engine } from '../../engine/scan.ts';
import { takeInput } from '../../pipeline.ts';
import { newSearched } from '../../searched.ts';
import { type FileQueue, takeFiles } from '../../sources/file-queue.ts';
import type { ReadInput } from '../../sources/files.ts';
import type { Searched } from '../../types.ts';

/** What one thread saw of the files that it took. */
export interface Sifted extends Pick<Searched, 'problems' | 'receipt' | 'times'> {
  hits: Hit[];
}

/** A file in which something was found. */
export interface Hit extends Pick<Searched, 'findings' | 'dropped'> {
  /** The file's place among all files of the search. */
  index: number;
}

/**
 * Takes files from queue after queue until none is left.
 *
 * @param onFile - called after each file, and awaited if it gives a promise
 */
export async function sift(
  queues: AsyncIterable<FileQueue> | Iterable<FileQueue>,
  engine: Engine,
  read: ReadInput,
  onFile?: () => Promise<void> | undefined,
): Promise<Sifted> {
  const all = newSearched();
  const { findings, dropped, problems, receipt, times } = all;
  const hits: Hit[] = [];
  for await (const queue of queues) {
    for (const { index, file } of takeFiles(queue)) {
      receipt.expected++;
      for (const input of read(file)) {
        const pending = takeInput(input, engine, all);
        if (pending) await pending;
      }
      if (findings.length + dropped.length > 0)
        hits.push({ index, findings: findings.splice(0), dropped: dropped.splice(0) });
      const turn = onFile?.();
      if (turn) await turn;
    }
  }
  return { problems, receipt, times, hits };
}
