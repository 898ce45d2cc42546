/** Which of the 256 byte values one position of a pattern takes; `set[b]` is 0 or 1. */
export type ByteSet = Uint8Array;

/** A pattern over bytes: what `parsePattern` makes of regular-expression text. */
export type Node =
  | { type: 'set'; set: ByteSet }
  | { type: 'seq'; items: Node[] }
  | { type: 'alt'; items: Node[] }
  | {
      type: 'repeat';
      item: Node;
      min: number;
      max: number;
      lazy: boolean;
      /** A name for it, where a shorter repetition than the longest never helps. */
      atomic?: string;
    }
  | { type: 'group'; name: string; item: Node }
  | { type: 'assert'; kind: 'word-border' | 'no-word-border' | 'line-start' | 'line-end' };

/** A set made of ranges, both ends included. */
export function byteSet(...ranges: readonly (readonly [first: number, last: number])[]): ByteSet {
  const set = new Uint8Array(256);
  for (const [first, last] of ranges) set.fill(1, first, last + 1);
  return set;
}

/** The bytes that a set does not have. */
export function complement(set: ByteSet): ByteSet {
  return set.map((bit) => 1 - bit);
}

/** What ends a line. */
export const lineFeed = byteSet([10, 10]);

/** Letters, digits and `_` of ASCII. */
export const wordBytes = byteSet([48, 57], [65, 90], [95, 95], [97, 122]);

/** One node after the other; sequences inside are flattened. */
export function seq(items: readonly Node[]): Node {
  const flat = items.flatMap((item) => (item.type === 'seq' ? item.items : [item]));
  if (flat.length === 0) return nothing;
  return flat.length === 1 ? flat[0]! : { type: 'seq', items: flat };
}

/** The same wherever it stands, so that what goes on in the same way is known as such. */
const nothing: Node = { type: 'seq', items: [] };

/** The byte values in a set, ascending. */
export function members(set: ByteSet): number[] {
  const values: number[] = [];
  for (let byte = 0; byte < 256; byte++) if (set[byte]) values.push(byte);
  return values;
}

/** The same set with the other case of every letter in it. */
export function foldCase(set: ByteSet): ByteSet {
  const folded = set.slice();
  for (let upper = 65; upper <= 90; upper++) {
    const either = set[upper]! | set[upper + 32]!;
    folded[upper] = either;
    folded[upper + 32] = either;
  }
  return folded;
}

/** Least and greatest number of bytes that a node can match; the greatest may be Infinity. */
export function lengthRange(node: Node): [min: number, max: number] {
  switch (node.type) {
    case 'set':
      return [1, 1];
    case 'assert':
      return [0, 0];
    case 'group':
      return lengthRange(node.item);
    case 'seq':
      return node.items.map(lengthRange).reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
    case 'alt': {
      const ranges = node.items.map(lengthRange);
      return [Math.min(...ranges.map((r) => r[0])), Math.max(...ranges.map((r) => r[1]))];
    }
    case 'repeat': {
      const [min, max] = lengthRange(node.item);
      return [min * node.min, max === 0 || node.max === 0 ? 0 : max * node.max];
    }
  }
}

/** The node that matches the mirror image of what `node` matches; assertions stay as they are. */
export function reversed(node: Node): Node {
  switch (node.type) {
    case 'set':
    case 'assert':
      return node;
    case 'group':
      return reversed(node.item);
    case 'seq':
      return { type: 'seq', items: node.items.map(reversed).reverse() };
    case 'alt':
      return { type: 'alt', items: node.items.map(reversed) };
    case 'repeat':
      return { ...node, item: reversed(node.item) };
  }
}
