import type { Encoding, Piece } from './piece.ts';

/** Bytes in which something may stand encoded: a chunk's, or a view's. */
export interface Text {
  bytes: Uint8Array;
  /** Where in the chunk a stretch of it comes from. */
  place(start: number, end: number): [start: number, end: number];
  /** What was undone for the stretch, outermost first; undefined when it stands in the text before as it is. */
  layersAt(start: number, end: number): Encoding[] | undefined;
  /** Whether what was decoded in the stretch, now or before, is plain text: see {@link Piece.plain}. */
  isPlain(start: number, end: number): boolean;
  /** Where the stretch lies in the first text that came out of compressed bytes; undefined when none did. */
  unpacked(start: number, end: number): Unpacked | undefined;
}

/** A place in a text that came out of compressed bytes: there it is exact, in those bytes it is not. */
export interface Unpacked {
  text: object;
  start: number;
  end: number;
}

/** A stretch of a text with what was encoded in it decoded in its place. */
export interface View extends Text {
  /** Where its bytes begin among those of all views. */
  start: number;
}

/** Pieces of one text, sorted, runs of digits apart from stretches of escapes: those have all that they need inside. */
export interface Decoded {
  text: Text;
  runs: readonly Piece[];
  areas: readonly Piece[];
}

/** Bytes of the text around a run of digits that tell what it is: its name, and what closes it. */
const BEFORE = 128;
const AFTER = 64;
/** Stands between views: no pattern matches across it. */
const GAP = Buffer.from('\n\0\n');

/** Lays out views of all pieces one after the other, to be searched at once. */
export function createViews(decoded: readonly Decoded[]): { bytes: Uint8Array; views: View[] } {
  const drafts = decoded.flatMap(({ text, runs, areas }) =>
    [...groupRuns(runs, text.bytes.length), ...areas.map((piece) => [partOf(piece)])].map((parts) => ({
      text,
      parts: placed(parts),
    })),
  );
  const total = drafts.reduce((sum, { parts }) => sum + lengthOf(parts) + GAP.length, 0);
  const bytes = Buffer.allocUnsafe(total);
  const views: View[] = [];
  let start = 0;
  for (const { text, parts } of drafts) {
    const end = start + lengthOf(parts);
    for (const { piece, from, length, out } of parts)
      bytes.set(piece?.bytes ?? text.bytes.subarray(from, from + length), start + out);
    bytes.set(GAP, end);
    views.push(viewOf(text, parts, bytes.subarray(start, end), start));
    start = end + GAP.length;
  }
  return { bytes, views };
}

/** A piece in its view, or bytes of the text as they are. */
interface Part {
  piece?: Piece;
  /** Where it begins in the text. */
  from: number;
  length: number;
  /** Where it begins in the view. */
  out: number;
}

function partOf(piece: Piece): Part {
  return { piece, from: piece.from, length: piece.bytes.length, out: 0 };
}

/** Runs that lie near each other are in one view, so that what stands between is searched once. */
function groupRuns(runs: readonly Piece[], textLength: number): Part[][] {
  const groups: Part[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const piece of runs) {
    const near = piece.from - BEFORE <= end + AFTER;
    const from = near ? end : Math.max(0, piece.from - BEFORE);
    const lead: Part = { from, length: piece.from - from, out: 0 };
    if (near) groups.at(-1)!.push(lead, partOf(piece));
    else {
      closeGroup(groups.at(-1), end, textLength);
      groups.push([lead, partOf(piece)]);
    }
    end = piece.to;
  }
  closeGroup(groups.at(-1), end, textLength);
  return groups;
}

function closeGroup(parts: Part[] | undefined, from: number, textLength: number): void {
  parts?.push({ from, length: Math.min(AFTER, textLength - from), out: 0 });
}

function placed(parts: readonly Part[]): Part[] {
  let out = 0;
  return parts.map((part) => {
    out += part.length;
    return { ...part, out: out - part.length };
  });
}

function lengthOf(parts: readonly Part[]): number {
  const last = parts.at(-1)!;
  return last.out + last.length;
}

function viewOf(text: Text, parts: readonly Part[], bytes: Uint8Array, start: number): View {
  const outside = (from: number, to: number): [number, number] => {
    const first = parts[partAt(parts, from)]!;
    const last = parts[partAt(parts, to - 1)]!;
    return [placeIn(first, from, from + 1)[0], placeIn(last, to - 1, to)[1]];
  };
  const isPacked = (from: number, to: number) =>
    changedPiece(parts, from, to, ({ packed }) => packed === true) !== undefined;
  return {
    bytes,
    start,
    place: (from, to) => text.place(...outside(from, to)),
    unpacked: (from, to) =>
      text.unpacked(...outside(from, to)) ??
      (isPacked(from, to) ? { text: parts, start: from, end: to } : undefined),
    layersAt: (from, to) => changedPiece(parts, from, to, () => true)?.layers,
    isPlain: (from, to) => changedPiece(parts, from, to, ({ plain }) => !plain) === undefined,
  };
}

/** The first of the wanted pieces that were decoded between two places. */
function changedPiece(
  parts: readonly Part[],
  from: number,
  to: number,
  isWanted: (piece: Piece) => boolean,
): Piece | undefined {
  const last = partAt(parts, to - 1);
  for (let i = partAt(parts, from); i <= last; i++) {
    const { piece, out } = parts[i]!;
    if (piece?.changes(from - out, to - out) && isWanted(piece)) return piece;
  }
  return undefined;
}

/** Index of the part that has a byte of the view; empty ones have none. */
function partAt(parts: readonly Part[], offset: number): number {
  let low = 0;
  let high = parts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (parts[middle]!.out <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function placeIn({ piece, from, out }: Part, start: number, end: number): [number, number] {
  return piece ? piece.place(start - out, end - out) : [from + start - out, from + end - out];
}
