import { addAll } from '../../add-all.ts';
import { groupedBy } from '../../grouped-by.ts';
import type { Chunk } from '../../types.ts';
import type { Matches, RawMatch } from '../candidates.ts';
import type { Layer } from '../judge-matches.ts';
import { type Spot, spotBehind, spotKind, spotPosition } from '../kernel/spot.ts';
import type { Budget } from './compressed.ts';
import { decodeSpots } from './decode-spots.ts';
import type { Encoding } from './piece.ts';
import { createViews, type Text, type View } from './views.ts';

/** A chunk's decoded texts, and what a limit kept from being decoded. */
export interface DecodedLayers {
  layers: Layer[];
  /** Sentences for the receipt. */
  limits: string[];
}

/** Decoded bytes for each byte of a chunk, and for a small one; none may have more than the most. */
const SHARE = 4;
const LEAST_BYTES = 1 << 16;
const MOST_BYTES = 1 << 26;
/** The same for what comes out of compressed bytes. */
const INFLATED_SHARE = 32;
const LEAST_INFLATED = 1 << 20;

const NONE: Encoding[] = [];

/** A text, and where something stands encoded in it. */
interface Level {
  text: Text;
  spots: readonly Spot[];
}

/**
 * Decodes what stands encoded in a chunk, and in that again, and searches it.
 *
 * @param found - what the search of the chunk itself gave
 * @param depth - encodings on top of each other; 0: nothing is decoded
 */
export function decodeLayers(
  chunk: Chunk,
  found: Matches,
  search: (bytes: Uint8Array) => Matches,
  depth: number,
): DecodedLayers {
  const budget = budgetOf(chunk.bytes.length);
  const whole: Text = {
    bytes: chunk.bytes,
    place: (start, end) => [start, end],
    layersAt: () => NONE,
    isPlain: () => true,
    unpacked: () => undefined,
  };
  const layers: Layer[] = [];
  let level: Level[] = depth > 0 ? [{ text: whole, spots: inOrder(found.spots) }] : [];
  for (let i = 0; i < depth && level.length > 0; i++) {
    const { bytes, views } = createViews(level.map(({ text, spots }) => decodeSpots(text, spots, budget)));
    if (views.length === 0) return { layers, limits: limitsOf([], depth, budget) };
    const { list, spots } = search(bytes);
    addAll(layersOf(chunk, views, list), layers);
    level = levelOf(views, inOrder(spots));
  }
  return { layers, limits: limitsOf(level, depth, budget) };
}

function budgetOf(length: number): Budget {
  return {
    left: Math.min(MOST_BYTES, LEAST_BYTES + SHARE * length),
    inflatable: Math.min(MOST_BYTES, LEAST_INFLATED + INFLATED_SHARE * length),
    exceeded: false,
  };
}

function inOrder(spots: readonly Spot[]): readonly Spot[] {
  const isSorted = spots.every((spot, i) => i === 0 || spots[i - 1]! <= spot);
  return isSorted ? spots : spots.toSorted((a, b) => a - b);
}

/** The views that have matches of what was decoded in them. */
function layersOf(chunk: Chunk, views: readonly View[], matches: readonly RawMatch[]): Layer[] {
  const { regions: _, ...rest } = chunk;
  const byView = groupByView(views, matches, ({ start }) => start);
  return [...byView].flatMap(([view, all]) => {
    const own = all.map((match) => shifted(match, -view.start)).filter((match) => isOwn(view, match));
    const decoded = {
      place: view.place,
      unpacked: view.unpacked,
      layersAt: (start: number, end: number) => view.layersAt(start, end)!,
    };
    return own.length > 0 ? [{ chunk: { ...rest, bytes: view.bytes }, matches: own, decoded }] : [];
  });
}

/** Whether a match has something in it that was decoded for this view, and its rule may run on what that is. */
function isOwn(view: View, { packed, start, end }: RawMatch): boolean {
  if (start < 0 || end > view.bytes.length || !view.layersAt(start, end)) return false;
  return packed.rule.judge === undefined || view.isPlain(start, end);
}

function shifted(match: RawMatch, by: number): RawMatch {
  const groups: RawMatch['groups'] = {};
  for (const [name, range] of Object.entries(match.groups)) {
    if (range) groups[name] = [range[0] + by, range[1] + by];
  }
  return { ...match, start: match.start + by, end: match.end + by, groups };
}

function levelOf(views: readonly View[], spots: readonly Spot[]): Level[] {
  const byView = groupByView(views, spots, spotPosition);
  return [...byView].map(([text, all]) => ({
    text,
    spots: all.map((spot) => spotBehind(spot, text.start)),
  }));
}

/** @param offsetOf - an item's place among the bytes of all views */
function groupByView<T>(views: readonly View[], items: readonly T[], offsetOf: (item: T) => number) {
  return groupedBy(items, (item) => viewAt(views, offsetOf(item)));
}

function viewAt(views: readonly View[], offset: number): View {
  let low = 0;
  let high = views.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (views[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  return views[low]!;
}

/** @param deepest - what would have been decoded next */
function limitsOf(deepest: readonly Level[], depth: number, { exceeded }: Budget): string[] {
  const more = deepest.some(({ text, spots }) =>
    spots.some((spot) => {
      const position = spotPosition(spot);
      return spotKind(spot) !== 'escape' && text.layersAt(position, position + 1);
    }),
  );
  return [
    ...(more ? [`text encoded more than ${depth} times is not decoded (--max-decode-depth)`] : []),
    ...(exceeded ? ['too much of it is encoded to decode it all'] : []),
  ];
}
