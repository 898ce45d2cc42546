import type { FileCache } from '../objects/file-cache.ts';
import type { ObjectType } from '../objects/object-id.ts';
import type { ObjectStore } from '../objects/object-store.ts';
import type { PlannedPack } from './history-plan.ts';
import type { PackKernel } from './kernel.ts';
import { oidsOf } from './pack-plan.ts';
import { createPackVisitor, type PackVisit, type PackVisitOptions } from './pack-visit.ts';
import type { Slice } from './slices.ts';

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

/** Says that no more is wanted; an `AbortSignal`, or what stands for one on another thread. */
export type Stop = Readonly<Pick<AbortSignal, 'aborted'>>;

/** Objects that are read in one go. Two slices must not be read at the same time. */
export interface ObjectSlice {
  isPacked: boolean;
  objects(stop: Stop): Generator<StoredObject>;
  /** Ids of objects that git must read, since they are large, or we can't: filled by {@link ObjectSlice.objects}. */
  leftOver: string[];
}

/** What slices are read with. */
export interface OpenObjects {
  kernel: PackKernel;
  files: FileCache;
  store: ObjectStore;
  /** Bytes around a change that belong to its region. */
  context: number;
  /** The pack in the kernel's memory, kept from slice to slice. */
  visited?: { pack: PlannedPack; visit: ReturnType<typeof createPackVisitor> };
}

export function openSlice(slice: Slice, open: OpenObjects): ObjectSlice {
  const leftOver: string[] = [];
  if ('loose' in slice) {
    const objects = (stop: Stop) => looseObjects(open.store, slice.loose, leftOver, stop);
    return { isPacked: false, objects, leftOver };
  }
  const { pack, from, to } = slice;
  return {
    isPacked: true,
    *objects(stop) {
      const isDuplicate = (entry: number): boolean => pack.duplicates?.[entry] === 1;
      const visit = visitPack(open, pack, { from, to, around: open.context, isDuplicate });
      yield* visitedObjects(pack, visit, stop);
      const oidOf = oidsOf(pack);
      for (const entry of visit.leftOver) leftOver.push(oidOf(entry));
    },
    leftOver,
  };
}

/** The whole of a family, also what another pack has, without regions. */
export function* familyAgain(pack: PlannedPack, family: number, open: OpenObjects): Generator<StoredObject> {
  const visit = visitPack(open, pack, { from: family, to: family + 1, around: 0 });
  for (const object of visitedObjects(pack, visit, { aborted: false })) {
    yield { ...object, regions: undefined };
  }
}

function visitPack(open: OpenObjects, pack: PlannedPack, options: PackVisitOptions): PackVisit {
  const { kernel, files } = open;
  if (open.visited?.pack !== pack) open.visited = { pack, visit: createPackVisitor(kernel, files, pack) };
  return open.visited.visit(options);
}

function* visitedObjects(pack: PlannedPack, visit: PackVisit, stop: Stop): Generator<StoredObject> {
  const { object } = visit;
  const oidOf = oidsOf(pack);
  while (!stop.aborted && visit.next()) {
    const { entry, type, bytes, regions } = object;
    yield { oid: oidOf(entry), type, bytes, regions };
  }
}

function* looseObjects(
  store: ObjectStore,
  oids: readonly string[],
  leftOver: string[],
  stop: Stop,
): Generator<StoredObject> {
  for (const oid of oids) {
    if (stop.aborted) return;
    const result = store.read(oid);
    if (result.kind !== 'object') leftOver.push(oid);
    else if (result.type !== 'tree')
      yield { oid, type: result.type, bytes: result.bytes, regions: undefined };
  }
}
