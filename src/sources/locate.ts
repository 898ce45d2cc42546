import type { BlobPlace, CommitLog } from '../git/commit-log.ts';
import { commitInfo } from '../git/commit-object.ts';
import { blobsAtHead, noteCommits } from '../git/head-and-notes.ts';
import { type HistoryScope, reachableAmong } from '../git/history-objects.ts';
import { readObjects } from '../git/objects.ts';
import type { CommitInfo, Finding } from '../types.ts';
import { type Copies, confirmed, firstVersions, grouped, type Kept, type Placed } from './first-versions.ts';

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
  /** Asked when a blob has a finding. */
  openLog(): CommitLog;
  inScope: InScope;
  /** Findings may be in objects that the scope does not reach: those go. */
  dropUnreachable: boolean;
  /** Blobs of which only what a delta changes was searched; absent: none. */
  copies?: Copies | undefined;
}

/**
 * Gives findings of a history their commit, author, date and path, by one pass over its commits. Of a secret that
 * many versions of a file have, the first is kept, and it is told whether HEAD has one of them.
 */
export async function locateFindings(
  found: readonly Finding[],
  { root, scope, openLog, inScope, dropUnreachable, copies }: LocateOptions,
  signal: AbortSignal,
): Promise<Finding[]> {
  const everyContent = withCopies(
    found.filter(({ where }) => where === 'content'),
    copies,
  );
  const blobs = new Set(everyContent.map(({ object }) => object!));
  const log = blobs.size > 0 ? openLog() : undefined;
  const places = (await log?.placesOf(blobs)) ?? new Map<string, BlobPlace[]>();
  const elsewhere = [...found.filter(({ where }) => where !== 'content'), ...everyContent].filter(
    ({ where, object }) => where !== 'content' || !places.has(object!),
  );
  const doubtful = new Set(dropUnreachable ? elsewhere.map(({ object }) => object!) : []);
  const listed = log?.commitsAmong(doubtful);
  const unlisted = new Set([...doubtful].filter((id) => !listed?.has(id)));
  const reachable = await reachableAmong(unlisted, scope, root, signal);
  const isThere = ({ object }: Finding): boolean => !unlisted.has(object!) || reachable.has(object!);
  const placed = (finding: Finding): Placed[] =>
    placesOf(finding, places.get(finding.object!)).filter(({ path }) =>
      inScope(finding, path, path + pathInside(finding)),
    );
  const head = everyContent.length > 0 ? blobsAtHead(root) : new Map<string, string>();
  const groups = grouped(everyContent.filter(isThere).flatMap(placed));
  const kept = firstVersions(copies ? await confirmed(groups, head, copies, placed) : groups, head);
  const messages = found.filter((finding) => finding.where !== 'content' && isThere(finding));
  const infos = commitInfos([...kept.map(({ commit }) => commit), ...messages.map(commitOf)], root);
  const notes = kept.length > 0 ? noteCommits(root) : new Set<string>();
  return [
    ...kept.map((place) => located(place, infos, notes)),
    ...messages.map((finding) => withCommit(finding, infos.get(commitOf(finding) ?? ''))),
  ];
}

/** What was found, and the same in the blobs that share it: there only its secret and its blob count. */
function withCopies(found: readonly Finding[], copies: Copies | undefined): readonly Finding[] {
  if (!copies) return found;
  const inFull = found.filter(
    ({ object, container }) => container !== undefined || !copies.holders.has(object!),
  );
  const held = [...copies.holders].flatMap(([object, findings]) =>
    findings.map((one) => ({ ...one, object })),
  );
  return [...inFull, ...held];
}

function placesOf(finding: Finding, places: readonly BlobPlace[] | undefined): Placed[] {
  if (places) return places.map((place) => ({ finding, ...place }));
  return [{ finding, path: `blob:${finding.object!.slice(0, 12)}`, commit: undefined, order: 0 }];
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
