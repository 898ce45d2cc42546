import type { Settings } from '../../config/settings.ts';
import type { Engine } from '../../engine/scan.ts';
import { takeInput } from '../../pipeline/search-all.ts';
import { joinSearched, newSearched } from '../../pipeline/searched.ts';
import { type FilesOptions, fileInputReader, listAll } from '../../sources/files.ts';
import type { ListedFile } from '../../sources/list-files.ts';
import type { Searched } from '../../types.ts';
import { keepHeapSmall } from '../v8-settings.ts';
import type { Pace } from './pace.ts';
import { createFileSearch, type FileSearch } from './search-files.ts';

/** Other threads are told of files when there are so many more. */
const TOLD_FILES = 1000;

/** What `dir` is to search, and how. */
export interface DirSearch {
  files: FilesOptions;
  settings: Settings;
  explain: boolean;
  /** Threads at most. */
  jobs: number;
  pace: Pace;
}

/** Searches what `dir` names, on several threads when there is much of it. */
export async function searchDir(
  engine: Engine,
  { files, settings, explain, jobs, pace }: DirSearch,
): Promise<Searched> {
  const all = newSearched();
  const search =
    jobs > 1
      ? createFileSearch(engine, { settings, explain, jobs, pace })
      : searchHere(engine, files.maxFileSize, pace);
  const isExcluded = await excluder(settings.exclude);
  let listed: ListedFile[] = [];
  for (const item of await listAll(files)) {
    if (item.kind !== 'file') await takeInput(item, engine, all);
    else if (isExcluded(item.path))
      await takeInput({ kind: 'skip', path: item.path, reason: 'excluded by the config' }, engine, all);
    else listed.push(item);
    if (listed.length < TOLD_FILES) continue;
    keepHeapSmall();
    search.add(listed);
    listed = [];
  }
  search.add(listed);
  all.receipt.expected += all.receipt.skipped.length;
  return joinSearched([all, await search.finish()]);
}

async function excluder(globs: readonly string[]): Promise<(path: string) => boolean> {
  if (globs.length === 0) return () => false;
  const { globMatcher } = await import('../../config/globs.ts');
  return globMatcher(globs);
}

/** The same on this thread alone. */
function searchHere(engine: Engine, maxFileSize: number, pace: Pace): FileSearch {
  const listed: ListedFile[] = [];
  return {
    add(files) {
      for (const file of files) listed.push(file);
    },
    async finish() {
      const all = newSearched();
      const read = fileInputReader(maxFileSize);
      const done = () => all.receipt.expected;
      for (const file of listed) {
        all.receipt.expected++;
        for (const input of read(file)) {
          const pending = takeInput(input, engine, all);
          if (pending) await pending;
        }
        const turn = pace.after(done, listed.length);
        if (turn) await turn;
        if (pace.signal.aborted) break;
      }
      return all;
    },
  };
}
