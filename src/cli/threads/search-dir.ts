import type { Settings } from '../../config/settings.ts';
import type { Engine } from '../../engine/scan.ts';
import { takeInput } from '../../pipeline.ts';
import { joinSearched, newSearched } from '../../searched.ts';
import { type FilesOptions, fileInputReader, listAll } from '../../sources/files.ts';
import type { ListedFile } from '../../sources/list-files.ts';
import type { Searched } from '../../types.ts';
import type { Pace } from './pace.ts';
import { searchFiles } from './search-files.ts';

/** Fewer files than this are read on one thread. */
const FEW_FILES = 1500;

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
  const listed: ListedFile[] = [];
  const isExcluded = await excluder(settings.exclude);
  for (const item of await listAll(files)) {
    if (item.kind !== 'file') await takeInput(item, engine, all);
    else if (isExcluded(item.path))
      await takeInput({ kind: 'skip', path: item.path, reason: 'excluded by the config' }, engine, all);
    else listed.push(item);
  }
  all.receipt.expected += all.receipt.skipped.length;
  const found =
    listed.length < FEW_FILES || jobs === 1
      ? await searchHere(listed, engine, files.maxFileSize, pace)
      : await searchFiles(listed, engine, { settings, explain, jobs, pace });
  return joinSearched([all, found]);
}

async function excluder(globs: readonly string[]): Promise<(path: string) => boolean> {
  if (globs.length === 0) return () => false;
  const { globMatcher } = await import('../../config/globs.ts');
  return globMatcher(globs);
}

async function searchHere(
  listed: readonly ListedFile[],
  engine: Engine,
  maxFileSize: number,
  pace: Pace,
): Promise<Searched> {
  const all = newSearched();
  const read = fileInputReader(maxFileSize);
  for (const file of listed) {
    all.receipt.expected++;
    for (const input of read(file)) {
      const pending = takeInput(input, engine, all);
      if (pending) await pending;
    }
    const turn = pace.after(all.receipt.expected, listed.length);
    if (turn) await turn;
    if (pace.signal.aborted) break;
  }
  return all;
}
