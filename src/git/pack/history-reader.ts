import { findGitPlaces, type GitPlaces } from '../git-places.ts';
import { guarded } from '../objects/damaged-file.ts';
import { createFileCache, type FileCache } from '../objects/file-cache.ts';
import type { ObjectType } from '../objects/object-id.ts';
import { type ObjectStore, openObjectStore } from '../objects/object-store.ts';
import { catFile, listObjects, type MissingObject } from './cat-file.ts';
import { type HistoryPlan, planHistory } from './history-plan.ts';
import { loadPackKernel, type PackKernel } from './kernel.ts';
import { oidOf } from './pack-plan.ts';
import { visitPack } from './pack-visit.ts';

/** A blob, commit or tag, or a block of a large one; good until the next is asked for. */
export interface HistoryObject {
  kind: 'object';
  oid(): string;
  type: Exclude<ObjectType, 'tree'>;
  bytes: Uint8Array;
  /** Where `bytes` starts in the object; blocks of one object overlap. */
  start: number;
  /** Bytes of the whole object. */
  size: number;
  /**
   * Pairs of start and end in `bytes`: what an object that comes before in the same family does not have, with
   * some context. Absent: everything is new.
   */
  regions: Uint32Array | undefined;
  /** The family of deltas that it belongs to, for {@link HistoryReader.families}; absent when it stands alone. */
  family: number | undefined;
}

/** Gives every blob, commit and tag that a repository has, reachable or not, each once. */
export interface HistoryReader {
  /** `packs`: read in process; `cat-file`: by git. */
  name: 'packs' | 'cat-file';
  /** @throws {SourceError} git failed on what was left to it */
  objects(signal?: AbortSignal): AsyncGenerator<HistoryObject | MissingObject>;
  /**
   * Gives all objects of some families again, without regions: where one member holds a finding, any other may
   * hold it too, in bytes that it shares with its base.
   */
  families(families: Iterable<number>): Generator<HistoryObject>;
  close(): void;
}

export interface HistoryReaderOptions {
  /** A folder of the repository. */
  cwd: string;
  /** `LEAKGATE_GIT_READER=cat-file` leaves all to git; git's own variables say where objects are. */
  env: NodeJS.ProcessEnv;
  /** Bytes around a change that belong to its region. */
  context?: number;
  kernel?: PackKernel | undefined;
}

/** Findings lose their surroundings below 256 bytes; twice as many find no more (shared/design/engine.md). */
const CONTEXT = 256;
/** Larger objects are left to git, which streams them. */
const LARGEST_OBJECT = 32 << 20;
/** A family's number: its pack's times this, and its place among the pack's roots. */
const PACK_FACTOR = 2 ** 32;

/** Reads packs in process, or by git where something about the repository or this Node is unusual. */
export function openHistory(options: HistoryReaderOptions): HistoryReader {
  const kernel = options.kernel ?? loadPackKernel();
  const places = findGitPlaces(options.cwd, options.env);
  if (kernel === undefined || places === undefined || options.env.LEAKGATE_GIT_READER === 'cat-file') {
    return catFileReader(options.cwd);
  }
  return packReader(kernel, places, options) ?? catFileReader(options.cwd);
}

function catFileReader(cwd: string): HistoryReader {
  return {
    name: 'cat-file',
    objects: (signal) => readByGit(listObjects(cwd, signal), cwd, signal),
    *families() {},
    close: () => {},
  };
}

function packReader(
  kernel: PackKernel,
  places: GitPlaces,
  options: HistoryReaderOptions,
): HistoryReader | undefined {
  const files = createFileCache();
  const store = openObjectStore(places, LARGEST_OBJECT);
  const plan = guarded<HistoryPlan | undefined>(
    () => planHistory(files, store),
    () => undefined,
  );
  if (plan === undefined) return undefined;
  const context = options.context ?? CONTEXT;
  return {
    name: 'packs',
    async *objects(signal) {
      const leftOver: string[] = [];
      for (let pack = 0; pack < plan.packs.length; pack++) {
        yield* packedObjects({ kernel, files, plan, pack, context }, leftOver, signal);
      }
      yield* looseObjects(store, plan.loose, leftOver, signal);
      if (leftOver.length > 0) yield* readByGit(leftOver, options.cwd, signal);
    },
    *families(families) {
      for (const family of families) yield* familyAgain(kernel, files, plan, family);
    },
    close: () => {
      files.close();
      store.close();
    },
  };
}

interface PackPart {
  kernel: PackKernel;
  files: FileCache;
  plan: HistoryPlan;
  pack: number;
  context: number;
}

async function* packedObjects(
  { kernel, files, plan, pack, context }: PackPart,
  leftOver: string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<HistoryObject> {
  const planned = plan.packs[pack]!;
  const { duplicates } = planned;
  const isDuplicate = duplicates && ((entry: number) => duplicates[entry] === 1);
  const options = { from: 0, to: planned.roots.length, around: context, ...(isDuplicate && { isDuplicate }) };
  const visit = visitPack(kernel, files, planned, options);
  const object = emptyObject(() => oidOf(planned, visit.object.entry));
  while (visit.next()) {
    signal?.throwIfAborted();
    const { type, bytes, regions, family } = visit.object;
    Object.assign(object, { type, bytes, size: bytes.length, regions, family: pack * PACK_FACTOR + family });
    yield object;
  }
  for (const entry of [...visit.leftOver, ...planned.strays]) leftOver.push(oidOf(planned, entry));
}

function emptyObject(oid: () => string): HistoryObject {
  const bytes = new Uint8Array();
  return {
    kind: 'object',
    oid,
    type: 'blob',
    bytes,
    start: 0,
    size: 0,
    regions: undefined,
    family: undefined,
  };
}

function* familyAgain(
  kernel: PackKernel,
  files: FileCache,
  plan: HistoryPlan,
  family: number,
): Generator<HistoryObject> {
  const planned = plan.packs[Math.floor(family / PACK_FACTOR)]!;
  const from = family % PACK_FACTOR;
  const visit = visitPack(kernel, files, planned, { from, to: from + 1, around: 0 });
  while (visit.next()) {
    const { type, bytes, entry } = visit.object;
    yield { ...emptyObject(() => oidOf(planned, entry)), type, bytes, size: bytes.length, family };
  }
}

async function* looseObjects(
  store: ObjectStore,
  oids: string[],
  leftOver: string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<HistoryObject> {
  for (const oid of oids) {
    signal?.throwIfAborted();
    const result = store.read(oid);
    if (result.kind !== 'object') leftOver.push(oid);
    else if (result.type !== 'tree') {
      const { type, bytes } = result;
      yield { ...emptyObject(() => oid), type, bytes, size: bytes.length };
    }
  }
}

async function* readByGit(
  oids: AsyncIterable<string> | Iterable<string>,
  cwd: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<HistoryObject | MissingObject> {
  for await (const object of catFile(oids, cwd, signal)) {
    if (object.kind === 'missing') yield object;
    else if (object.type !== 'tree') {
      const { oid, type, bytes, start, size } = object;
      yield { ...emptyObject(() => oid), type, bytes, start, size };
    }
  }
}
