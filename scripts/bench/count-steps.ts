import { withAtomicRuns } from '../../src/engine/compiler/atomic-runs.ts';
import { factored } from '../../src/engine/compiler/factored.ts';
import type { Node } from '../../src/engine/compiler/ir.ts';
import { parsePattern } from '../../src/engine/compiler/parse.ts';

/** Goes on behind what was matched, at `at`; whether all the rest matches there. */
type Next = (at: number) => boolean;

/**
 * Counts the bytes that a backtracking engine looks at: what a run of a pattern costs, the same on every machine.
 *
 * @returns how many for tries at the places `from` to `last` of a text, up to the first match
 */
export function stepCounter(pattern: string): (text: string, from: number, last: number) => number {
  const node = prepared(withAtomicRuns(parsePattern(pattern)));
  return (text, from, last) => {
    const tried = { text, steps: 0 };
    for (let at = from; at <= last; at++) if (matches(tried, node, at, () => true)) break;
    return tried.steps;
  };
}

/** Alternatives as they are printed. */
function prepared(node: Node): Node {
  switch (node.type) {
    case 'alt':
      return { ...node, items: factored(node.items).map(prepared) };
    case 'seq':
      return { ...node, items: node.items.map(prepared) };
    case 'group':
    case 'repeat':
      return { ...node, item: prepared(node.item) };
    default:
      return node;
  }
}

interface Tried {
  text: string;
  steps: number;
}

/** Assertions are taken as true. */
function matches(tried: Tried, node: Node, at: number, next: Next): boolean {
  switch (node.type) {
    case 'set':
      return takes(tried, node.set, at) && next(at + 1);
    case 'seq':
      return inTurn(tried, node.items, 0, at, next);
    case 'alt':
      return node.items.some((item) => matches(tried, item, at, next));
    case 'group':
      return matches(tried, node.item, at, next);
    case 'repeat':
      return repeated(tried, node, at, next);
    case 'assert':
      return next(at);
  }
}

function takes(tried: Tried, set: Uint8Array, at: number): boolean {
  tried.steps++;
  return set[tried.text.charCodeAt(at)] === 1;
}

function inTurn(tried: Tried, items: readonly Node[], index: number, at: number, next: Next): boolean {
  if (index === items.length) return next(at);
  return matches(tried, items[index]!, at, (behind) => inTurn(tried, items, index + 1, behind, next));
}

/** How often anything but one byte is repeated at most, so that it does not nest too deep. */
const MOST_TIMES = 64;

function repeated(tried: Tried, node: Node & { type: 'repeat' }, at: number, next: Next): boolean {
  if (node.item.type === 'set') return repeatedSet(tried, node, node.item.set, at, next);
  const most = Math.min(node.max, Math.max(node.min, MOST_TIMES));
  const goesOn = (count: number, from: number): boolean => {
    const more = () =>
      count < most && matches(tried, node.item, from, (behind) => behind > from && goesOn(count + 1, behind));
    const ends = () => count >= node.min && next(from);
    return node.lazy ? ends() || more() : more() || ends();
  };
  return goesOn(0, at);
}

function repeatedSet(
  tried: Tried,
  { min, max, lazy, atomic }: Node & { type: 'repeat' },
  set: Uint8Array,
  at: number,
  next: Next,
): boolean {
  let count = 0;
  while (count < (lazy ? min : max) && takes(tried, set, at + count)) count++;
  if (count < min) return false;
  if (atomic) return next(at + count);
  if (!lazy) {
    for (; count >= min; count--) if (next(at + count)) return true;
    return false;
  }
  while (!next(at + count)) if (count === max || !takes(tried, set, at + count++)) return false;
  return true;
}
