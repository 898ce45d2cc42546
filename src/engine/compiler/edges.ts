import { type ByteSet, complement, lineFeed, type Node, seq, wordBytes } from './ir.ts';

/** The border of a line that an automaton can get to: it walks to the right, or to the left. */
export type LineEdge = 'line-start' | 'line-end';

/**
 * A pattern that takes one byte more where one of its assertions is the last that stands in it, so that an automaton can
 * tell whether it holds. Where the text ends, a line feed is to be thought.
 */
export function withEdge(node: Node, line: LineEdge): Node {
  switch (node.type) {
    case 'assert':
      return node.kind === line ? { type: 'set', set: lineFeed } : node;
    case 'group':
      return withEdge(node.item, line);
    case 'alt':
      return { type: 'alt', items: node.items.map((item) => withEdge(item, line)) };
    case 'seq':
      return edgeOfSequence(node.items, line);
    default:
      return node;
  }
}

function edgeOfSequence(items: readonly Node[], line: LineEdge): Node {
  const last = items.at(-1);
  if (!last) return { type: 'seq', items: [] };
  if (last.type === 'assert' && last.kind === 'word-border') return withBorder(seq(items.slice(0, -1)));
  return seq([...items.slice(0, -1), withEdge(last, line)]);
}

/** What matches a node with a word border behind it; where that is not plain, the border is taken for one. */
function withBorder(node: Node): Node {
  switch (node.type) {
    case 'set':
      return {
        type: 'alt',
        items: [
          seq([without(node.set, otherBytes), { type: 'set', set: otherBytes }]),
          seq([without(node.set, wordBytes), { type: 'set', set: wordBytes }]),
        ],
      };
    case 'group':
      return withBorder(node.item);
    case 'alt':
      return { type: 'alt', items: node.items.map(withBorder) };
    case 'seq':
      return node.items.length === 0
        ? node
        : seq([...node.items.slice(0, -1), withBorder(node.items.at(-1)!)]);
    case 'repeat':
      if (node.min === 0) return node;
      return seq([{ ...node, min: node.min - 1, max: node.max - 1 }, withBorder(node.item)]);
    case 'assert':
      return node;
  }
}

function without(set: ByteSet, left: ByteSet): Node {
  return { type: 'set', set: set.map((bit, byte) => bit & ~left[byte]!) };
}

const otherBytes = complement(wordBytes);
