import { mergeHeads } from '../git/merge-heads.ts';
import { readTopFile } from '../git/top-file.ts';
import type { TopFile } from '../types.ts';

/** A file at the top of the index, and as the parents of the next commit have it. */
export function indexTopFile(name: string, root: string): TopFile {
  const parents = ['HEAD', ...mergeHeads(root, process.env)];
  const read = (revisions: readonly string[]) =>
    revisions.map((revision) => readTopFile(revision, name, root)).filter((bytes) => bytes !== undefined);
  return { now: read(['']), before: read(parents) };
}
