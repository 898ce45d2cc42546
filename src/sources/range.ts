import { streamObjects } from '../git/cat-file.ts';
import { type CommitChanges, type CommitPath, listChanges } from '../git/commit-changes.ts';
import { commitInfo } from '../git/commit-object.ts';
import { type CommitSet, type ListedCommit, listCommits } from '../git/commits.ts';
import { readObjects } from '../git/objects.ts';
import { readTopFile } from '../git/top-file.ts';
import type { Change, CommitInfo, Finding, Input, Skip, Source, TopFile, Version } from '../types.ts';
import { messageChunks, messagePath } from './messages.ts';
import { streamVersions } from './stream-versions.ts';
import {
  type ChangedPath,
  chunkOfVersion,
  NO_FILE,
  newSide,
  oldSide,
  reasonToSkip,
  type Sides,
  sidesOfMerge,
  versionKey,
} from './versions.ts';

/** What a range holds. */
export interface Selection {
  commits: CommitSet;
  /** Tag objects whose messages belong to it. */
  tags: readonly string[];
  /** What refs of it point at that are neither commits nor tags. */
  versions: readonly Version[];
  /** What of it can't be read. */
  skips?: readonly Pick<Skip, 'path' | 'reason'>[];
}

export interface RangeOptions {
  /** The command or hook, for the report. */
  name: string;
  /** The range as the user wrote it or CI said it. */
  range: string;
  root: string;
  select: (signal: AbortSignal) => Promise<Selection>;
}

/**
 * What the commits of a range add, each against its own parents, and the messages of its commits and tags. Each
 * blob is given once, whatever the number of commits and branches that have it.
 */
export function rangeSource({ name, range, root, select }: RangeOptions): Source {
  let listed: Listed | undefined;
  let tips: readonly string[] = [];
  return {
    name,
    root: '.',
    range,
    async *read(signal) {
      const selection = await select(signal);
      tips = selection.commits.tips;
      listed = await listRange(selection, root, signal);
      yield* readRange(listed, selection, range, root, signal);
    },
    changes: {
      of: (found) => changesOf(found, listed!, root),
      open: (versions, signal) => openVersions(versions, listed!, root, signal),
    },
    topFile: (name) => rangeTopFile(name, listed!, tips, root),
  };
}

/** What a range begins with: the versions that its commits replace, without those that they make. */
function rangeTopFile(name: string, { changes }: Listed, tips: readonly string[], root: string): TopFile {
  const now = tips.flatMap((tip) => readTopFile(tip, name, root) ?? []);
  const touched = [...changes.values()].flatMap(({ paths }) => paths.filter(({ path }) => path === name));
  if (touched.length === 0) return { now, before: now };
  const made = new Set(touched.map(({ now }) => now.id));
  const replaced = touched.flatMap(({ before }) => before.filter(({ mode }) => mode !== NO_FILE));
  const ids = [...new Set(replaced.map(({ id }) => id))].filter((id) => !made.has(id));
  return { now, before: readObjects(ids, root)?.filter((bytes) => bytes !== undefined) ?? [] };
}

interface Listed {
  commits: ListedCommit[];
  changes: Map<string, CommitChanges>;
  /** What `read` gives, by its key. */
  versions: Map<string, Version>;
  skips: Map<string, string>;
}

async function listRange(selection: Selection, root: string, signal: AbortSignal): Promise<Listed> {
  const commits = listCommits(selection.commits, root);
  const listed: Listed = { commits, changes: new Map(), versions: new Map(), skips: new Map() };
  const ids = commits.map(({ id }) => id);
  for await (const change of ids.length > 0 ? listChanges(ids, root, signal) : []) {
    listed.changes.set(change.commit, change);
    for (const path of change.paths) addPath(listed, asChanged(path));
  }
  for (const version of selection.versions) addVersion(listed, version);
  for (const { path, reason } of selection.skips ?? []) listed.skips.set(path, reason);
  return listed;
}

function addPath(listed: Listed, changed: ChangedPath): void {
  const reason = reasonToSkip(changed);
  if (reason !== undefined) listed.skips.set(changed.path, reason);
  for (const version of newSide(changed)) addVersion(listed, version);
}

/** Each once, in the order of the last commits that have them. */
function addVersion({ versions }: Listed, version: Version): void {
  const key = versionKey(version);
  versions.delete(key);
  versions.set(key, version);
}

/** A commit's path against its parent; for a merge against any parent that has it. */
function asChanged({ path, status, now, before }: CommitPath): ChangedPath {
  const old = before.find(({ mode }) => mode !== NO_FILE) ?? before[0]!;
  return { path, status, newMode: now.mode, newId: now.id, oldMode: old.mode, oldId: old.id };
}

