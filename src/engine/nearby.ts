import type { Candidate } from '../types.ts';

/** Bytes that are one block; a secret mostly lies in one or two. */
const BLOCK_BITS = 8;

const NONE: readonly number[] = [];

/** Candidates by the stretches of a chunk that they touch, so that a text with very many costs no more for each. */
export interface Nearby {
  add(candidate: Candidate): void;
  /** Those that touch a stretch of bytes, and some near it, in the order in which they were added. */
  near(start: number, end: number): Candidate[];
}

/** @param all - added at once */
export function createNearby(all: readonly Candidate[] = []): Nearby {
  const added: Candidate[] = [];
  /** By block: indexes into `added`. */
  const blocks = new Map<number, number[]>();
  const add = (candidate: Candidate) => {
    for (let block = candidate.start >> BLOCK_BITS; block <= candidate.end >> BLOCK_BITS; block++) {
      const known = blocks.get(block);
      if (known) known.push(added.length);
      else blocks.set(block, [added.length]);
    }
    added.push(candidate);
  };
  all.forEach(add);
  return {
    add,
    near(start, end) {
      const first = start >> BLOCK_BITS;
      const last = end >> BLOCK_BITS;
      if (first === last) return (blocks.get(first) ?? NONE).map((index) => added[index]!);
      const found = [...(blocks.get(first) ?? NONE)];
      for (let block = first + 1; block <= last; block++)
        for (const index of blocks.get(block) ?? NONE)
          if (added[index]!.start >> BLOCK_BITS === block) found.push(index);
      return found.sort((a, b) => a - b).map((index) => added[index]!);
    },
  };
}
