import type { Chunk } from '../types.ts';
import { latin1 } from './latin1.ts';
import type { NamedValue } from './named-values.ts';

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
/** A byte order mark, a character a byte. */
const MARK = '\xef\xbb\xbf';

/** Where a field's value stands in a text, without its quotes. */
interface Field {
  start: number;
  end: number;
}

/**
 * The values of the rows of a table (CSV, as RFC 4180 has it, or separated by semicolons or tabs) in the columns of
 * secrets that its first line names.
 *
 * @returns none for any other text
 */
export function tableValues(chunk: Chunk): NamedValue[] {
  const delimiter = delimiterOf(chunk);
  if (delimiter === undefined) return [];
  const text = textOf(chunk.bytes);
  const records = recordsOf(text, delimiter);
  const header = records.next().value ?? [];
  const columns = secretColumns(header, text);
  if (columns.length === 0) return [];
  const rows = [...records];
  const alike = rows.filter((row) => row.length === header.length);
  if (alike.length <= MOSTLY * (rows.length - alike.length)) return [];
  return columns.flatMap(({ index, name }) =>
    alike.map((row) => ({ name, ...row[index]! })).filter((value) => isPlain(text, value)),
  );
}

function isPlain(text: string, { start, end }: Field): boolean {
  return end > start && !/[\r\n"\\]/.test(text.slice(start, end));
}

/** Told by the first line, since the path may not be known yet; undefined where that names no secret. */
function delimiterOf({ bytes, where, firstLine, continued }: Chunk): string | undefined {
  if (where !== 'content' || firstLine !== 1 || continued) return undefined;
  const end = bytes.subarray(0, LONGEST_HEADER).indexOf(LF);
  if (end < 0) return undefined;
  const header = latin1(bytes, 0, end);
  return nameOfSecret.test(header) ? delimiters.find((one) => header.includes(one)) : undefined;
}

/** Whole lines. */
function textOf(bytes: Uint8Array): string {
  if (bytes.length <= LONGEST_TABLE) return latin1(bytes, 0, bytes.length);
  return latin1(bytes, 0, bytes.subarray(0, LONGEST_TABLE).lastIndexOf(LF) + 1);
}

function secretColumns(header: readonly Field[], text: string): { index: number; name: string }[] {
  return header.flatMap(({ start, end }, index) => {
    const name = text.slice(start, end).trim();
    return secretColumn.test(name) ? [{ index, name: name.replace(/\W+/g, '_') }] : [];
  });
}

/** The records of a table, at most {@link MOST_ROWS}. */
function* recordsOf(text: string, delimiter: string): Generator<Field[], undefined> {
  let row: Field[] = [];
  let rows = 0;
  for (let at = text.startsWith(MARK) ? MARK.length : 0; at < text.length && rows <= MOST_ROWS; ) {
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