async function* readRange(
  { commits, versions, skips }: Listed,
  { tags }: Selection,
  range: string,
  root: string,
  signal: AbortSignal,
): AsyncGenerator<Input> {
  const all = [...versions.values()];
  const blobs = all.filter(({ object }) => object !== undefined);
  yield { kind: 'expected', count: commits.length + tags.length + blobs.length + skips.size };
  if (commits.length === 0 && tags.length === 0 && all.length === 0) {
    yield { kind: 'expected', count: 1 };
    yield { kind: 'skip', path: range, reason: 'no commits are in this range' };
    return;
  }
  for (const [path, reason] of skips) yield { kind: 'skip', path, reason };
  for (const version of all) {
    if (version.where === 'path') yield chunkOfVersion(version, Buffer.from(version.path));
  }
  yield* readMessages([...commits.map(({ id }) => id), ...tags], root, signal);
  if (blobs.length > 0) yield* streamVersions(blobs, root, signal);
}

async function* readMessages(
  ids: readonly string[],
  root: string,
  signal: AbortSignal,
): AsyncGenerator<Input> {
  for await (const object of streamObjects(ids, root, signal)) {
    if (object.kind === 'failed') yield { kind: 'problem', path: 'messages', message: object.message };
    else if (object.kind === 'missing') {
      yield { kind: 'problem', path: messagePath('commit', object.id), message: 'it is missing' };
    } else {
      yield* messageChunks(object.type === 'tag' ? 'tag' : 'commit', object.id, object.bytes);
    }
  }
}

async function changesOf(found: readonly Finding[], listed: Listed, root: string): Promise<Change[]> {
  const wanted = new Set(
    found.map(({ file, container, where, object }) =>
      versionKey({ path: container ?? file, where, ...(object ? { object } : {}) }),
    ),
  );
  const isWanted = (path: CommitPath) =>
    newSide(asChanged(path)).some((version) => wanted.has(versionKey(version)));
  const commits = listed.commits.filter(({ id }) => listed.changes.get(id)?.paths.some(isWanted));
  const objects = new Set(found.map(({ object }) => object));
  const messages = listed.commits.filter(({ id }) => objects.has(id));
  const infos = commitInfos([...commits, ...messages], root);
  const merges = await mergeSides(
    commits.filter(({ parents }) => parents.length > 1),
    root,
  );
  return [
    ...messages.map(({ id }) => messageChange(id, infos.get(id)!)),
    ...commits.map(({ id }) => {
      const sides = merges.get(id) ?? ownSides(listed.changes.get(id)!);
      return { commit: infos.get(id)!, ...sides };
    }),
  ];
}

function messageChange(id: string, commit: CommitInfo): Change {
  const path = messagePath('commit', id);
  const versions = (['commit-message', 'tag-message'] as const).map((where) => ({ path, where, object: id }));
  return { commit, versions, parents: [] };
}

function commitInfos(commits: readonly ListedCommit[], root: string): Map<string, CommitInfo> {
  const ids = [...new Set(commits.map(({ id }) => id))];
  const raw = readObjects(ids, root) ?? [];
  return new Map(ids.map((id, i) => [id, commitInfo(id, raw[i] ?? Buffer.alloc(0))]));
}

function ownSides({ paths }: CommitChanges): Sides {
  const changed = paths.map(asChanged);
  return { versions: changed.flatMap(newSide), parents: [changed.flatMap(oldSide)] };
}

/** Merges against each parent by itself, with all paths that differ from any of them. */
async function mergeSides(merges: readonly ListedCommit[], root: string): Promise<Map<string, Sides>> {
  if (merges.length === 0) return new Map();
  const lines = merges.flatMap(({ id, parents }) => parents.map((parent) => `${id} ${parent}`));
  const compared = new Map<string, Map<string, ChangedPath>[]>();
  for await (const { commit, paths } of listChanges(lines, root, new AbortController().signal)) {
    const changed = paths.map(asChanged);
    const byPath = new Map(changed.map((entry) => [entry.path, entry]));
    const known = compared.get(commit);
    if (known) known.push(byPath);
    else compared.set(commit, [byPath]);
  }
  return new Map([...compared].map(([id, parents]) => [id, sidesOfMerge(parents)]));
}

async function* openVersions(
  versions: readonly Version[],
  listed: Listed,
  root: string,
  signal: AbortSignal,
): AsyncGenerator<Input> {
  const unread = versions.filter((version) => !listed.versions.has(versionKey(version)));
  for (const version of unread) {
    if (version.where === 'path') yield chunkOfVersion(version, Buffer.from(version.path));
  }
  const blobs = unread.filter(({ where }) => where === 'content');
  if (blobs.length > 0) yield* streamVersions(blobs, root, signal);
}
