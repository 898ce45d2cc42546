import { listChanges } from './commit-changes.ts';
import { type HistoryScope, revisionsOf } from './history-objects.ts';
import { decodePath, splitNul } from './paths.ts';
import { runGit, tryGit } from './run.ts';
import { lineBlocks } from './spawn.ts';

/** Where a blob came into the history. */
export interface BlobPlace {
  commit: string;
  path: string;
  /** Number of the commit in the order in which the history was read. */
  order: number;
}

/**
 * The first commit that has each blob at each of its paths, by blob id; parents come before their children. Merges
 * are asked only about blobs that no other commit brought.
 *
 * @param more - commits that no ref reaches
 * @throws {SourceError} git failed
 */
export async function placesOfBlobs(
  blobs: ReadonlySet<string>,
  scope: HistoryScope,
  more: readonly string[],
  root: string,
  signal: AbortSignal,
): Promise<Map<string, BlobPlace[]>> {
  const places = new Map<string, BlobPlace[]>();
  await addPlaces(places, blobs, commitsOf('--no-merges', scope, more, root, signal), root, signal);
  const rest = new Set([...blobs].filter((id) => !places.has(id)));
  if (rest.size > 0)
    await addPlaces(places, rest, commitsOf('--merges', scope, more, root, signal), root, signal, AFTER_ALL);
  return places;
}

/** Merges are read after all other commits. */
const AFTER_ALL = 2 ** 40;

function commitsOf(
  kind: '--merges' | '--no-merges',
  scope: HistoryScope,
  more: readonly string[],
  root: string,
  signal: AbortSignal,
): AsyncIterable<string> {
  const { revisions, input } = revisionsOf(scope, root);
  const args = ['rev-list', '--stdin', '--topo-order', '--reverse', kind, ...revisions];
  return lineBlocks(args, root, signal, [...input, ...more]);
}

async function addPlaces(
  places: Map<string, BlobPlace[]>,
  blobs: ReadonlySet<string>,
  commits: AsyncIterable<string>,
  root: string,
  signal: AbortSignal,
  firstOrder = 0,
): Promise<void> {
  let order = firstOrder;
  for await (const { commit, paths } of listChanges(commits, root, signal, (id) => blobs.has(id))) {
    order++;
    for (const { path, now } of paths) {
      const known = places.get(now.id);
      if (!known) places.set(now.id, [{ commit, path, order }]);
      else if (known.every((place) => place.path !== path)) known.push({ commit, path, order });
    }
  }
}

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
