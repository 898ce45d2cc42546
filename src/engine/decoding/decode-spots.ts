import { isEscape } from '../kernel/encoded.ts';
import { type Spot, spotKind, spotPosition } from '../kernel/spot.ts';
import type { Budget } from './compressed.ts';
import { decodeRun, paddingEnd, runAt } from './digits.ts';
import { areasAround, decodeArea } from './escaped-areas.ts';
import type { Encoding, Piece } from './piece.ts';
import type { Decoded, Text } from './views.ts';
import { decodeWide, type WideRun, wideRunAt } from './wide.ts';

/** Decodes what stands encoded at these places; what stands in the text before as it is was decoded there. */
export function decodeSpots(text: Text, spots: readonly Spot[], budget: Budget): Decoded {
  const escapes = spots.filter((spot) => spotKind(spot) === 'escape').map(spotPosition);
  const runs: Piece[] = [];
  let done = 0;
  for (const spot of spots) {
    const [kind, position] = [spotKind(spot), spotPosition(spot)];
    if (kind === 'escape' || kind === 'wide' || position < done) continue;
    const run = runAt(text.bytes, kind, position);
    done = paddingEnd(text.bytes, run);
    if (isEscape(text.bytes, run.to)) escapes.push(run.to);
    const outer = text.layersAt(run.from, done);
    if (!outer || !afford(budget, run.to - run.from)) continue;
    const piece = decodeRun(text.bytes, run, outer, budget);
    if (piece) runs.push({ ...piece, to: done, plain: piece.plain && text.isPlain(run.from, done) });
  }
  const wide = decodeWideRuns(text, spots, budget);
  return { text, runs, areas: [...wide, ...decodeEscapes(text, escapes, budget)] };
}

/** Those below the same encodings as one piece: a program has very many. */
function decodeWideRuns(text: Text, spots: readonly Spot[], budget: Budget): Piece[] {
  const groups = new Map<string, { outer: Encoding[]; runs: WideRun[]; plain: boolean }>();
  let done = 0;
  for (const spot of spots) {
    const position = spotPosition(spot);
    if (spotKind(spot) !== 'wide' || position < done) continue;
    const run = wideRunAt(text.bytes, position);
    const outer = run.to > position ? text.layersAt(position, run.to) : undefined;
    if (!outer || !afford(budget, run.to - position)) continue;
    done = run.to;
    const key = outer.join();
    const group = groups.get(key) ?? { outer, runs: [], plain: true };
    groups.set(key, group);
    group.runs.push(run);
    group.plain &&= text.isPlain(position, run.to);
  }
  return [...groups.values()].flatMap(({ outer, runs, plain }) =>
    decodeWide(text.bytes, runs, outer).map((piece) => ({ ...piece, plain: piece.plain && plain })),
  );
}

function decodeEscapes(text: Text, positions: readonly number[], budget: Budget): Piece[] {
  const own = positions.filter((position) => text.layersAt(position, position + 1));
  return areasAround(text.bytes, Uint32Array.from(own).sort()).flatMap((area) => {
    const outer = text.layersAt(area.from, area.to);
    if (!outer || !afford(budget, area.to - area.from)) return [];
    const piece = decodeArea(text.bytes, area, outer);
    return piece ? [{ ...piece, plain: text.isPlain(area.from, area.to) }] : [];
  });
}

function afford(budget: Budget, bytes: number): boolean {
  if (bytes > budget.left) {
    budget.exceeded = true;
    return false;
  }
  budget.left -= bytes;
  return true;
}
