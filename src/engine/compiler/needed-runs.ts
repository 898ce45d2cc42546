import { type ByteSet, lengthRange, members, type Node } from './ir.ts';

/** So many bytes of a set, one after the other. */
export interface Run {
  /** First and last byte of each range of the set, as characters of these numbers. */
  ranges: string;
  length: number;
}

/** Shorter runs, or of more bytes, stand in every text. */
const [SHORTEST, MOST_BYTES] = [12, 80];
/** Runs that are looked for one after the other. */
const MOST_RUNS = 4;
/** So many items are joined at most: a pattern may be a long text. */
const MOST_ITEMS = 64;

/** Runs of which every match of a pattern has at least one, as rare ones as are easily told; empty where there are none. */
export function neededRuns(pattern: Node): Run[] {
  const runs = rarestIn(pattern);
  if (runs.length > MOST_RUNS || !runs.every(isRare)) return [];
  return runs.map(({ set, length }) => ({ ranges: rangesOf(set), length }));
}

function isRare({ set, length }: SetRun): boolean {
  return length >= SHORTEST && members(set).length <= MOST_BYTES;
}

interface SetRun {
  set: ByteSet;
  length: number;
}

function rarestIn(node: Node): SetRun[] {
  return rarestOf([[wholeRun(node)], ...partsOf(node)]);
}

/** What is needed of parts that every match has. */
function partsOf(node: Node): SetRun[][] {
  switch (node.type) {
    case 'group':
      return [rarestIn(node.item)];
    case 'repeat':
      return node.min === 0 ? [] : [rarestIn(node.item)];
    case 'alt':
      return [widest(node.items.flatMap(rarestIn))];
    case 'seq':
      return [...node.items.map(rarestIn), ...stretchesOf(node.items)];
    default:
      return [];
  }
}

/** All of a match is a run of the bytes that may stand in it. */
function wholeRun(node: Node): SetRun {
  return { set: bytesOf(node), length: lengthRange(node)[0] };
}

function bytesOf(node: Node): ByteSet {
  switch (node.type) {
    case 'set':
      return node.set;
    case 'assert':
      return new Uint8Array(256);
    case 'group':
    case 'repeat':
      return bytesOf(node.item);
    default:
      return united(node.items.map(bytesOf));
  }
}

function united(sets: readonly ByteSet[]): ByteSet {
  return new Uint8Array(256).map((_, byte) => (sets.some((set) => set[byte]) ? 1 : 0));
}

/** Items one after the other, as one run. */
function stretchesOf(items: readonly Node[]): SetRun[][] {
  const wholes = items.map(wholeRun);
  return wholes.flatMap((whole, first) => {
    let run = whole;
    return wholes.slice(first + 1, first + MOST_ITEMS).map((next) => {
      run = { set: united([run.set, next.set]), length: run.length + next.length };
      return [run];
    });
  });
}

/** Of runs of the same bytes the shortest. */
function widest(runs: readonly SetRun[]): SetRun[] {
  const bySet = new Map<string, SetRun>();
  for (const run of runs) {
    const key = rangesOf(run.set);
    if (run.length < (bySet.get(key)?.length ?? Number.POSITIVE_INFINITY)) bySet.set(key, run);
  }
  return [...bySet.values()];
}

function rarestOf(choices: readonly SetRun[][]): SetRun[] {
  return choices.reduce((best, choice) => (rarity(choice) > rarity(best) ? choice : best));
}

/** How improbable the likeliest of the runs is, as a logarithm. */
function rarity(runs: readonly SetRun[]): number {
  if (runs.length > MOST_RUNS) return 0;
  return Math.min(
    ...runs.map(({ set, length }) => length * Math.log(256 / Math.max(1, members(set).length))),
  );
}

function rangesOf(set: ByteSet): string {
  let text = '';
  for (let byte = 0; byte < 256; byte++) {
    if (!set[byte]) continue;
    if (!set[byte - 1]) text += String.fromCharCode(byte);
    if (!set[byte + 1]) text += String.fromCharCode(byte);
  }
  return text;
}
