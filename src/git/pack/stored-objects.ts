import { findGitPlaces } from '../git-places.ts';
import { guarded } from '../objects/damaged-file.ts';
import { createFileCache } from '../objects/file-cache.ts';
import { openObjectStore } from '../objects/object-store.ts';
import { familiesOf } from './families.ts';
import { type HistoryPlan, type PlannedPack, planHistory } from './history-plan.ts';
import { loadPackKernel, type PackKernel } from './kernel.ts';
import {
  familyAgain,
  type ObjectSlice,
  type OpenObjects,
  openSlice,
  type StoredObject,
} from './object-slice.ts';
import { oidsOf } from './pack-plan.ts';
import { shareArrays } from './share-arrays.ts';
import { slicesOf } from './slices.ts';

/** Every blob, commit and tag that a repository has, reachable or not, each once, read in process. */
export interface StoredObjects {
  /** How many there are in packs; loose objects tell their type when they are read. */
  packedCount: number;
  sliceCount: number;
  /** @param index - from 0; those of a pack in a row, so that little of it is read twice */
  slice(index: number): ObjectSlice;
  /**
   * Gives the families of deltas of some objects again, without regions: what one member holds, any that comes
   * after it may hold too, in bytes that it shares with its base. Objects in no family are not given.
   */
  familiesOf(oids: Iterable<string>): Generator<Generator<StoredObject>>;
  /** Ids of objects in packs, in no slice, that git must read: their base is elsewhere. */
  strays: string[];
  /** With this {@link openShared} gives the same slices on another thread. */
  share(): SharedObjects;
  close(): void;
}

/** Plain data; its arrays are in shared memory. */
export interface SharedObjects {
  plan: HistoryPlan;
  objectDirs: readonly string[];
  context: number;
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
 * @returns undefined where git must read them: no WebAssembly, a damaged or unknown format
 */
export function openStoredObjects(
  cwd: string,
  env: NodeJS.ProcessEnv,
  options: StoredObjectsOptions,
): StoredObjects | undefined {
  if (env.LEAKGATE_GIT_READER === 'git') return undefined;
  const kernel = options.kernel ?? loadPackKernel();
  const places = kernel && findGitPlaces(cwd, env);
  if (kernel === undefined || places === undefined) return undefined;
  const files = createFileCache();
  const store = openObjectStore(places, LARGEST_LOOSE);
  const plan = guarded<HistoryPlan | undefined>(
    () => planHistory(files, store),
    () => undefined,
  );
  const { objectDirs } = places;
  if (plan) return readerOf({ kernel, files, store, plan, objectDirs, context: options.context });
  files.close();
  store.close();
  return undefined;
}

/** Opens what {@link StoredObjects.share} gave; undefined without WebAssembly. */
export function openShared(shared: SharedObjects, kernel = loadPackKernel()): StoredObjects | undefined {
  const { plan, objectDirs } = shared;
  const store = openObjectStore({ hashBytes: plan.hashBytes, objectDirs }, LARGEST_LOOSE);
  return kernel && readerOf({ ...shared, kernel, files: createFileCache(), store });
}

function readerOf(open: OpenObjects & SharedObjects): StoredObjects {
  const { files, store, plan, objectDirs, context } = open;
  const slices = slicesOf(plan);
  return {
    packedCount: plan.packs.reduce((sum, pack) => sum + countReported(pack), 0),
    sliceCount: slices.length,
    slice: (index) => openSlice(slices[index]!, open),
    *familiesOf(oids) {
      for (const { pack, family } of familiesOf(plan.packs, oids)) yield familyAgain(pack, family, open);
    },
    strays: plan.packs.flatMap(straysOf),
    share: () => {
      for (const pack of plan.packs) shareArrays(pack);
      return { plan, objectDirs, context };
    },
    close: () => {
      files.close();
      store.close();
    },
  };
}

/** Each object once; a stray's type is known only when git has read it. */
function countReported({ count, duplicates = new Uint8Array(0) }: PlannedPack): number {
  return count - duplicates.reduce((sum, isDuplicate) => sum + isDuplicate, 0);
}

function straysOf(pack: PlannedPack): string[] {
  const strays = [...pack.strays].filter((entry) => pack.duplicates?.[entry] !== 1);
  return strays.map(oidsOf(pack));
}
