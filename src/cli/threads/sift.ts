import type { Engine } from '../../engine/scan.ts';
import { takeInput } from '../../pipeline/search-all.ts';
import { newSearched } from '../../pipeline/searched.ts';
import { type FileQueue, takeFiles } from '../../sources/file-queue.ts';
import type { ReadInput } from '../../sources/files.ts';
import type { Searched } from '../../types.ts';

/** What one thread saw of the files that it took. */
export interface Sifted extends Pick<Searched, 'problems' | 'receipt' | 'times'> {
  hits: Hit[];
}

/** A file of which there is something to report: findings, drops, problems and skips, without what is only counted. */
export interface Hit {
  /** The file's place among all files of the search. */
  index: number;
  found: Searched;
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
  const { problems, receipt, times } = all;
  const lists = [all.findings, all.dropped, problems, receipt.skipped];
  const hits: Hit[] = [];
  for await (const queue of queues) {
    for (const { index, file } of takeFiles(queue)) {
      receipt.expected++;
      for (const input of read(file)) {
        const pending = takeInput(input, engine, all);
        if (pending) await pending;
      }
      if (lists.some(({ length }) => length > 0)) hits.push({ index, found: takeLists(all) });
      const turn = onFile?.();
      if (turn) await turn;
    }
  }
  return { problems, receipt, times, hits };
}

function takeLists({ findings, dropped, problems, receipt }: Searched): Searched {
  const none = newSearched();
  return {
    ...none,
    findings: findings.splice(0),
    dropped: dropped.splice(0),
    problems: problems.splice(0),
    receipt: { ...none.receipt, skipped: receipt.skipped.splice(0) },
  };
}
