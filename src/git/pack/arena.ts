import type { PackKernel } from './kernel.ts';

/** Objects in the kernel's memory whose deltas are still to come: a stack, the newest last. */
export interface Arena {
  /** Entry numbers and places of the objects, up to `depth`. */
  entries: number[];
  starts: number[];
  sizes: number[];
  depth: number;
  /** The address after the newest object. */
  top(): number;
  /** The memory as it is now; growing makes older views useless. */
  bytes(): Uint8Array;
  /** Moves the objects together when about `length` more bytes are wanted and much would be gained. */
  closeGaps(length: number): void;
  /**
   * Makes sure that there is memory up to the address `end`.
   *
   * @returns false when that is more than allowed
   */
  growTo(end: number): boolean;
  push(entry: number, start: number, size: number): void;
  /** Forgets the newest object but one: its last delta was applied. */
  dropBelowTop(): void;
}

/** Above this, gaps that dropped objects left are closed before memory grows. */
const CLOSE_GAPS_ABOVE = 8 << 20;
const MOST_BYTES = 176 << 20;
const PAGE = 1 << 16;

/** @param base - where in the kernel's memory the arena starts */
export function createArena({ memory }: PackKernel, base: number): Arena {
  let view = new Uint8Array(memory.buffer);
  const bytes = (): Uint8Array => {
    if (view.length === 0) view = new Uint8Array(memory.buffer);
    return view;
  };
  const arena: Arena = {
    entries: [],
    starts: [],
    sizes: [],
    depth: 0,
    bytes,
    top: () => (arena.depth === 0 ? base : endOf(arena, arena.depth - 1)),
    closeGaps: (length) => {
      if (arena.top() - base + length > CLOSE_GAPS_ABOVE) closeGaps(arena, base);
    },
    growTo: (end) => {
      if (end - base > MOST_BYTES) return false;
      const missing = end - bytes().length;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE) + 64);
      return true;
    },
    push: (entry, start, size) => {
      arena.entries[arena.depth] = entry;
      arena.starts[arena.depth] = start;
      arena.sizes[arena.depth] = size;
      arena.depth++;
    },
    dropBelowTop: () => {
      const top = arena.depth - 1;
      arena.depth = top - 1;
      arena.push(arena.entries[top]!, arena.starts[top]!, arena.sizes[top]!);
    },
  };
  arena.growTo(base);
  return arena;
}

function endOf(arena: Arena, i: number): number {
  return (arena.starts[i]! + arena.sizes[i]! + 15) & ~15;
}

function closeGaps(arena: Arena, base: number): void {
  const live = arena.sizes.slice(0, arena.depth).reduce((sum, size) => sum + size, 0);
  if (arena.top() - base < 2 * live) return;
  let end = base;
  for (let i = 0; i < arena.depth; i++) {
    arena.bytes().copyWithin(end, arena.starts[i]!, arena.starts[i]! + arena.sizes[i]!);
    arena.starts[i] = end;
    end = endOf(arena, i);
  }
}
