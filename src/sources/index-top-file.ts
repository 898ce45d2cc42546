import { mergeHeads } from '../git/merge-heads.ts';
import { readTopFile } from '../git/top-file.ts';
import type { TopFile } from '../types.ts';

/** A file at the top of the index, and as the parents of the next commit have it. */
export function indexTopFile(name: string, root: string): TopFile {
  const read = (revisions: readonly string[]) =>
    revisions.map((revision) => readTopFile(revision, name, root)).filter((bytes) => bytes !== undefined);
  const now = read(['']);
  return { now, before: now.length > 0 ? read(['HEAD', ...mergeHeads(root, process.env)]) : [] };
}
