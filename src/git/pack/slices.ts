import type { HistoryPlan, PlannedPack } from './history-plan.ts';

/** Neighbouring families of one pack, or some loose objects: what is read in one go, by one thread. */
export type Slice =
  | {
      pack: PlannedPack /** Places in the pack's `roots`: from the first up to before the second. */;
      from: number;
      to: number;
    }
  | { loose: readonly string[] };

/** Of a pack's bytes; between the two limits. */
const SHARE = 1 / 256;
const LEAST_BYTES = 1 << 14;
const MOST_BYTES = 1 << 20;
const LOOSE = 128;

/** Cuts all that is stored into slices, in the order of the packs. */
export function slicesOf({ packs, loose }: HistoryPlan): Slice[] {
  const slices: Slice[] = packs.flatMap(slicesOfPack);
  for (let i = 0; i < loose.length; i += LOOSE) slices.push({ loose: loose.slice(i, i + LOOSE) });
  return slices;
}

function slicesOfPack(pack: PlannedPack): Slice[] {
  const { roots, starts } = pack;
  const bytes = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, pack.end * SHARE));
  const slices: Slice[] = [];
  for (let from = 0, to = 1; from < roots.length; from = to++) {
    const end = starts[roots[from]!]! + bytes;
    while (to < roots.length && starts[roots[to]!]! < end) to++;
    slices.push({ pack, from, to });
  }
  return slices;
}
