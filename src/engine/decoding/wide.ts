import { isAscii, wideEnd } from '../kernel/encoded.ts';
import { lastAtMost } from '../last-at-most.ts';
import type { Encoding, Piece } from './piece.ts';
import { isPlain } from './plain-text.ts';

/** Letters of UTF-16 among other bytes; the last one of big endian has no zero behind it. */
export interface WideRun {
  from: number;
  to: number;
}

/** The run whose first letter is at `from`; it may be empty. */
export function wideRunAt(bytes: Uint8Array, from: number): WideRun {
  return { from, to: wideEnd(bytes, from) };
}

/** Where a letter comes right behind a run, it may belong to it, big endian: then the run is read both ways. */
export function decodeWide(bytes: Uint8Array, runs: readonly WideRun[], outer: readonly Encoding[]): Piece[] {
  const longer = runs.flatMap(({ from, to }) =>
    to < bytes.length && isAscii(bytes[to]!) ? [{ from, to: to + 1 }] : [],
  );
  const little = pieceOf(bytes, runs, [...outer, 'utf-16le']);
  return longer.length === 0 ? [little] : [little, pieceOf(bytes, longer, [...outer, 'utf-16be'])];
}

/** Between two runs, which are no line of one text. */
const GAP = 2;
const LF = 0x0a;

function pieceOf(bytes: Uint8Array, runs: readonly WideRun[], layers: Encoding[]): Piece {
  const starts: number[] = [];
  const length = runs.reduce((sum, { from, to }) => sum + ((to - from + 1) >> 1) + GAP, 0);
  const letters = new Uint8Array(length).fill(LF);
  let at = 0;
  for (const { from, to } of runs) {
    starts.push(at);
    for (let i = from; i < to; i += 2) letters[at++] = bytes[i]!;
    at += GAP;
  }
  const placeOf = (letter: number, width: number): number => {
    const run = lastAtMost(starts, letter);
    const { from, to } = runs[run]!;
    return Math.min(to, from + 2 * (letter - starts[run]!) + width);
  };
  return {
    from: runs[0]!.from,
    to: runs.at(-1)!.to,
    layers,
    bytes: letters,
    plain: isPlain(letters),
    place: (start, end) => [placeOf(start, 0), placeOf(end - 1, 2)],
    changes: () => true,
  };
}
