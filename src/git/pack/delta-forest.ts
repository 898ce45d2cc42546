/** How the deltas of a pack hang on their bases. Entries are numbers from 0; -1 stands for none. */
export interface DeltaForest {
  /** A full object's type as the pack writes it; of a delta, that of the object at the root of its family. */
  types: Uint8Array;
  firstChild: Int32Array;
  nextSibling: Int32Array;
  /** The child with the most below it. Visited last, it lets its base go first: few objects are held at once. */
  heaviestChild: Int32Array;
  /** Full objects, in the order of the pack. */
  roots: Uint32Array;
  /** Entries below no root: their base is in another pack, or damage. */
  strays: Uint32Array;
}

const DELTA = 6;

/**
 * @param types - of each entry as the pack writes it, 0 for a damaged one; families overwrite it for their deltas
 * @param bases - of each delta; -1 when the pack does not have it
 */
export function linkForest(types: Uint8Array, bases: Int32Array): DeltaForest {
  const count = types.length;
  const firstChild = new Int32Array(count).fill(-1);
  const nextSibling = new Int32Array(count).fill(-1);
  for (let i = count - 1; i >= 0; i--) {
    const base = bases[i]!;
    if (base < 0) continue;
    nextSibling[i] = firstChild[base]!;
    firstChild[base] = i;
  }
  const roots = placesWhere(count, (i) => types[i] !== 0 && types[i] !== DELTA);
  const order = preorder(roots, firstChild, nextSibling, types);
  const reached = new Uint8Array(count);
  for (const i of order) reached[i] = 1;
  const strays = order.length === count ? new Uint32Array(0) : placesWhere(count, (i) => reached[i] === 0);
  return { types, firstChild, nextSibling, heaviestChild: heaviest(order, bases), roots, strays };
}

/** The numbers below `count` that pass a test, ascending. */
export function placesWhere(count: number, test: (i: number) => boolean): Uint32Array {
  const places = new Uint32Array(count);
  let length = 0;
  for (let i = 0; i < count; i++) if (test(i)) places[length++] = i;
  return places.slice(0, length);
}

/** Every entry below the roots, bases before what hangs on them; gives each its root's type on the way. */
function preorder(roots: Uint32Array, first: Int32Array, next: Int32Array, types: Uint8Array): Uint32Array {
  const order = new Uint32Array(first.length);
  const waiting: number[] = [];
  let length = 0;
  for (const root of roots) {
    const type = types[root]!;
    waiting.push(root);
    for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
      order[length++] = i;
      types[i] = type;
      for (let child = first[i]!; child >= 0; child = next[child]!) waiting.push(child);
    }
  }
  return order.subarray(0, length);
}

function heaviest(order: Uint32Array, bases: Int32Array): Int32Array {
  const weights = new Uint32Array(bases.length).fill(1);
  const result = new Int32Array(bases.length).fill(-1);
  for (let k = order.length - 1; k >= 0; k--) {
    const i = order[k]!;
    const base = bases[i]!;
    if (base < 0) continue;
    weights[base]! += weights[i]!;
    const known = result[base]!;
    if (known < 0 || weights[i]! > weights[known]!) result[base] = i;
  }
  return result;
}
