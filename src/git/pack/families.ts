import { searchIds } from '../objects/pack-index.ts';
import type { PackPlan } from './pack-plan.ts';

/** A family of deltas: its place in the pack's `roots`. */
export interface Family<P extends PackPlan> {
  pack: P;
  family: number;
}

/** The families to which some objects belong, each once; of an object in several packs, all of its families. */
export function familiesOf<P extends PackPlan>(packs: readonly P[], oids: Iterable<string>): Family<P>[] {
  const ids = [...oids].map((oid) => Buffer.from(oid, 'hex'));
  return packs.flatMap((pack) => {
    const entries = entriesOf(pack, ids);
    if (entries.length === 0) return [];
    const families = familyOfEntries(pack);
    const found = new Set(entries.map((entry) => families[entry]!).filter((family) => family >= 0));
    return [...found].sort((a, b) => a - b).map((family) => ({ pack, family }));
  });
}

function entriesOf({ ids: all, idPlaces, hashBytes }: PackPlan, ids: readonly Buffer[]): number[] {
  const sorted = Buffer.from(all.buffer, all.byteOffset, all.length);
  const places = ids.map((id) => searchIds(sorted, id, hashBytes)).filter((place) => place !== undefined);
  if (places.length === 0) return [];
  const isWanted = new Uint8Array(idPlaces.length);
  for (const place of places) isWanted[place] = 1;
  const entries: number[] = [];
  for (let entry = 0; entry < idPlaces.length; entry++) if (isWanted[idPlaces[entry]!]) entries.push(entry);
  return entries;
}

const known = new WeakMap<PackPlan, Int32Array>();

/** By entry: its family; -1 for a stray. */
function familyOfEntries(plan: PackPlan): Int32Array {
  const families = known.get(plan) ?? findFamilies(plan);
  known.set(plan, families);
  return families;
}

function findFamilies({ roots, firstChild, nextSibling, count }: PackPlan): Int32Array {
  const families = new Int32Array(count).fill(-1);
  roots.forEach((root, family) => {
    const waiting = [root];
    for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
      families[entry] = family;
      for (let child = firstChild[entry]!; child >= 0; child = nextSibling[child]!) waiting.push(child);
    }
  });
  return families;
}
