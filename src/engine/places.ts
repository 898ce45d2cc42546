import { doubled } from './doubled.ts';
import { lastAtMost } from './last-at-most.ts';

/** Line starts of one text, found only when the first place is asked for. */
export interface Places {
  /** 1-based line, and 1-based column in UTF-16 code units, of a byte offset. */
  at(offset: number): { line: number; column: number };
  /** 1-based line of a byte offset. */
  lineAt(offset: number): number;
  /** Byte offsets of the line's first byte and of its end, without the line end. */
  line(line: number): { start: number; end: number };
}

const LF = 10;
const CR = 13;

/**
 * Lines end at LF; in a text without any LF, at CR.
 *
 * @param firstLine - the 1-based number of the first line of `bytes`
 * @param firstColumn - the 1-based column of the first byte, where it does not start a line
 */
export function placesOf(bytes: Uint8Array, firstLine: number, firstColumn = 1): Places {
  let starts: Int32Array | undefined;
  const columnOf = columnsOf(bytes);
  return {
    at(offset) {
      starts ??= lineStarts(bytes);
      const index = lastAtMost(starts, offset);
      const before = index === 0 ? firstColumn - 1 : 0;
      return { line: firstLine + index, column: before + columnOf(starts[index]!, offset) };
    },
    lineAt(offset) {
      starts ??= lineStarts(bytes);
      return firstLine + lastAtMost(starts, offset);
    },
    line(line) {
      starts ??= lineStarts(bytes);
      const start = starts[line - firstLine]!;
      const next = starts[line - firstLine + 1];
      if (next === undefined) return { start, end: bytes.length };
      return { start, end: bytes[next - 2] === CR && next - 2 >= start ? next - 2 : next - 1 };
    },
  };
}

function lineStarts(bytes: Uint8Array): Int32Array {
  const end = bytes.includes(LF) ? LF : CR;
  let starts: Int32Array = new Int32Array(FEW_LINES);
  let count = 1;
  for (let at = bytes.indexOf(end); at !== -1; at = bytes.indexOf(end, at + 1)) {
    if (count === starts.length) starts = doubled(starts);
    starts[count++] = at + 1;
  }
  return starts.subarray(0, count);
}

const FEW_LINES = 256;

/** Bytes of a line behind which a column is kept to count on from: a line may be the whole file. */
const STRIDE = 256;

function columnsOf(bytes: Uint8Array): (lineStart: number, offset: number) => number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const known = new Map<number, { offsets: number[]; columns: number[] }>();
  return (lineStart, offset) => {
    const first = behindBom(text, lineStart, offset);
    if (offset - first < STRIDE) return 1 + utf16Length(text, first, offset);
    const steps = known.get(lineStart) ?? { offsets: [first], columns: [1] };
    known.set(lineStart, steps);
    const { offsets, columns } = steps;
    for (let last = offsets.at(-1)!; last + STRIDE <= offset; last = offsets.at(-1)!) {
      const next = characterStart(text, last + STRIDE);
      columns.push(columns.at(-1)! + utf16Length(text, last, next));
      offsets.push(next);
    }
    const step = lastAtMost(offsets, offset);
    return columns[step]! + utf16Length(text, offsets[step]!, offset);
  };
}

/** Where the character begins that a byte belongs to; the byte itself where it is no UTF-8. */
function characterStart(text: Buffer, offset: number): number {
  for (let at = offset; at > offset - 4; at--) if ((text[at]! & 0xc0) !== 0x80) return at;
  return offset;
}

/** A byte order mark takes no column. */
function behindBom(text: Buffer, start: number, end: number): number {
  const isBom =
    end - start >= 3 && text[start] === 0xef && text[start + 1] === 0xbb && text[start + 2] === 0xbf;
  return isBom ? start + 3 : start;
}

/** UTF-16 code units of UTF-8 bytes; a byte that is no UTF-8 counts as one. */
function utf16Length(text: Buffer, start: number, end: number): number {
  for (let at = start; at < end; at++)
    if (text[at]! > 0x7f) return at - start + text.toString('utf8', at, end).length;
  return end - start;
}

/** How many lines a text has: its line ends, plus a last line without one. */
export function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) count++;
  return bytes.length > 0 && bytes[bytes.length - 1] !== LF ? count + 1 : count;
}
