import type { ByteSet, Node } from './ir.ts';
import { isRunByte } from './layout.ts';

/** What every match of a node has, in bytes that {@link isRunByte} takes. */
interface Runs {
  /** Every match has no other bytes. */
  whole: boolean;
  /** Least length of the run that every match begins and ends with, and of the longest that it has anywhere. */
  first: number;
  last: number;
  longest: number;
}

/** How long a run of letters, digits, `_` and `-` every match of a pattern has at least. */
export function leastRun(pattern: Node): number {
  return runsOf(pattern).longest;
}

const nothing: Runs = { whole: true, first: 0, last: 0, longest: 0 };
const other: Runs = { whole: false, first: 0, last: 0, longest: 0 };

function runsOf(node: Node): Runs {
  switch (node.type) {
    case 'set':
      return hasRunBytesOnly(node.set) ? { whole: true, first: 1, last: 1, longest: 1 } : other;
    case 'assert':
      return nothing;
    case 'group':
      return runsOf(node.item);
    case 'seq':
      return node.items.map(runsOf).reduce(followedBy, nothing);
    case 'alt':
      return node.items.map(runsOf).reduce(orElse);
    case 'repeat':
      return repeated(runsOf(node.item), node.min);
  }
}

function hasRunBytesOnly(set: ByteSet): boolean {
  return set.every((taken, byte) => !taken || isRunByte(byte));
}

function followedBy(a: Runs, b: Runs): Runs {
  return {
    whole: a.whole && b.whole,
    first: a.whole ? a.first + b.first : a.first,
    last: b.whole ? a.last + b.last : b.last,
    longest: Math.max(a.longest, b.longest, a.last + b.first),
  };
}

function orElse(a: Runs, b: Runs): Runs {
  return {
    whole: a.whole && b.whole,
    first: Math.min(a.first, b.first),
    last: Math.min(a.last, b.last),
    longest: Math.min(a.longest, b.longest),
  };
}

function repeated(item: Runs, min: number): Runs {
  if (item.whole)
    return { whole: true, first: min * item.first, last: min * item.last, longest: min * item.longest };
  return min === 0 ? other : min === 1 ? item : followedBy(item, item);
}
