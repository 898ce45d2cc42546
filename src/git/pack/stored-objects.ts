import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findGitPlaces, type GitPlaces } from '../git-places.ts';
import { guarded } from '../objects/damaged-file.ts';
import { createFileCache, type FileCache } from '../objects/file-cache.ts';
import type { ObjectType } from '../objects/object-id.ts';
import { type ObjectStore, openObjectStore } from '../objects/object-store.ts';
import { familiesOf } from './families.ts';
import { type HistoryPlan, type PlannedPack, planHistory } from './history-plan.ts';
import { loadPackKernel, type PackKernel } from './kernel.ts';
import { oidOf, TYPE_NUMBERS } from './pack-plan.ts';
import { visitPack } from './pack-visit.ts';

/** A blob, commit or tag; good until the next is asked for. */
export interface StoredObject {
  oid: string;
  type: Exclude<ObjectType, 'tree'>;
  bytes: Uint8Array;
  /**
   * Pairs of start and end in `bytes`: what an object of the same family that came before does not have, with some
   * context, which is part of it. Absent: everything is new.
   */
  regions: Uint32Array | undefined;
}

/** Every blob, commit and tag that a repository has, reachable or not, each once, read in process. */
export interface StoredObjects {
  /** How many there are in packs; loose objects tell their type when they are read. */
  packedCount: number;
  packed(signal: AbortSignal): Generator<StoredObject>;
  loose(signal: AbortSignal): Generator<StoredObject>;
  /** What the two left out, ids of objects that git must read: they are large, or we can't. */
  leftOver: { packed: string[]; loose: string[] };
  /**
   * Gives the families of deltas of some objects again, without regions: what one member holds, any that comes
   * after it may hold too, in bytes that it shares with its base. Objects in no family are not given.
   */
  familiesOf(oids: Iterable<string>): Generator<Generator<StoredObject>>;
  close(): void;
}

export interface StoredObjectsOptions {
  /** Bytes around a change that belong to its region. */
  context: number;
  kernel?: PackKernel;
}

/** Larger loose objects are left to git, which streams them. */
const LARGEST_LOOSE = 32 << 20;

/**
 * Opens all object directories of the repository of a folder.
 *
 * @param env - git's variables say where objects are; `LEAKGATE_GIT_READER=git` leaves all to git
 * @returns undefined where git must read them: no WebAssembly, a damaged or unknown format, objects that are
 *   missing on purpose
 */
export function openStoredObjects(
  cwd: string,
  env: NodeJS.ProcessEnv,
  options: StoredObjectsOptions,
): StoredObjects | undefined {
  if (env.LEAKGATE_GIT_READER === 'git') return undefined;
  const kernel = options.kernel ?? loadPackKernel();
  const places = kernel && findGitPlaces(cwd, env);
  if (kernel === undefined || places === undefined || isPartial(places)) return undefined;
  const files = createFileCache();
  const store = openObjectStore(places, LARGEST_LOOSE);
  const plan = guarded<HistoryPlan | undefined>(
    () => planHistory(files, store),
    () => undefined,
  );
  return plan && readerOf({ kernel, files, store, plan, context: options.context });
}

/** Whether a promisor has objects that are not here: only git's own walk tells which are missing. */
function isPartial({ partial, objectDirs }: GitPlaces): boolean {
  return (
    partial || objectDirs.some((dir) => namesIn(join(dir, 'pack')).some((name) => name.endsWith('.promisor')))
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

interface Reading {
  kernel: PackKernel;
  files: FileCache;
  store: ObjectStore;
  plan: HistoryPlan;
  context: number;
}

function readerOf(reading: Reading): StoredObjects {
  const { files, store, plan } = reading;
  const leftOver: StoredObjects['leftOver'] = { packed: [], loose: [] };
  return {
    packedCount: plan.packs.reduce((sum, pack) => sum + countReported(pack), 0),
    *packed(signal) {
      for (const pack of plan.packs) yield* packedObjects(reading, pack, leftOver.packed, signal);
    },
    loose: (signal) => looseObjects(reading, leftOver.loose, signal),
    leftOver,
    *familiesOf(oids) {
      for (const { pack, family } of familiesOf(plan.packs, oids)) yield familyAgain(reading, pack, family);
    },
    close: () => {
      files.close();
      store.close();
    },
  };
}

/** Entries that are no trees, each object once; a stray's type is known only when git has read it. */
function countReported({ types, duplicates }: PlannedPack): number {
  let count = 0;
  for (let i = 0; i < types.length; i++) {
    if (types[i] !== TYPE_NUMBERS.tree && duplicates?.[i] !== 1) count++;
  }
  return count;
}

function* packedObjects(
  { kernel, files, context }: Reading,
  pack: PlannedPack,
  leftOver: string[],
  signal: AbortSignal,
): Generator<StoredObject> {
  const { duplicates } = pack;
  const isDuplicate = (entry: number): boolean => duplicates?.[entry] === 1;
  const options = { from: 0, to: pack.roots.length, around: context, isDuplicate };
  const visit = visitPack(kernel, files, pack, options);
  const { object } = visit;
  while (!signal.aborted && visit.next()) {
    const { entry, type, bytes, regions } = object;
    yield { oid: oidOf(pack, entry), type, bytes, regions };
  }
  for (const entry of visit.leftOver) leftOver.push(oidOf(pack, entry));
  for (const entry of pack.strays) if (!isDuplicate(entry)) leftOver.push(oidOf(pack, entry));
}

function* looseObjects(
  { store, plan }: Reading,
  leftOver: string[],
  signal: AbortSignal,
): Generator<StoredObject> {
  for (const oid of plan.loose) {
    if (signal.aborted) return;
    const result = store.read(oid);
    if (result.kind !== 'object') leftOver.push(oid);
    else if (result.type !== 'tree')
      yield { oid, type: result.type, bytes: result.bytes, regions: undefined };
  }
}

function* familyAgain(
  { kernel, files }: Reading,
  pack: PlannedPack,
  family: number,
): Generator<StoredObject> {
  const visit = visitPack(kernel, files, pack, { from: family, to: family + 1, around: 0 });
  while (visit.next()) {
    const { entry, type, bytes } = visit.object;
    yield { oid: oidOf(pack, entry), type, bytes, regions: undefined };
  }
}
