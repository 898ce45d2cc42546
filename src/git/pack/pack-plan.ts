import { DamagedFile } from '../objects/damaged-file.ts';
import type { FileCache } from '../objects/file-cache.ts';
import type { HashBytes, ObjectType } from '../objects/object-id.ts';
import type { Pack } from '../objects/pack.ts';
import { LONGEST_ENTRY_HEAD, parsePackEntry } from '../objects/pack-entry.ts';
import { searchIds } from '../objects/pack-index.ts';
import { type DeltaForest, linkForest, placesWhere } from './delta-forest.ts';
import { ascendingOrder } from './offset-order.ts';

/**
 * A pack's entries but its trees, numbered from 0 in the order of their offsets, and how deltas hang on their bases.
 * Holds plain data only, so that a worker can be given it.
 */
export interface PackPlan extends DeltaForest {
  /** The pack file. */
  path: string;
  hashBytes: HashBytes;
  count: number;
  /** Where in the file its last entry ends. */
  end: number;
  /** Where in the file what is deflated starts, behind the entry's head. */
  starts: Float64Array;
  /** Bytes of what is deflated; {@link OVERSIZE} stands for that and more. */
  lengths: Uint32Array;
  /** Bytes of the object, or of the delta; {@link OVERSIZE} stands for that and more. */
  sizes: Uint32Array;
  /** Raw object ids in the order of the index, and each entry's place there. */
  ids: Uint8Array;
  idPlaces: Uint32Array;
}

export const OVERSIZE = 0xffffffff;

/** Numbers of the types in a pack; 0 for an entry whose head is damaged. */
export const TYPE_NUMBERS: Record<ObjectType | 'delta', number> = {
  commit: 1,
  tree: 2,
  blob: 3,
  tag: 4,
  delta: 6,
};

const WINDOW = 4 << 20;

/**
 * Reads the index and the head of every entry, which is one pass over the pack.
 *
 * @throws {DamagedFile} index and pack do not fit together
 */
export function planPack(files: FileCache, pack: Pack, hashBytes: HashBytes): PackPlan {
  const { end } = pack.file();
  const path = `${pack.path}.pack`;
  const ids = pack.index().allIds();
  const unsorted = pack.index().allOffsets();
  const idPlaces = ascendingOrder(unsorted);
  const count = idPlaces.length;
  const offsets = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) offsets[i] = unsorted[idPlaces[i]!]!;
  offsets[count] = end;
  checkOffsets(offsets);
  const starts = new Float64Array(count);
  const lengths = new Uint32Array(count);
  const sizes = new Uint32Array(count);
  const types = new Uint8Array(count);
  const bases = new Int32Array(count).fill(-1);
  const entryAt = inverse(idPlaces);
  const window = createHeadWindow(files, path, end);
  for (let i = 0; i < count; i++) {
    const offset = offsets[i]!;
    const start = window.startOf(offset);
    const entry = parsePackEntry(window.bytes, start, window.endOf(start), offset, hashBytes);
    if (entry === undefined) continue;
    starts[i] = entry.dataOffset;
    lengths[i] = Math.min(offsets[i + 1]! - entry.dataOffset, OVERSIZE);
    sizes[i] = Math.min(entry.size, OVERSIZE);
    types[i] = TYPE_NUMBERS[entry.type];
    if (entry.baseOffset !== undefined) bases[i] = findOffset(offsets, entry.baseOffset, i);
    else if (entry.baseId !== undefined) {
      const place = searchIds(ids, entry.baseId, hashBytes);
      if (place !== undefined) bases[i] = entryAt[place]!;
    }
  }
  const forest = linkForest(types, bases);
  return withoutTrees(
    { ...forest, path, hashBytes, count, end, starts, lengths, sizes, ids, idPlaces },
    entryAt,
  );
}

/**
 * The same without trees, which nobody reads, and which most objects are.
 *
 * @param entryAt - the entry of each place of the index
 */
