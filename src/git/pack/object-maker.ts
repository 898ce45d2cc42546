import type { Arena } from './arena.ts';
import type { PackKernel } from './kernel.ts';
import { OVERSIZE, type PackPlan } from './pack-plan.ts';

/** Larger objects, and what hangs on them, are left to a reader that streams. */
const LARGEST_OBJECT = 32 << 20;
const LARGEST_INPUT = 40 << 20;

/** Makes one object at a time on top of the arena; false when it is damaged or too large. */
export interface ObjectMaker {
  makeFull(entry: number): boolean;
  /** On the arena's newest object as base. */
  makeDelta(entry: number): boolean;
  /** Of the object made last; pairs of start and end, absent for a full object. */
  regions(): Uint32Array | undefined;
}

/**
 * @param addressOf - where in memory a stretch of the pack is, -1 when it must be read for itself
 * @param read - reads from the pack: to an address, so many bytes, from a position on
 */
export function createObjectMaker(
  kernel: PackKernel,
  plan: PackPlan,
  arena: Arena,
  around: number,
  addressOf: (start: number, end: number) => number,
  read: (address: number, length: number, position: number) => void,
): ObjectMaker {
  const regionsAt = kernel.regions();
  let regionCount = -1;

  /** Inflates what an entry holds above the arena's objects; the address, or -1. */
  const inflate = (entry: number): number => {
    const size = plan.sizes[entry]!;
    const start = plan.starts[entry]!;
    const length = plan.lengths[entry]!;
    if (size === OVERSIZE || size > LARGEST_OBJECT || length > LARGEST_INPUT) return -1;
    arena.closeGaps(size + length);
    let input = addressOf(start, start + length);
    let target = arena.top();
    if (input < 0) {
      input = target;
      target = (input + length + 15) & ~15;
      if (!arena.growTo(target)) return -1;
      read(input, length, start);
    }
    if (!arena.growTo(target + size)) return -1;
    return kernel.inflate(input, input + length, target, size) === 1 ? target : -1;
  };

  return {
    makeFull: (entry) => {
      regionCount = -1;
      const at = inflate(entry);
      if (at >= 0) arena.push(entry, at, plan.sizes[entry]!);
      return at >= 0;
    },
    makeDelta: (entry) => {
      const delta = inflate(entry);
      if (delta < 0) return false;
      const top = arena.depth - 1;
      const deltaEnd = delta + plan.sizes[entry]!;
      const size = kernel.deltaResultSize(delta, deltaEnd, arena.sizes[top]!, LARGEST_OBJECT);
      const target = (deltaEnd + 15) & ~15;
      if (size < 0 || !arena.growTo(target + size)) return false;
      regionCount = kernel.applyDelta(arena.starts[top]!, arena.sizes[top]!, target, size, around);
      if (regionCount < 0) return false;
      arena.push(entry, target, size);
      return true;
    },
    regions: () =>
      regionCount < 0 ? undefined : new Uint32Array(arena.bytes().buffer, regionsAt, 2 * regionCount),
  };
}
