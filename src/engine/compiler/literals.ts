import { commonFives, leastFive } from './common-fives.ts';
import { commonTriples, leastTriple } from './common-triples.ts';
import { type ByteSet, members, type Node, seq } from './ir.ts';
import { LONGEST_LITERAL } from './layout.ts';
import { byteShare, pairShare } from './pairs.ts';

/** One byte of a literal: matches `byte` when `(byte & mask) === value`; mask 0xDF folds ASCII case. */
export interface LiteralByte {
  value: number;
  mask: number;
}
export type Literal = LiteralByte[];

/** A literal that every match of its branch of a pattern contains, and what stands before and after it. */
export interface Anchor {
  literal: Literal;
  before: Node;
  after: Node;
}

/** The gate looks for three bytes. */
export const SHORTEST_LITERAL = 3;
const MAX_LENGTH = LONGEST_LITERAL;
const MAX_ALTERNATIVES = 96;

/** What looking for a literal costs: expected work for a million bytes of source text, only good for comparing. */
export type Price = (literal: Literal) => number;

/**
 * Chooses literals from inside a pattern, so that each match contains at least one, and so that together they
 * are as rare in source text as possible.
 *
 * @param price - absent: that of a literal which no other pattern has
 * @returns undefined when the pattern has no literal of at least three bytes on every branch
 */
export function chooseAnchors(pattern: Node, price: Price = literalCost): Anchor[] | undefined {
  return best(pattern, price)?.anchors;
}

interface Choice {
  anchors: Anchor[];
  cost: number;
}

function best(node: Node, price: Price): Choice | undefined {
  switch (node.type) {
    case 'group':
      return best(node.item, price);
    case 'alt':
      return bestOfAll(node.items, price);
    case 'repeat':
      return node.min === 0 ? undefined : bestInRepeat(node, price);
    case 'set':
    case 'assert':
      return undefined;
    case 'seq':
      return bestInSequence(node.items, price);
  }
}

function bestOfAll(branches: readonly Node[], price: Price): Choice | undefined {
  const choices = branches.map((branch) => best(seq([branch]), price) ?? bestInSequence([branch], price));
  if (choices.some((choice) => choice === undefined)) return undefined;
  return {
    anchors: choices.flatMap((choice) => choice!.anchors),
    cost: choices.reduce((sum, choice) => sum + choice!.cost, 0),
  };
}

function bestInRepeat(node: Node & { type: 'repeat' }, price: Price): Choice | undefined {
  const inner = best(node.item, price) ?? bestInSequence([node.item], price);
  const rest: Node = { ...node, min: node.min - 1, max: node.max - 1 };
  return inner && wrap(inner, [], [rest]);
}

function bestInSequence(items: readonly Node[], price: Price): Choice | undefined {
  let choice: Choice | undefined;
  const isBetter = (cost: number) => !choice || cost < choice.cost;
  const strings = items.map(exactStrings);
  for (let first = 0; first < items.length; first++) {
    let begun: Choice | undefined;
    for (const { run, last } of runsFrom(strings, first)) {
      const cost = run.reduce((sum, literal) => sum + price(literal), 0);
      // Of two as dear, the longer one stands in fewer places than is known.
      if (!begun || cost <= begun.cost) begun = { anchors: anchorsOf(run, items, first, last), cost };
    }
    if (begun && isBetter(begun.cost)) choice = begun;
    if (items[first]!.type === 'seq') continue;
    const inner = best(items[first]!, price);
    if (inner && isBetter(inner.cost)) choice = wrap(inner, items.slice(0, first), items.slice(first + 1));
  }
  return choice;
}

function wrap(choice: Choice, before: readonly Node[], after: readonly Node[]): Choice {
  const wholeBefore = shared((node) => seq([...before, node]));
  const wholeAfter = shared((node) => seq([node, ...after]));
  const anchors = choice.anchors.map((anchor) => ({
    literal: anchor.literal,
    before: wholeBefore(anchor.before),
    after: wholeAfter(anchor.after),
  }));
  return { cost: choice.cost, anchors };
}

/** Anchors that share a node go on sharing what is made of it, so that its automaton is compiled once. */
function shared(make: (node: Node) => Node): (node: Node) => Node {
  const made = new Map<Node, Node>();
  return (node) => {
    const whole = made.get(node) ?? make(node);
    made.set(node, whole);
    return whole;
  };
}

/** The literals of items `first` to `last` joined, for each `last` that keeps them few, short and complete. */
function* runsFrom(
  strings: readonly (Literal[] | undefined)[],
  first: number,
): Iterable<{ run: Literal[]; last: number }> {
  let run: Literal[] = [[]];
  for (let last = first; last < strings.length && strings[last]; last++) {
    run = product(run, strings[last]!);
    if (run.length > MAX_ALTERNATIVES || run.some((literal) => literal.length > MAX_LENGTH)) return;
    if (run.every((literal) => literal.length >= SHORTEST_LITERAL)) yield { run, last };
  }
}

function anchorsOf(run: readonly Literal[], items: readonly Node[], first: number, last: number): Anchor[] {
  const before = seq(items.slice(0, first));
  const after = seq(items.slice(last + 1));
  return run.map((literal) => ({ literal, before, after }));
}