function withoutTrees(plan: PackPlan, entryAt: Uint32Array): PackPlan {
  const isKept = (entry: number) => plan.types[entry] !== TYPE_NUMBERS.tree;
  const kept = placesWhere(plan.count, isKept);
  const numbers = new Int32Array(plan.count).fill(-1);
  for (let i = 0; i < kept.length; i++) numbers[kept[i]!] = i;
  const numbersOf = (entries: Uint32Array) => entries.filter(isKept).map((entry) => numbers[entry]!);
  const linksOf = (links: Int32Array) => Int32Array.from(kept, (entry) => numbers[links[entry]!] ?? -1);
  return {
    ...plan,
    ...idsOf(plan, entryAt, numbers, kept.length),
    count: kept.length,
    starts: Float64Array.from(kept, (entry) => plan.starts[entry]!),
    lengths: Uint32Array.from(kept, (entry) => plan.lengths[entry]!),
    sizes: Uint32Array.from(kept, (entry) => plan.sizes[entry]!),
    types: Uint8Array.from(kept, (entry) => plan.types[entry]!),
    firstChild: linksOf(plan.firstChild),
    nextSibling: linksOf(plan.nextSibling),
    heaviestChild: linksOf(plan.heaviestChild),
    roots: numbersOf(plan.roots),
    strays: numbersOf(plan.strays),
  };
}

/** The ids of those entries that have a new number. */
function idsOf(
  { ids: all, hashBytes }: PackPlan,
  entryAt: Uint32Array,
  numbers: Int32Array,
  count: number,
): Pick<PackPlan, 'ids' | 'idPlaces'> {
  const ids = new Uint8Array(count * hashBytes);
  const idPlaces = new Uint32Array(count);
  let place = 0;
  for (let from = 0; from < entryAt.length; from++) {
    const number = numbers[entryAt[from]!]!;
    if (number < 0) continue;
    ids.set(all.subarray(from * hashBytes, (from + 1) * hashBytes), place * hashBytes);
    idPlaces[number] = place++;
  }
  return { ids, idPlaces };
}

/** Tells the object id of an entry, as hex. */
export function oidsOf({ ids, idPlaces, hashBytes }: PackPlan): (entry: number) => string {
  const bytes = Buffer.from(ids.buffer, ids.byteOffset, ids.length);
  return (entry) => {
    const start = idPlaces[entry]! * hashBytes;
    return bytes.toString('hex', start, start + hashBytes);
  };
}

/** First entry after the pack's header, last one before its end, none of no length. */
function checkOffsets(offsets: Float64Array): void {
  for (let i = 0; i + 1 < offsets.length; i++) {
    if (offsets[i]! < 12 || offsets[i]! >= offsets[i + 1]!)
      throw new DamagedFile('index has impossible offsets');
  }
}

function inverse(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) places[order[i]!] = i;
  return places;
}

/** @returns the entry at `offset`, before entry `end`; -1 when none starts there */
function findOffset(offsets: Float64Array, offset: number, end: number): number {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (offsets[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low < end && offsets[low] === offset ? low : -1;
}

/** A stretch of the file that moves on as ascending offsets are asked for. */
function createHeadWindow(files: FileCache, path: string, packEnd: number) {
  const bytes = Buffer.allocUnsafe(Math.min(WINDOW, packEnd));
  let position = 0;
  let filled = 0;
  return {
    bytes,
    /** Where in `bytes` the head at `offset` of the file starts. */
    startOf: (offset: number): number => {
      if (Math.min(offset + LONGEST_ENTRY_HEAD, packEnd) > position + filled) {
        position = offset;
        filled = files.read(path, bytes.subarray(0, packEnd - position), position);
      }
      return offset - position;
    },
    /** How far a head that starts there can reach. */
    endOf: (start: number): number => Math.min(start + LONGEST_ENTRY_HEAD, filled),
  };
}
