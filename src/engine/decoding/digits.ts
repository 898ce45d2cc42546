import { digitsEnd, isHex, startsCompressed, startsText } from '../kernel/encoded.ts';
import { latin1 } from '../latin1.ts';
import { type Budget, inflated } from './compressed.ts';
import type { Encoding, Piece } from './piece.ts';
import { isPlain, textLength } from './plain-text.ts';

const LF = 0x0a;
const CR = 0x0d;
const EQUALS = 0x3d;

/** How digits stand for bytes. */
const units = {
  base64: { digits: 4, bytes: 3 },
  hex: { digits: 2, bytes: 1 },
} as const;

type Kind = keyof typeof units;

/** A line's digits, and how many there are in the lines before. */
interface Line {
  from: number;
  to: number;
  before: number;
}

/** A run of digits, over the lines into which it is wrapped. */
export interface Run {
  kind: Kind;
  lines: Line[];
  from: number;
  to: number;
}

/** The run whose first digit is at `from`. Indented lines of one length follow, the last one may be shorter. */
export function runAt(bytes: Uint8Array, kind: Kind, from: number): Run {
  const lines: Line[] = [{ from, to: endOf(bytes, kind, from), before: 0 }];
  for (let next = nextLine(bytes, kind, lines); next; next = nextLine(bytes, kind, lines)) lines.push(next);
  return { kind, lines, from, to: lines.at(-1)!.to };
}

function endOf(bytes: Uint8Array, kind: Kind, from: number): number {
  if (kind === 'base64') return digitsEnd(bytes, from);
  let end = from;
  while (isHex(bytes[end])) end++;
  return end;
}

function nextLine(bytes: Uint8Array, kind: Kind, lines: readonly Line[]): Line | undefined {
  const last = lines.at(-1)!;
  const from = nextLineStart(bytes, last.to);
  const to = endOf(bytes, kind, from);
  if (from === last.to || to === from || !endsLine(bytes[to])) return undefined;
  if (lines.length > 1 && to - from > lines[1]!.to - lines[1]!.from) return undefined;
  if (lines.length > 2 && last.to - last.from < lines[1]!.to - lines[1]!.from) return undefined;
  const line = { from, to, before: last.before + last.to - last.from };
  return startsCompressed(bytes, lines[0]!.from) || goesOn(bytes, kind, line) ? line : undefined;
}

/** Behind the line end at `at` and the indentation of the line after; `at` when there is no line end. */
function nextLineStart(bytes: Uint8Array, at: number): number {
  let start = bytes[at] === CR ? at + 1 : at;
  if (bytes[start] !== LF) return at;
  do start++;
  while (bytes[start] === 0x20 || bytes[start] === 0x09);
  return start;
}

/** A line end, padding, or what closes a string. */
function endsLine(byte: number | undefined): boolean {
  return byte === undefined || '\r\n="\'`<,;)}]\\&'.includes(String.fromCharCode(byte));
}

/** Bytes at a line's start that must be text. */
const LINE_HEAD = 9;

/** Whether the first bytes that a line's digits make are text: a word below a run is none of its lines. */
function goesOn(bytes: Uint8Array, kind: Kind, { from, to, before }: Line): boolean {
  const unit = units[kind];
  const whole = from + (-before & (unit.digits - 1));
  const end = Math.min(to, whole + (LINE_HEAD / unit.bytes) * unit.digits);
  const head = decode(bytes, kind, whole, Math.max(whole, end));
  let first = 0;
  while (first < 3 && (head[first]! & 0xc0) === 0x80) first++;
  return startsText(head.subarray(first));
}

function decode(bytes: Uint8Array, kind: Kind, from: number, to: number): Buffer {
  return Buffer.from(latin1(bytes, from, to), kind);
}

/** Undoes a run; undefined when what it holds is no text after all. */
export function decodeRun(
  bytes: Uint8Array,
  run: Run,
  outer: readonly Encoding[],
  budget: Budget,
): Piece | undefined {
  const digits = Buffer.concat(run.lines.map(({ from, to }) => bytes.subarray(from, to)));
  const whole = Buffer.from(digits.toString('latin1'), run.kind);
  const unpacked = inflated(whole, budget);
  if (unpacked) return unpackedRun(run, whole.length, [...outer, run.kind, unpacked.name], unpacked.bytes);
  const wide = whole.length > 5 && whole[1] === 0 && whole[3] === 0 && whole[5] === 0;
  const text = wide ? narrowed(whole) : whole;
  const kept = text.subarray(0, textLength(text));
  if (kept.length === 0) return undefined;
  const scale = wide ? 2 : 1;
  return {
    from: run.from,
    to: run.to,
    layers: [...outer, run.kind, ...(wide ? ['utf-16le' as const] : [])],
    bytes: kept,
    plain: isPlain(kept),
    place: (start, end) => placeInRun(run, start * scale, end * scale),
    changes: (start, end) => start < kept.length && end > 0,
  };
}

/** Which digits hold which bytes can't be told: places are as far into the run as into what it holds. */
function unpackedRun(run: Run, packedLength: number, layers: Encoding[], bytes: Uint8Array): Piece {
  const share = packedLength / bytes.length;
  return {
    from: run.from,
    to: run.to,
    layers,
    bytes,
    plain: isPlain(bytes),
    packed: true,
    place: (start, end) => placeInRun(run, Math.floor(start * share), Math.ceil(end * share)),
    changes: (start, end) => start < bytes.length && end > 0,
  };
}

/** UTF-16 of ASCII letters, up to the first that is none. */
function narrowed(wide: Uint8Array): Uint8Array {
  const text = new Uint8Array(wide.length >> 1);
  for (let i = 0; i < text.length; i++) {
    if (wide[2 * i + 1] !== 0) return text.subarray(0, i);
    text[i] = wide[2 * i]!;
  }
  return text;
}

/** The digits that hold the bytes: whole groups of them, since a byte begins and ends inside of a digit. */
function placeInRun({ kind, lines, to }: Run, start: number, end: number): [start: number, end: number] {
  const unit = units[kind];
  const first = Math.floor(start / unit.bytes) * unit.digits;
  const last = Math.ceil(end / unit.bytes) * unit.digits - 1;
  return [placeOfDigit(lines, first), Math.min(to, placeOfDigit(lines, last) + 1)];
}

function placeOfDigit(lines: readonly Line[], digit: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle]!.before <= digit) low = middle;
    else high = middle - 1;
  }
  return lines[low]!.from + digit - lines[low]!.before;
}

/** Where padding behind a run ends. */
export function paddingEnd(bytes: Uint8Array, { kind, to }: Run): number {
  let end = to;
  while (kind === 'base64' && end < to + 2 && bytes[end] === EQUALS) end++;
  return end;
}
