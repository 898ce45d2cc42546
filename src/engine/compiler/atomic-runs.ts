import { type ByteSet, byteSet, lineFeed, type Node } from './ir.ts';

/** A run that may be shorter by this many bytes is worth it. */
const LONG = 64;

const everyByte = byteSet([0, 255]);

/**
 * Marks long runs of bytes behind which none of these bytes can follow: a shorter one never helps, so that a
 * backtracking engine need not try each length. Runs within repetitions stay as they are.
 */
export function withAtomicRuns(pattern: Node): Node {
  let count = 0;
  const marked = (node: Node, next: ByteSet): Node => {
    switch (node.type) {
      case 'seq':
        return {
          ...node,
          items: node.items.map((item, i) => marked(item, firstOf(node.items.slice(i + 1), next))),
        };
      case 'alt':
        return { ...node, items: node.items.map((item) => marked(item, next)) };
      case 'group':
        return { ...node, item: marked(node.item, next) };
      case 'repeat':
        return isLongRun(node, next) ? { ...node, atomic: `_${++count}` } : node;
      default:
        return node;
    }
  };
  return marked(pattern, new Uint8Array(256));
}

function isLongRun({ item, min, max, lazy }: Node & { type: 'repeat' }, next: ByteSet): boolean {
  return (
    !lazy && max - min >= LONG && item.type === 'set' && item.set.every((bit, byte) => !bit || !next[byte])
  );
}

/** The bytes that a sequence may begin with, or what is behind it where it may be empty. */
function firstOf(items: readonly Node[], next: ByteSet): ByteSet {
  return items.reduceRight((behind, item) => firstBytes(item, behind), next);
}

function firstBytes(node: Node, behind: ByteSet): ByteSet {
  switch (node.type) {
    case 'set':
      return node.set;
    case 'seq':
      return firstOf(node.items, behind);
    case 'alt':
      return union(node.items.map((item) => firstBytes(item, behind)));
    case 'group':
      return firstBytes(node.item, behind);
    case 'repeat': {
      const first = firstBytes(node.item, behind);
      return node.min === 0 ? union([first, behind]) : first;
    }
    case 'assert':
      return node.kind === 'line-end' ? lineFeed : everyByte;
  }
}

function union(sets: readonly ByteSet[]): ByteSet {
  return everyByte.map((_, byte) => (sets.some((set) => set[byte]) ? 1 : 0));
}
