import type { FileCache } from '../objects/file-cache.ts';
import type { ObjectType } from '../objects/object-id.ts';
import { type Arena, createArena } from './arena.ts';
import type { PackKernel } from './kernel.ts';
import { createObjectMaker, type ObjectMaker } from './object-maker.ts';
import type { PackPlan } from './pack-plan.ts';
import { createPackWindow } from './pack-window.ts';

/** An object of a pack, good until the next one is asked for. */
export interface PackedObject {
  /** Its number in the plan, from which `oidsOf` makes the id. */
  entry: number;
  type: Exclude<ObjectType, 'tree'>;
  /** The whole object; a view of the kernel's memory. */
  bytes: Uint8Array;
  /**
   * What its base does not have: pairs of start and end in `bytes`, sorted, apart from each other, context
   * included. Absent for an object that is no delta: everything is new.
   */
  regions: Uint32Array | undefined;
}

export interface PackVisit {
  /** @returns false after the last object */
  next(): boolean;
  /** The object that {@link PackVisit.next} came to; one and the same, filled anew each time. */
  object: PackedObject;
  /** Entries that another reader must read: damaged ones, too large ones, and the deltas that hang on them. */
  leftOver: number[];
}

export interface PackVisitOptions {
  /** Which families, as places in the plan's `roots`: from the first up to before the second. */
  from: number;
  to: number;
  /** Bytes on both sides of a change that belong to its region. */
  around: number;
  /** Entries that are not reported, by their number: another pack has the object too. */
  isDuplicate?: (entry: number) => boolean;
}

const TYPES = [undefined, 'commit', undefined, 'blob', 'tag'] as const;

/**
 * Goes through families of deltas depth first: the base is inflated, each delta applied to it, then what hangs on
 * that. Every object is made once, from its base in memory.
 *
 * @returns begins a visit, which ends the one before; what was read of the pack last is kept for the next
 */
export function createPackVisitor(
  kernel: PackKernel,
  files: FileCache,
  plan: PackPlan,
): (options: PackVisitOptions) => PackVisit {
  const read = (address: number, length: number, position: number): void => {
    files.read(plan.path, arena.bytes().subarray(address, address + length), position);
  };
  const window = createPackWindow(kernel.heap(), plan.end, read);
  const arena = createArena(kernel, kernel.heap() + window.bytes);
  return (options) => {
    arena.depth = 0;
    const maker = createObjectMaker(kernel, plan, arena, options.around, window.addressOf, read);
    return visitFamilies(plan, arena, maker, options);
  };
}

function visitFamilies(
  plan: PackPlan,
  arena: Arena,
  maker: ObjectMaker,
  options: PackVisitOptions,
): PackVisit {
  const object: PackedObject = {
    entry: -1,
    type: 'blob',
    bytes: arena.bytes(),
    regions: undefined,
  };
  const leftOver: number[] = [];
  const pending: number[] = [];
  const { roots, types, firstChild, nextSibling, heaviestChild } = plan;
  const isDuplicate = options.isDuplicate ?? (() => false);
  let baseIsReported = true;
  let family = options.from;

  /** The next delta on the newest object, the heaviest last; -1 when there is none left. */
  const nextChild = (entry: number): number => {
    const at = arena.depth - 1;
    let child = pending[at]!;
    if (child >= 0 && child === heaviestChild[entry]) child = nextSibling[child]!;
    if (child >= 0) pending[at] = nextSibling[child]!;
    return child >= 0 ? child : heaviestChild[entry]!;
  };

  const openRoot = (): number => {
    const root = roots[family++]!;
    return maker.makeFull(root) ? root : leaveOut(root);
  };

  const openDelta = (entry: number): number => {
    const child = nextChild(entry);
    baseIsReported = !isDuplicate(entry);
    const made = child >= 0 && maker.makeDelta(child);
    if (child === heaviestChild[entry]) {
      if (made) arena.dropBelowTop();
      else arena.depth--;
    }
    return made || child < 0 ? child : leaveOut(child);
  };

  const leaveOut = (entry: number): number => {
    for (const left of entriesBelow(plan, entry)) if (!isDuplicate(left)) leftOver.push(left);
    return -1;
  };

  const next = (): boolean => {
    while (arena.depth > 0 || family < options.to) {
      const entry = arena.depth === 0 ? openRoot() : openDelta(arena.entries[arena.depth - 1]!);
      if (entry < 0) continue;
      pending[arena.depth - 1] = firstChild[entry]!;
      if (isDuplicate(entry)) continue;
      const start = arena.starts[arena.depth - 1]!;
      object.entry = entry;
      object.type = TYPES[types[entry]!]!;
      object.bytes = arena.bytes().subarray(start, start + arena.sizes[arena.depth - 1]!);
      // Where the base was reported from another pack, a look at this family again would not bring it.
      object.regions = baseIsReported ? maker.regions() : undefined;
      return true;
    }
    return false;
  };
  return { next, object, leftOver };
}

/** An entry and all deltas that hang on it. */
function entriesBelow({ firstChild, nextSibling }: PackPlan, entry: number): number[] {
  const entries = [entry];
  for (let i = 0; i < entries.length; i++) {
    for (let child = firstChild[entries[i]!]!; child >= 0; child = nextSibling[child]!) entries.push(child);
  }
  return entries;
}
