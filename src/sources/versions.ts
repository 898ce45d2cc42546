import type { Change, Chunk, Problem, Version } from '../types.ts';

/** One path of git's raw diff format, as far as versions need it. */
export interface ChangedPath {
  path: string;
  oldMode: string;
  newMode: string;
  oldId: string;
  newId: string;
  /** Git's status letter. */
  status: string;
}

const GITLINK = '160000';
/** The mode of a path that does not exist. */
export const NO_FILE = '000000';

/** What there is to scan of the new side: the blob, and for a new path the path itself. */
export function newSide({ path, oldMode, newMode, newId, status }: ChangedPath): Version[] {
  if (status === 'U') return [];
  return versionsOf(path, newMode, newId, oldMode === NO_FILE);
}

/** The same of the old side. */
export function oldSide({ path, oldMode, newMode, oldId }: ChangedPath): Version[] {
  return versionsOf(path, oldMode, oldId, newMode === NO_FILE);
}

function versionsOf(path: string, mode: string, object: string, alone: boolean): Version[] {
  if (mode === NO_FILE) return [];
  const blob: Version[] = mode === GITLINK ? [] : [{ path, where: 'content', object }];
  return alone ? [...blob, { path, where: 'path' }] : blob;
}

/** Why a path of the new side is not scanned, though git lists it; undefined when it is, or when it is deleted. */
export function reasonToSkip({ newMode, status }: ChangedPath): string | undefined {
  if (newMode === GITLINK) return 'submodule: its own repository is scanned when it is committed to';
  return status === 'U' ? 'unmerged: git will not commit it' : undefined;
}

/** A version with its bytes. */
export function chunkOfVersion(version: Version, bytes: Uint8Array): Chunk {
  return { kind: 'chunk', ...version, bytes, firstLine: 1 };
}

/** A version whose object the repository does not have. */
export function missingVersion({ path }: Version): Problem {
  return { kind: 'problem', path, message: 'its object is missing (partial clone?)' };
}

/** Tells versions apart. */
export function versionKey({ object, path, where }: Version): string {
  return `${where} ${object} ${path}`;
}

/** What a change has, and what each parent has in its place. */
export type Sides = Pick<Change, 'versions' | 'parents'>;

/**
 * The sides of a commit with several parents: all paths that differ from any of them, since it may have at one path
 * what a parent has at another.
 *
 * @param parents - for each parent, by path, how the commit differs from it
 */
export function sidesOfMerge(parents: readonly ReadonlyMap<string, ChangedPath>[]): Sides {
  const all = new Map(parents.flatMap((parent) => [...parent]));
  const before = (entry: ChangedPath | undefined, now: ChangedPath) =>
    entry ? oldSide(entry) : newSide(now);
  return {
    versions: [...all.values()].flatMap(newSide),
    parents: parents.map((parent) => [...all].flatMap(([path, now]) => before(parent.get(path), now))),
  };
}
