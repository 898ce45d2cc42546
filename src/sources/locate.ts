import { type BlobPlace, blobsAtHead, noteCommits, placesOfBlobs } from '../git/blob-places.ts';
import { commitInfo } from '../git/commit-object.ts';
import { type HistoryScope, reachableAmong } from '../git/history-objects.ts';
import { readObjects } from '../git/objects.ts';
import type { CommitInfo, Finding } from '../types.ts';

/**
 * Whether a finding counts at a path.
 *
 * @param path - of the file in the repository
 * @param shown - the same, with the path inside of it where it is a container
 */
export type InScope = (finding: Finding, path: string, shown: string) => boolean;

export interface LocateOptions {
  root: string;
  scope: HistoryScope;
  /** Commits that no ref reaches. */
  danglingCommits: readonly string[];
  inScope: InScope;
  /** Findings may be in objects that the scope does not reach: those go. */
  dropUnreachable: boolean;
}

/**
 * Gives findings of a history their commit, author, date and path, by one pass over its commits. Of a secret that
 * many versions of a file have, the first is kept, and it is told whether HEAD has one of them.
 */
export async function locateFindings(
  found: readonly Finding[],
  { root, scope, danglingCommits, inScope, dropUnreachable }: LocateOptions,
  signal: AbortSignal,
): Promise<Finding[]> {
  const everyContent = found.filter(({ where }) => where === 'content');
  const blobs = new Set(everyContent.map(({ object }) => object!));
  const places =
    blobs.size > 0
      ? await placesOfBlobs(blobs, scope, danglingCommits, root, signal)
      : new Map<string, BlobPlace[]>();
  const elsewhere = found.filter(({ where, object }) => where !== 'content' || !places.has(object!));
  const doubtful = new Set(dropUnreachable ? elsewhere.map(({ object }) => object!) : []);
  const reachable = await reachableAmong(doubtful, scope, root, signal);
  const isThere = ({ object }: Finding): boolean => !doubtful.has(object!) || reachable.has(object!);
  const contents = everyContent.filter(isThere);
  const placed = contents.flatMap((finding) => placesOf(finding, places.get(finding.object!)));
  const kept = firstVersions(
    placed.filter(({ finding, path }) => inScope(finding, path, path + pathInside(finding))),
    placed.length > 0 ? blobsAtHead(root) : new Map(),
  );
  const messages = found.filter((finding) => finding.where !== 'content' && isThere(finding));
  const infos = commitInfos([...kept.map(({ commit }) => commit), ...messages.map(commitOf)], root);
  const notes = kept.length > 0 ? noteCommits(root) : new Set<string>();
  return [
    ...kept.map((place) => located(place, infos, notes)),
    ...messages.map((finding) => withCommit(finding, infos.get(commitOf(finding) ?? ''))),
  ];
}

interface Placed {
  finding: Finding;
  path: string;
  /** Undefined for a blob that no commit has. */
  commit: string | undefined;
  order: number;
}

interface Kept extends Placed {
  atHead: boolean;
}

function placesOf(finding: Finding, places: readonly BlobPlace[] | undefined): Placed[] {
  if (places) return places.map((place) => ({ finding, ...place }));
  return [{ finding, path: `blob:${finding.object!.slice(0, 12)}`, commit: undefined, order: 0 }];
}

/** @param head - the blobs of HEAD by path */
function firstVersions(placed: readonly Placed[], head: ReadonlyMap<string, string>): Kept[] {
  const groups = new Map<string, Placed[]>();
  for (const place of placed) {
    const key = `${place.finding.fingerprint} ${place.path}`;
    const group = groups.get(key);
    if (group) group.push(place);
    else groups.set(key, [place]);
  }
  return [...groups.values()].flatMap((group) => {
    const first = group.reduce((a, b) => (b.order < a.order ? b : a));
    const present = group.filter(({ finding, path }) => head.get(path) === finding.object);
    const atHead = present.length > 0;
    return group
      .filter(({ finding, path }) => finding.object === first.finding.object && path === first.path)
      .map((place) => ({ ...place, atHead, finding: markedAsAt(present, place.finding) }));
  });
}

/** The marker that HEAD has beside every copy counts for the versions before it; that it has none, too. */
function markedAsAt(present: readonly Placed[], finding: Finding): Finding {
  if (present.length === 0) return finding;
  const { marker: _, ...unmarked } = finding;
  const bare = present.find((place) => place.finding.marker === undefined);
  const { marker } = (bare ?? present[0]!).finding;
  return marker ? { ...unmarked, marker } : unmarked;
}

/** A commit message is its commit's; a tag's message has no commit of its own. */
function commitOf({ where, object, file }: Finding): string | undefined {
  return where === 'commit-message' || file.startsWith('commit:') ? object : undefined;
}

function commitInfos(commits: readonly (string | undefined)[], root: string): Map<string, CommitInfo> {
  const ids = [...new Set(commits)].filter((id) => id !== undefined);
  const raw = readObjects(ids, root) ?? [];
  return new Map(ids.flatMap((id, i) => (raw[i] ? [[id, commitInfo(id, raw[i])]] : [])));
}

function located(
  { finding, path, commit, atHead }: Kept,
  infos: ReadonlyMap<string, CommitInfo>,
  notes: ReadonlySet<string>,
): Finding {
  const isNote = commit !== undefined && notes.has(commit);
  const container = isNote ? `note:${path.replaceAll('/', '').slice(0, 12)}` : path;
  const file = container + pathInside(finding);
  const parts = finding.parts.map((part) => ({ ...part, file }));
  const inside = finding.container === undefined ? {} : { container };
  const placed: Finding = { ...finding, ...inside, file, parts, where: isNote ? 'note' : 'content', atHead };
  return withCommit(placed, infos.get(commit ?? ''));
}

/** With its `!/`; empty for what is in no container. */
function pathInside({ file, container }: Finding): string {
  return container === undefined ? '' : file.slice(container.length);
}

function withCommit(finding: Finding, commit: CommitInfo | undefined): Finding {
  return commit ? { ...finding, commit } : finding;
}