/** Every string that a node matches, when they are few; an assertion matches the empty one. */
function exactStrings(node: Node): Literal[] | undefined {
  switch (node.type) {
    case 'set':
      return literalBytes(node.set)?.map((byte) => [byte]);
    case 'assert':
      return [[]];
    case 'group':
      return exactStrings(node.item);
    case 'seq':
      return node.items.reduce<Literal[] | undefined>(
        (all, item) => few(all, exactStrings(item), product),
        [[]],
      );
    case 'alt':
      return node.items.reduce<Literal[] | undefined>(
        (all, item) => few(all, exactStrings(item), joined),
        [],
      );
    case 'repeat':
      return repeatedStrings(node);
  }
}

function repeatedStrings(node: Node & { type: 'repeat' }): Literal[] | undefined {
  if (node.max > MAX_LENGTH) return undefined;
  const once = exactStrings(node.item);
  let power: Literal[] | undefined = [[]];
  let all: Literal[] | undefined = node.min === 0 ? [[]] : [];
  for (let count = 1; count <= node.max; count++) {
    power = few(power, once, product);
    if (count >= node.min) all = few(all, power, joined);
  }
  return all;
}

type Combine = (a: readonly Literal[], b: readonly Literal[]) => Literal[];

function few(a: Literal[] | undefined, b: Literal[] | undefined, combine: Combine): Literal[] | undefined {
  const all = a && b && combine(a, b);
  return all && all.length <= MAX_ALTERNATIVES ? all : undefined;
}

const product: Combine = (a, b) => a.flatMap((head) => b.map((tail) => [...head, ...tail]));
const joined: Combine = (a, b) => [...a, ...b];

/** The at most four bytes of a set, letters that are there in both cases as one; undefined when more. */
function literalBytes(set: ByteSet): LiteralByte[] | undefined {
  const bytes: LiteralByte[] = [];
  for (const byte of members(set)) {
    const other = byte ^ 0x20;
    const bothCases = /[A-Za-z]/.test(String.fromCharCode(byte)) && set[other];
    if (bothCases && byte > other) continue;
    bytes.push({ value: byte, mask: bothCases ? 0xdf : 0xff });
    if (bytes.length > 4) return undefined;
  }
  return bytes;
}

/** Index of the literal's rarest three bytes, the kinds of the bytes around them considered: the ones to look for. */
export function rarestGram(literal: Literal): number {
  let rarest = 0;
  let least = gateFrequency(literal, 0);
  for (let i = 1; i + 2 < literal.length; i++) {
    const frequency = gateFrequency(literal, i);
    if (frequency >= least) continue;
    rarest = i;
    least = frequency;
  }
  return rarest;
}

/** A byte of the literal beside the three rules out most of their other occurrences. */
function gateFrequency(literal: Literal, at: number): number {
  const neighbours = (at > 0 ? 1 : 0) + (at + 3 < literal.length ? 1 : 0);
  return gramFrequency(literal, at) / 3 ** neighbours;
}

/** Hits of the gate, and, much dearer, walks from the whole literal, plus a little for its place in the tables. */
export function literalCost(literal: Literal): number {
  const gate = gramFrequency(literal, rarestGram(literal));
  return 1e6 * (gate + WALK * wholeFrequency(literal)) + 0.5;
}

const WALK = 12;

/** Share of the literal in source text: the rest of a common word is as common as its beginning. */
function wholeFrequency(literal: Literal): number {
  let whole = literal.length === 3 ? gramFrequency(literal, 0) : beginFrequency(literal);
  for (let end = 5; end <= literal.length; end++) {
    const chance = pairShareAt(literal, end - 2) / byteShareAt(literal, end - 2);
    const common = fives.get(textOf(literal, end - 5, end));
    whole = Math.min(common ?? Math.min(whole * chance, leastFive / 1e6), whole);
  }
  return whole;
}

/** Share of the first four bytes. */
function beginFrequency(literal: Literal): number {
  const chance = pairShareAt(literal, 2) / byteShareAt(literal, 2);
  const estimate = Math.min(gramFrequency(literal, 0) * chance, gramFrequency(literal, 1));
  return Math.max(estimate, fours.get(textOf(literal, 0, 4)) ?? 0);
}

const fives = new Map(
  commonFives.split(' ').map((entry) => [entry.slice(0, 5), Number(entry.slice(5)) / 1e6]),
);

/** At least: sums of what begins, or ends, with the four bytes. */
const fours = new Map<string, number>();
for (const from of [0, 1]) {
  const sums = new Map<string, number>();
  for (const [five, share] of fives) {
    const four = five.slice(from, from + 4);
    sums.set(four, (sums.get(four) ?? 0) + share);
  }
  for (const [four, share] of sums) fours.set(four, Math.max(share, fours.get(four) ?? 0));
}

function textOf(literal: Literal, from: number, to: number): string {
  return String.fromCharCode(...literal.slice(from, to).map(({ value }) => value)).toLowerCase();
}

const triples = new Map(
  commonTriples.split(' ').map((entry) => [entry.slice(0, 3), Number(entry.slice(3)) / 1e6]),
);

/** Share of the three bytes at `at` among all such in source text: counted for letters, else estimated from pairs. */
function gramFrequency(literal: Literal, at: number): number {
  const estimate = (pairShareAt(literal, at) * pairShareAt(literal, at + 1)) / byteShareAt(literal, at + 1);
  const text = textOf(literal, at, at + 3);
  if (!/^[a-z]{3}$/.test(text)) return estimate;
  return triples.get(text) ?? Math.min(estimate, leastTriple / 1e6);
}

function pairShareAt(literal: Literal, at: number): number {
  return pairShare(literal[at]!.value, literal[at + 1]!.value);
}

function byteShareAt(literal: Literal, at: number): number {
  return byteShare(literal[at]!.value);
}
