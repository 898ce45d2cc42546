import { type ByteSet, type Node, seq } from './ir.ts';

/** V8 tries alternatives one after the other: of so many, those that begin alike are better tried once. */
const MANY = 8;

/**
 * The same alternatives, those with the same first byte as one: `(?:ab|ac|b)` is `(?:a(?:b|c)|b)`. Few stay as they are, and
 * so do those whose order counts across first bytes.
 */
export function factored(items: readonly Node[]): readonly Node[] {
  return items.length < MANY ? items : byFirst(items);
}

function byFirst(items: readonly Node[]): readonly Node[] {
  const groups: { first: ByteSet; rests: Node[] }[] = [];
  for (const item of items) {
    const [first, ...rest] = item.type === 'seq' ? item.items : [item];
    if (first?.type !== 'set') return items;
    const group = groups.find((other) => isSame(other.first, first.set));
    if (group) group.rests.push(seq(rest));
    else if (groups.some((other) => haveCommon(other.first, first.set))) return items;
    else groups.push({ first: first.set, rests: [seq(rest)] });
  }
  return groups.map(({ first, rests }) => seq([{ type: 'set', set: first }, tailOf(rests)]));
}

function tailOf(rests: readonly Node[]): Node {
  return rests.length === 1 ? rests[0]! : { type: 'alt', items: [...byFirst(rests)] };
}

function isSame(a: ByteSet, b: ByteSet): boolean {
  return a.every((bit, i) => bit === b[i]);
}

function haveCommon(a: ByteSet, b: ByteSet): boolean {
  return a.some((bit, i) => bit === 1 && b[i] === 1);
}
