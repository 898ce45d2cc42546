import { withAtomicRuns } from './atomic-runs.ts';
import { compileDfa, type Dfa } from './dfa.ts';
import { byteSet, foldCase, lengthRange, type Node, reversed, seq } from './ir.ts';
import { LONGEST_LITERAL } from './layout.ts';
import { type Anchor, chooseAnchors, type Literal, type Price, SHORTEST_LITERAL } from './literals.ts';
import { leastRun } from './long-run.ts';
import { neededRuns, type Run } from './needed-runs.ts';
import { PatternError, parsePattern } from './parse.ts';
import { type Dialect, printPattern } from './print.ts';

/** Longest stretch of a match, in bytes, on either side of its literal: longer matches are cut off there. */
export const MAX_WINDOW = 32_768;

/** One literal that the gate looks for, how to check its surroundings, and where its match can lie. */
export interface GateEntry {
  literal: Literal;
  /** Walks the bytes behind the literal. */
  forward: Dfa | undefined;
  /** Walks the bytes in front of the literal, right to left. */
  backward: Dfa | undefined;
  /** The literal begins a word: the pattern has a word border right in front of it. */
  border: boolean;
  /** A match starts at most this many bytes before the literal's first byte. */
  before: number;
  /** A match ends at most this many bytes after the literal's first byte. */
  after: number;
  /** A match starts at most this many bytes after the literal's first byte: 0 unless the literal is context. */
  lead: number;
  /** What the automaton looks at must hold a run of this many bytes (`isRunByte`) for a match; 0 where that is no help. */
  run: number;
}

/** What a rule becomes: regular expressions in both dialects, and the gate that says where to run them. */
export interface CompiledRule {
  ecma: string;
  re2: string;
  /** No match is longer, in bytes. */
  longest: number;
  /** Every match has one of these; empty where that is not known. */
  runs: Run[];
  /** Undefined: no literal to look for, so that the pattern has to run over everything. */
  gate: GateEntry[] | undefined;
}

/** The part of a rule that the compiler reads. */
export interface Compilable {
  pattern: string;
  context?: { words: string[]; within: number };
}

/**
 * Compiles one rule.
 *
 * @param price - see {@link chooseAnchors}
 * @throws {PatternError} the pattern is not in the supported syntax, or has not exactly one group `secret`
 */
export function compileRule(rule: Compilable, price?: Price): CompiledRule {
  const pattern = parsePattern(rule.pattern);
  const secrets = groupNames(pattern).filter((name) => name === 'secret').length;
  if (secrets !== 1)
    throw new PatternError(`the pattern needs exactly one group named secret, not ${secrets}`);
  const own = chooseAnchors(pattern, price);
  const gate = own ? entriesOf(own) : contextEntries(rule, pattern);
  const longest = limited(lengthRange(pattern)[1]);
  const ecma = printPattern(withAtomicRuns(pattern), 'ecma');
  return { ecma, re2: printPattern(pattern, 're2'), longest, runs: neededRuns(pattern), gate };
}

/** Writes a pattern as it is, such as a rule's `reject`, which runs over a secret alone. */
export function compileText(source: string, dialect: Dialect): string {
  return printPattern(parsePattern(source), dialect);
}

function groupNames(node: Node): string[] {
  switch (node.type) {
    case 'group':
      return [node.name, ...groupNames(node.item)];
    case 'repeat':
      return groupNames(node.item);
    case 'seq':
    case 'alt':
      return node.items.flatMap(groupNames);
    default:
      return [];
  }
}

/** Many literals share what stands around them: each automaton is made once. */
function entriesOf(anchors: readonly Anchor[]): GateEntry[] {
  const forward = new Map<Node, Dfa | undefined>();
  const backward = new Map<Node, Dfa | undefined>();
  return anchors.map((anchor) => {
    const { before, after } = anchor;
    if (!forward.has(after)) forward.set(after, compileDfa(after));
    if (!backward.has(before)) backward.set(before, compileDfa(reversed(before), 'line-start'));
    return entryOf(anchor, forward.get(after), backward.get(before));
  });
}

function entryOf(anchor: Anchor, forward: Dfa | undefined, backward: Dfa | undefined): GateEntry {
  const { literal, before, after } = anchor;
  return {
    literal,
    border: beginsWord(before, literal),
    forward,
    backward,
    before: limited(lengthRange(before)[1]),
    after: limited(literal.length + lengthRange(after)[1]),
    lead: 0,
    run: 0,
  };
}

function beginsWord(before: Node, literal: Literal): boolean {
  const border = before.type === 'assert' && before.kind === 'word-border';
  return border && /\w/.test(String.fromCharCode(literal[0]!.value));
}

function limited(length: number): number {
  return Math.min(length, MAX_WINDOW);
}

/**
 * Two entries a context word: the match behind it, and the match in front of it. A word of two bytes is too short to be
 * looked for.
 */
function contextEntries(rule: Compilable, pattern: Node): GateEntry[] | undefined {
  if (!rule.context) return undefined;
  const { words, within } = rule.context;
  if (words.some((word) => Buffer.byteLength(word) < SHORTEST_LITERAL)) return undefined;
  const longest = lengthRange(pattern)[1];
  const run = leastRun(pattern);
  return words.flatMap((word) => {
    const literal = foldedLiteral(word).slice(0, LONGEST_LITERAL);
    // What is cut off from a long word stands between it and a match behind it.
    const reach = within + Buffer.byteLength(word) - literal.length;
    const behind = {
      literal,
      border: false,
      forward: compileDfa(seq([gapOf(reach), pattern])),
      backward: undefined,
      before: 0,
      after: limited(literal.length + reach + longest),
      lead: literal.length + reach,
      run,
    };
    const inFront = {
      literal,
      border: false,
      forward: undefined,
      backward: compileDfa(seq([gapOf(within), reversed(pattern)]), 'line-start'),
      before: limited(within + longest),
      after: 0,
      lead: 0,
      run,
    };
    return [behind, inFront];
  });
}

/** At most so many bytes of any kind. */
function gapOf(max: number): Node {
  return { type: 'repeat', item: { type: 'set', set: byteSet([0, 255]) }, min: 0, max, lazy: false };
}

function foldedLiteral(word: string): Literal {
  return Array.from(Buffer.from(word), (byte) => {
    const letter = foldCase(byteSet([byte, byte]))[byte ^ 0x20] === 1;
    return letter ? { value: byte & 0xdf, mask: 0xdf } : { value: byte, mask: 0xff };
  });
}
