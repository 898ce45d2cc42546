import { factored } from './factored.ts';
import { type ByteSet, members, type Node } from './ir.ts';

/** Whose regular-expression syntax to write: V8's, or that of RE2 and re2js. */
export type Dialect = 'ecma' | 're2';

const assertions = {
  ecma: {
    'word-border': '\\b',
    'no-word-border': '\\B',
    'line-start': '(?<![^\\n])',
    'line-end': '(?![^\\n])',
  },
  re2: {
    'word-border': '\\b',
    'no-word-border': '\\B',
    'line-start': '(?m:^)',
    'line-end': '(?m:$)',
  },
};

/**
 * Writes a pattern as regular-expression text, to be run without flags over text in which each character is
 * one byte (Latin-1). Case folding is spelt out in classes, so that every engine reads it alike.
 */
export function printPattern(node: Node, dialect: Dialect): string {
  return print(node, dialect, 1);
}

/** @param times - how often the repetitions around the node can repeat it */
function print(node: Node, dialect: Dialect, times: number): string {
  switch (node.type) {
    case 'set':
      return printSet(node.set);
    case 'seq':
      return node.items
        .map((item) => (item.type === 'alt' ? wrapped(item, dialect, times) : print(item, dialect, times)))
        .join('');
    case 'alt':
      return factored(node.items)
        .map((item) => print(item, dialect, times))
        .join('|');
    case 'group':
      return `(?<${node.name}>${print(node.item, dialect, times)})`;
    case 'repeat':
      return printRepeat(node, dialect, times);
    case 'assert':
      return assertions[dialect][node.kind];
  }
}

function wrapped(node: Node, dialect: Dialect, times: number): string {
  return `(?:${print(node, dialect, times)})`;
}

/** RE2 repeats nothing more than 1,000 times, nested repetitions multiplied; above that only the window ends one. */
const RE2_MOST = 1000;

function printRepeat(node: Node & { type: 'repeat' }, dialect: Dialect, times: number): string {
  const tooMany = dialect === 're2' && node.max * times > RE2_MOST;
  const max = tooMany ? Number.POSITIVE_INFINITY : node.max;
  const inner = max === Number.POSITIVE_INFINITY ? times * Math.max(1, node.min) : times * max;
  const { item } = node;
  const atom =
    item.type === 'set' || item.type === 'group'
      ? print(item, dialect, inner)
      : wrapped(item, dialect, inner);
  const repeated = atom + printCount(node.min, max) + (node.lazy ? '?' : '');
  return dialect === 'ecma' && node.atomic ? atomic(repeated, node.atomic) : repeated;
}

/** ECMAScript has no atomic groups, but does not go back into what a look-ahead found. */
function atomic(text: string, name: string): string {
  return `(?=(?<${name}>${text}))\\k<${name}>`;
}

function printCount(min: number, max: number): string {
  if (min === 0 && max === 1) return '?';
  if (min === 0 && max === Infinity) return '*';
  if (min === 1 && max === Infinity) return '+';
  if (min === max) return `{${min}}`;
  return `{${min},${max === Infinity ? '' : max}}`;
}

function printSet(set: ByteSet): string {
  const values = members(set);
  if (values.length === 1) return printByte(values[0]!);
  if (values.length === 256) return '[\\x00-\\xff]';
  return values.length > 128
    ? `[^${printRanges(members(set.map((bit) => 1 - bit)))}]`
    : `[${printRanges(values)}]`;
}

function printRanges(values: readonly number[]): string {
  let text = '';
  for (let i = 0; i < values.length; i++) {
    const first = values[i]!;
    while (values[i + 1] === values[i]! + 1) i++;
    const last = values[i]!;
    text += first === last ? printByte(first) : `${printByte(first)}-${printByte(last)}`;
  }
  return text;
}

function printByte(byte: number): string {
  const char = String.fromCharCode(byte);
  return /[A-Za-z0-9_]/.test(char) ? char : `\\x${byte.toString(16).padStart(2, '0')}`;
}
