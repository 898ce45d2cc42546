import { decodePath, splitNul } from './paths.ts';
import { runGit, tryGit } from './run.ts';

/** The blobs of the commit that is checked out, by path; empty when there is none. */
export function blobsAtHead(root: string): Map<string, string> {
  const result = tryGit(['ls-tree', '-r', '-z', '--full-tree', 'HEAD'], root);
  if (result.status !== 0) return new Map();
  return new Map(
    splitNul(result.stdout).map((field) => {
      const tab = field.indexOf(9);
      const id = field.subarray(0, tab).toString('latin1').split(' ')[2]!;
      return [decodePath(field.subarray(tab + 1)), id];
    }),
  );
}

/** The commits of notes, whose paths are ids of what they are about. */
export function noteCommits(root: string): Set<string> {
  return new Set(runGit(['rev-list', '--glob=refs/notes/*'], root).toString().split('\n'));
}
