import type { Chunk } from '../types.ts';
import type { Matches } from './candidates.ts';
import type { Layer } from './judge-matches.ts';
import { latin1 } from './latin1.ts';

/** Bytes of a first line that may name columns. */
const LONGEST_HEADER = 1024;
/** Bytes and rows of a table that are looked at: what has more is data, not a list of logins. */
const LONGEST_TABLE = 1 << 20;
const MOST_ROWS = 1000;
/** Rows with as many fields as the first line, for each that has not: code has few. */
const MOSTLY = 4;

/** Password managers, browsers and cloud consoles export such columns. */
const secretColumn =
  /^(?:[\w .-]{1,40}[ _.-])?(?:password|passwd|passphrase|pwd|(?:client|app|consumer)[ _-]?secret|secret[ _-]?(?:access[ _-]?)?key|(?:access|auth|api|bearer|refresh)[ _-]?token|(?:api|private|license)[ _-]?key)$/i;

/** What every one of them has. */
const nameOfSecret = /pass|pwd|secret|token|key/i;

const delimiters = [',', ';', '\t'];
const LF = 0x0a;

/** Where a field's value stands in a text, without its quotes. */
interface Field {
  start: number;
  end: number;
}

/**
 * The rows of a table (CSV, as RFC 4180 has it, or separated by semicolons or tabs) whose first line names a column of
 * secrets, each searched as the assignment that it stands for.
 *
 * @returns none for any other text
 */
export function tableLayers(chunk: Chunk, search: (bytes: Uint8Array) => Matches): Layer[] {
  const delimiter = delimiterOf(chunk);
  if (delimiter === undefined) return [];
  const assigned = assignments(textOf(chunk.bytes), delimiter);
  if (assigned.values.length === 0) return [];
  const bytes = Buffer.from(assigned.text, 'latin1');
  const matches = search(bytes).list.filter(({ groups }) => {
    const [start, end] = groups.secret!;
    const value = valueAt(assigned.values, start);
    return value !== undefined && end <= value.at + value.end - value.start;
  });
  const { regions: _, ...rest } = chunk;
  const decoded = {
    place: (start: number, end: number): [number, number] => [
      inTable(assigned.values, start),
      inTable(assigned.values, end),
    ],
    layersAt: () => [],
    unpacked: () => undefined,
  };
  return matches.length > 0 ? [{ chunk: { ...rest, bytes }, matches, decoded }] : [];
}

/** Told by the first line, since the path may not be known yet; undefined where that names no column of secrets. */
function delimiterOf({ bytes, where, firstLine, continued }: Chunk): string | undefined {
  if (where !== 'content' || firstLine !== 1 || continued) return undefined;
  const end = bytes.subarray(0, LONGEST_HEADER).indexOf(LF);
  if (end < 0) return undefined;
  const header = latin1(bytes, 0, end);
  if (!nameOfSecret.test(header)) return undefined;
  const delimiter = delimiters.find((one) => header.includes(one));
  return delimiter !== undefined && secretColumns(header, delimiter).length > 0 ? delimiter : undefined;
}

interface Column {
  index: number;
  name: string;
}

function secretColumns(header: string, delimiter: string): Column[] {
  const names = header.split(delimiter).map((name) => name.trim().replace(/^(?:\xef\xbb\xbf)?"?|"$/g, ''));
  return names.flatMap((name, index) =>
    secretColumn.test(name) ? [{ index, name: name.replace(/\W+/g, '_') }] : [],
  );
}

/** Whole lines. */
function textOf(bytes: Uint8Array): string {
  if (bytes.length <= LONGEST_TABLE) return latin1(bytes, 0, bytes.length);
  return latin1(bytes, 0, bytes.subarray(0, LONGEST_TABLE).lastIndexOf(LF) + 1);
}

/** A value in the text of assignments, which begins at `at` there. */
interface Value extends Field {
  at: number;
}

function assignments(text: string, delimiter: string): { text: string; values: Value[] } {
  const [header = [], ...rows] = recordsOf(text, delimiter);
  const alike = rows.filter((row) => row.length === header.length);
  const values: Value[] = [];
  if (alike.length <= MOSTLY * (rows.length - alike.length)) return { text: '', values };
  let made = '';
  for (const { index, name } of secretColumns(text.slice(0, text.indexOf('\n')), delimiter)) {
    for (const row of alike) {
      const { start, end } = row[index]!;
      const value = text.slice(start, end);
      if (value === '' || /[\r\n"\\]/.test(value)) continue;
      made += `${name} = "`;
      values.push({ at: made.length, start, end });
      made += `${value}"\n`;
    }
  }
  return { text: made, values };
}

/** The records of a table, at most {@link MOST_ROWS}. */
function* recordsOf(text: string, delimiter: string): Generator<Field[], undefined> {
  let row: Field[] = [];
  let rows = 0;
  for (let at = 0; at < text.length && rows <= MOST_ROWS; ) {
    const field = fieldAt(text, at, delimiter);
    row.push(field);
    at = text[field.end] === '"' ? field.end + 1 : field.end;
    if (text[at] === '\r') at++;
    if (text[at] === delimiter) at++;
    else {
      at = text.indexOf('\n', at) + 1;
      yield row;
      row = [];
      rows++;
      if (at === 0) return;
    }
  }
}

function fieldAt(text: string, at: number, delimiter: string): Field {
  if (text[at] !== '"') {
    let end = at;
    while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++;
    return { start: at, end };
  }
  let end = text.indexOf('"', at + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  return { start: at + 1, end: end < 0 ? text.length : end };
}

/** The value that an offset in the assignments lies in, or the one before it; by halves. */
function valueAt(values: readonly Value[], offset: number): Value | undefined {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]!.at <= offset) low = middle + 1;
    else high = middle;
  }
  return values[low - 1];
}

function inTable(values: readonly Value[], offset: number): number {
  const value = valueAt(values, offset) ?? values[0]!;
  return Math.min(Math.max(value.start, value.start + offset - value.at), value.end);
}
