import { isDigit } from '../kernel/encoded.ts';
import type { Encoding, Piece } from './piece.ts';
import { type EscapeKind, escapeKinds, writeUndone } from './undo-escape.ts';

/** Bytes around what is escaped in which a name and its value stand. */
const BEFORE = 160;
const AFTER = 256;
/** Quoted-printable is text of its own kind: what belongs together may lie pages apart. */
const FAR = 4096;
/** Longest stretch without a character that is neither escaped nor a digit. */
const LONGEST = 1 << 20;

/** A stretch of a text around escapes of one kind. */
export interface Area {
  kind: EscapeKind;
  from: number;
  to: number;
}

/**
 * The stretches to decode around escapes at these places; those that meet are one.
 *
 * @param positions - where escapes begin, sorted; one may be named twice
 */
export function areasAround(bytes: Uint8Array, positions: Iterable<number>): Area[] {
  const lastOf = new Map<EscapeKind, Area & { reach: number }>();
  const areas: Area[] = [];
  for (const position of positions) {
    const kind = escapeKinds[bytes[position]!];
    const last = kind && lastOf.get(kind);
    if (!kind || (last && position < last.reach)) continue;
    if (!isEscapeOf(kind, bytes, position) || isOtherLineEnd(bytes, position)) continue;
    const far = kind.name === 'quoted-printable' ? FAR : 0;
    const reach = reachOf(bytes, kind, position);
    const from = Math.max(0, stretchStart(bytes, kind, position, last?.reach ?? 0) - BEFORE - far);
    const to = Math.min(bytes.length, reach + AFTER + far);
    if (last && from <= last.to) {
      last.to = to;
      last.reach = reach;
    } else {
      const area = { kind, from, to, reach };
      areas.push(area);
      lastOf.set(kind, area);
    }
  }
  return areas;
}

const LF = 0x0a;
const EQUALS = 0x3d;
/** Quoted-printable breaks lines at 76 characters, or a little before. */
const SHORTEST_BROKEN = 66;
const LONGEST_BROKEN = 76;

/** An equals sign at the end of a line that is not as long as those that quoted-printable breaks: padding, code. */
function isOtherLineEnd(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== EQUALS || (bytes[at + 1] !== LF && bytes[at + 2] !== LF)) return false;
  const before = bytes.subarray(Math.max(0, at - LONGEST_BROKEN), at);
  const length = before.length - 1 - before.lastIndexOf(LF);
  return length < SHORTEST_BROKEN - 1 || length > LONGEST_BROKEN - 1;
}

function isEscapeOf(kind: EscapeKind, bytes: Uint8Array, at: number): boolean {
  return kind.read(bytes, at, bytes.length) !== undefined;
}

/** Where the digits and what may be parts of escapes end that begin at `from`. */
function reachOf(bytes: Uint8Array, kind: EscapeKind, from: number): number {
  const most = Math.min(bytes.length, from + LONGEST);
  let at = from;
  while (at < most && isPart(kind, bytes, at)) at++;
  return at;
}

/** The same to the left. */
function stretchStart(bytes: Uint8Array, kind: EscapeKind, from: number, floor: number): number {
  const least = Math.max(floor, from - LONGEST);
  let at = from;
  while (at > least && isPart(kind, bytes, at - 1)) at--;
  return at;
}

function isPart({ lead, parts }: EscapeKind, bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at]!;
  if (isDigit(byte) || byte === lead) return true;
  return parts.includes(String.fromCharCode(byte));
}

/** Undoes the escapes of an area; undefined when there is none. Their places are noted once one is asked for: few are. */
export function decodeArea(bytes: Uint8Array, area: Area, outer: readonly Encoding[]): Piece | undefined {
  const { kind, from, to } = area;
  const decoded = Buffer.allocUnsafe(to - from);
  let count = 0;
  const length = undoEscapes(bytes, area, decoded, () => {
    count++;
  });
  if (count === 0) return undefined;
  let noted: Escapes | undefined;
  const escapes = (): Escapes => {
    noted ??= noteEscapes(bytes, area, decoded, count);
    return noted;
  };
  return {
    from,
    to,
    layers: [...outer, kind.name],
    bytes: decoded.subarray(0, length),
    plain: true,
    place: (start, end) => [startPlace(from, escapes(), start), endPlace(from, escapes(), end)],
    changes: (start, end) => {
      const { outs } = escapes();
      const found = escapeAtOrBefore(outs, end);
      return found >= 0 && outs[found + 1]! >= start;
    },
  };
}

/**
 * @param visit - called with start and end of each escape: in the decoded bytes, and in the text
 * @returns how many bytes were written to `decoded`
 */
function undoEscapes(
  bytes: Uint8Array,
  { kind, from, to }: Area,
  decoded: Uint8Array,
  visit: (start: number, end: number, at: number, atEnd: number) => void,
): number {
  let length = 0;
  for (let at = from; at < to; ) {
    const found = bytes[at] === kind.lead ? kind.read(bytes, at, to) : undefined;
    if (found?.code === undefined) {
      decoded[length++] = bytes[at++]!;
      continue;
    }
    const start = length;
    length = writeUndone(kind, found.code, decoded, start);
    visit(start, length, at, at + found.length);
    at += found.length;
  }
  return length;
}

/** Pairs of start and end of each escape. */
interface Escapes {
  /** In the decoded bytes. */
  outs: Int32Array;
  /** In the text. */
  ins: Int32Array;
}

/** @param decoded - is written again, the same */
function noteEscapes(bytes: Uint8Array, area: Area, decoded: Uint8Array, count: number): Escapes {
  const outs = new Int32Array(2 * count);
  const ins = new Int32Array(2 * count);
  let place = 0;
  undoEscapes(bytes, area, decoded, (start, end, at, atEnd) => {
    outs[place] = start;
    ins[place++] = at;
    outs[place] = end;
    ins[place++] = atEnd;
  });
  return { outs, ins };
}

/** Index of the last escape that starts at `offset` or before; -1 for none. */
function escapeAtOrBefore(outs: Int32Array, offset: number): number {
  let low = -1;
  let high = outs.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (outs[2 * middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low * 2;
}

function startPlace(from: number, { outs, ins }: Escapes, start: number): number {
  const found = escapeAtOrBefore(outs, start);
  if (found < 0) return from + start;
  return start < outs[found + 1]! ? ins[found]! : ins[found + 1]! + start - outs[found + 1]!;
}

function endPlace(from: number, { outs, ins }: Escapes, end: number): number {
  const found = escapeAtOrBefore(outs, end - 1);
  if (found < 0) return from + end;
  return end <= outs[found + 1]! ? ins[found + 1]! : ins[found + 1]! + end - outs[found + 1]!;
}
