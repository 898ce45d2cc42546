import { type LineEdge, withEdge } from './edges.ts';
import type { ByteSet, Node } from './ir.ts';
import { ACCEPT, DEAD, START } from './layout.ts';

/** As many as a byte can tell apart. */
const LAST_STATE = ACCEPT - 1;

/** A table that walks bytes to {@link DEAD} or {@link ACCEPT}: it never rejects what the pattern accepts. */
export interface Dfa {
  /** Byte value to class. */
  classes: Uint8Array;
  classCount: number;
  /** `next[state * classCount + class]`. */
  next: Uint8Array;
}

/**
 * Compiles a pattern into a table for its first match from a fixed place.
 *
 * Assertions are taken as true but for those at the pattern's end, for which it takes one byte more; wide repetitions
 * are taken as unbounded, which keeps the tables small. What lies beyond the last state counts as accepted: by then a
 * gate has seen enough.
 *
 * @param line - the border of a line that stands where the walk ends
 * @returns undefined when the pattern accepts the empty text, so that there is nothing to check
 */
export function compileDfa(node: Node, line: LineEdge = 'line-end'): Dfa | undefined {
  return determinize(relaxed(withEdge(node, line)));
}

/** Wide bounded repetitions made unbounded: `x{3,90}` accepts no less as `x{3,}` and needs 87 states fewer. */
function relaxed(node: Node): Node {
  switch (node.type) {
    case 'seq':
    case 'alt':
      return { ...node, items: node.items.map(relaxed) };
    case 'group':
      return relaxed(node.item);
    case 'repeat':
      return { ...node, item: relaxed(node.item), max: node.max - node.min > 2 ? Infinity : node.max };
    default:
      return node;
  }
}

/** A Thompson automaton; a state either consumes a byte of its set or moves freely. */
interface Nfa {
  sets: (ByteSet | undefined)[];
  to: number[];
  free: number[][];
  accept: number;
}

function addState(nfa: Nfa, free: number[] = []): number {
  nfa.sets.push(undefined);
  nfa.to.push(-1);
  return nfa.free.push(free) - 1;
}

/** Adds states for `node` that lead to `end`; returns where they begin. */
function link(nfa: Nfa, node: Node, end: number): number {
  switch (node.type) {
    case 'assert':
      return end;
    case 'group':
      return link(nfa, node.item, end);
    case 'set': {
      const state = addState(nfa);
      nfa.sets[state] = node.set;
      nfa.to[state] = end;
      return state;
    }
    case 'seq':
      return node.items.reduceRight((next, item) => link(nfa, item, next), end);
    case 'alt': {
      const branches = node.items.map((item) => link(nfa, item, end));
      return addState(nfa, branches);
    }
    case 'repeat':
      return linkRepeat(nfa, node, end);
  }
}

function linkRepeat(nfa: Nfa, node: Node & { type: 'repeat' }, end: number): number {
  let next = end;
  // Counts past the size of a table are cut off by determinize() anyway.
  if (node.max === Infinity || node.max - node.min > 2 * LAST_STATE) {
    const loop = addState(nfa, [end]);
    nfa.free[loop]!.push(link(nfa, node.item, loop));
    next = loop;
  } else {
    for (let i = node.min; i < node.max; i++) next = addState(nfa, [end, link(nfa, node.item, next)]);
  }
  for (let i = 0; i < Math.min(node.min, 2 * LAST_STATE); i++) next = link(nfa, node.item, next);
  return next;
}

function determinize(node: Node): Dfa | undefined {
  const nfa: Nfa = { sets: [], to: [], free: [], accept: 0 };
  nfa.accept = addState(nfa);
  const first = link(nfa, node, nfa.accept);
  const closures = createClosures(nfa);
  const start = closures.union([first]);
  if (start.includes(nfa.accept)) return undefined;
  const { classes, samples } = byteClasses(nfa);
  const ids = new Map([[keyOf(start), START]]);
  const queue = [start];
  const rows: number[] = samples.map(() => DEAD);
  for (const states of queue) {
    for (const byte of samples) {
      rows.push(stateId(nfa, closures.union(step(nfa, states, byte)), ids, queue) ?? ACCEPT);
    }
  }
  return { classes, classCount: samples.length, next: Uint8Array.from(rows) };
}

/** The number of a set of states, given out when it is new; undefined when the table is full. */
function stateId(
  nfa: Nfa,
  reached: number[],
  ids: Map<string | number, number>,
  queue: number[][],
): number | undefined {
  if (reached.length === 0) return DEAD;
  if (reached.includes(nfa.accept)) return ACCEPT;
  const key = keyOf(reached);
  const known = ids.get(key);
  if (known !== undefined) return known;
  if (ids.size >= LAST_STATE) return undefined;
  ids.set(key, ids.size + 1);
  queue.push(reached);
  return ids.size;
}

/** Splits the byte values into classes that no set of the pattern tells apart. */
function byteClasses(nfa: Nfa): { classes: Uint8Array; samples: number[] } {
  const classes = new Uint8Array(256);
  let count = 1;
  for (const set of new Set(nfa.sets)) if (set) count = refine(classes, set, count);
  const samples = Array.from({ length: count }, (_, index) => classes.indexOf(index));
  return { classes, samples };
}

/** Splits every class that a set cuts through; returns the number of classes. */
function refine(classes: Uint8Array, set: ByteSet, count: number): number {
  const inside = new Int16Array(count).fill(-1);
  const outside = new Uint8Array(count);
  for (let byte = 0; byte < 256; byte++) if (!set[byte]) outside[classes[byte]!] = 1;
  let next = count;
  for (let byte = 0; byte < 256; byte++) {
    const old = classes[byte]!;
    if (!set[byte] || outside[old] === 0) continue;
    if (inside[old] === -1) inside[old] = next++;
    classes[byte] = inside[old]!;
  }
  return next;
}

/** Most sets hold one state: its number is key enough. */
function keyOf(states: readonly number[]): string | number {
  return states.length === 1 ? states[0]! : states.join();
}

function step(nfa: Nfa, states: readonly number[], byte: number): number[] {
  const next: number[] = [];
  for (const state of states) if (nfa.sets[state]?.[byte]) next.push(nfa.to[state]!);
  return next;
}

/** The states reached without a byte; only those that consume one, and the accepting one, are kept. */
function createClosures(nfa: Nfa) {
  const known: (number[] | undefined)[] = [];
  const closureOf = (state: number) => {
    known[state] ??= closure(nfa, state);
    return known[state];
  };
  const seenIn = new Uint32Array(nfa.sets.length);
  let round = 0;
  return {
    /** Sorted, without duplicates. */
    union(states: readonly number[]): number[] {
      if (states.length === 1) return closureOf(states[0]!);
      round++;
      const all: number[] = [];
      for (const state of states) {
        for (const reached of closureOf(state)) {
          if (seenIn[reached] !== round) all.push(reached);
          seenIn[reached] = round;
        }
      }
      return all.sort((a, b) => a - b);
    },
  };
}

function closure(nfa: Nfa, from: number): number[] {
  const seen = new Set<number>();
  const stack = [from];
  while (stack.length > 0) {
    const state = stack.pop()!;
    if (seen.has(state)) continue;
    seen.add(state);
    stack.push(...nfa.free[state]!);
  }
  return [...seen].filter((state) => nfa.sets[state] || state === nfa.accept).sort((a, b) => a - b);
}
