import { addAll } from '../add-all.ts';
import type { Spend } from './budget.ts';
import { Damaged } from './entry.ts';

/** A database file as pages. */
export interface Database {
  bytes: Buffer;
  pageSize: number;
  /** Bytes of a page that hold something. */
  usable: number;
  encoding: 'utf8' | 'utf16le' | 'utf16be';
  /** Counts what is read: rows of a hostile file share their bytes. */
  spend: Spend;
}

/** A value of a row that is text or bytes. */
export interface Value {
  isText: boolean;
  bytes: Buffer;
}

/** One row, without its numbers; the number of a column stays that of the table. */
export type Row = readonly (Value | number | undefined)[];

const Page = { indexInterior: 2, tableInterior: 5, indexLeaf: 10, tableLeaf: 13 } as const;
const HEADER = 100;
/** Bytes that the work for a row, or for one of its columns, counts however little is in it. */
const WORK = 16;
/** No table of SQLite has more. */
const MOST_COLUMNS = 32_767;

/**
 * @throws {Damaged} its header is
 * @see https://www.sqlite.org/fileformat2.html
 */
export function openDatabase(bytes: Buffer, spend: Spend): Database {
  if (bytes.length < HEADER) throw new Damaged('it breaks off');
  const size = bytes.readUInt16BE(16);
  const pageSize = size === 1 ? 65_536 : size;
  const usable = pageSize - bytes[20]!;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0 || usable < 480)
    throw new Damaged('its size of pages is impossible');
  const encoding = (['utf8', 'utf16le', 'utf16be'] as const)[bytes.readUInt32BE(56) - 1] ?? 'utf8';
  return { bytes, pageSize, usable, encoding, spend };
}

/**
 * The rows of a table, by its tree.
 *
 * @param root - number of a page
 * @throws {Damaged} after the rows before the damage
 */
export function* rowsOf(database: Database, root: number): Generator<Row> {
  const seen = new Set<number>();
  const pending = [root];
  for (let page = pending.pop(); page !== undefined; page = pending.pop()) {
    if (seen.has(page)) throw new Damaged('its pages make a circle');
    seen.add(page);
    yield* rowsOfPage(database, page, pending);
  }
}

/** @param pending - what is below the page is added, the first on top */
function* rowsOfPage(database: Database, page: number, pending: number[]): Generator<Row> {
  const bytes = pageBytes(database, page);
  const head = page === 1 ? HEADER : 0;
  const type = bytes[head]!;
  const isInterior = type === Page.indexInterior || type === Page.tableInterior;
  if (!isInterior && type !== Page.indexLeaf && type !== Page.tableLeaf)
    throw new Damaged('a page in it is no table');
  const cells = bytes.readUInt16BE(head + 3);
  const pointers = head + (isInterior ? 12 : 8);
  const children: number[] = [];
  for (let i = 0; i < cells && pointers + 2 * i + 2 <= bytes.length; i++) {
    const at = bytes.readUInt16BE(pointers + 2 * i);
    if (at + 4 > bytes.length) throw new Damaged('a row in it is not in its page');
    if (isInterior) children.push(bytes.readUInt32BE(at));
    if (type === Page.tableInterior) continue;
    const payload = payloadOf(database, bytes, type, isInterior ? at + 4 : at);
    const row = rowOf(payload);
    database.spend(payload.length + WORK * (1 + row.length));
    yield row;
  }
  if (isInterior) children.push(bytes.readUInt32BE(head + 8));
  addAll(children.reverse(), pending);
}

function pageBytes({ bytes, pageSize, spend }: Database, page: number): Buffer {
  const start = (page - 1) * pageSize;
  if (page < 1 || start + pageSize > bytes.length) throw new Damaged('a page is not in it');
  spend(pageSize);
  return bytes.subarray(start, start + pageSize);
}

/** What of a row does not fit into its page goes on in a chain of others. */
function payloadOf(database: Database, page: Buffer, type: number, cell: number): Buffer {
  const { usable } = database;
  const size = varint(page, cell);
  const start = type === Page.tableLeaf ? varint(page, size.end).end : size.end;
  if (size.value > database.bytes.length) throw new Damaged('a row in it is too long');
  const most = type === Page.tableLeaf ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (size.value <= most) return page.subarray(start, start + size.value);
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((size.value - least) % (usable - 4));
  const local = fitting <= most ? fitting : least;
  if (start + local + 4 > page.length) throw new Damaged('a row in it is not in its page');
  const parts = [page.subarray(start, start + local)];
  let next = page.readUInt32BE(start + local);
  for (let left = size.value - local; left > 0; left -= usable - 4) {
    const overflow = pageBytes(database, next);
    parts.push(overflow.subarray(4, 4 + Math.min(left, usable - 4)));
    next = overflow.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

/** Bytes of numbers by their type; what is 8 and 9 has none. */
const NUMBER_SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0] as const;
const FIRST_BLOB = 12;

function rowOf(payload: Buffer): Row {
  const header = varint(payload, 0);
  const row: (Value | number | undefined)[] = [];
  let at = header.value;
  for (
    let place = header.end;
    place < Math.min(header.value, payload.length) && row.length < MOST_COLUMNS;
  ) {
    const type = varint(payload, place);
    place = type.end;
    const isBlob = type.value >= FIRST_BLOB;
    const size = isBlob ? Math.floor((type.value - FIRST_BLOB) / 2) : NUMBER_SIZES[type.value]!;
    const bytes = payload.subarray(at, at + size);
    at += size;
    if (isBlob) row.push({ isText: type.value % 2 === 1, bytes });
    else row.push(bytes.length === size && size > 0 && size < 7 ? bytes.readIntBE(0, size) : undefined);
  }
  return row;
}

/** Seven bits a byte, the highest first; the ninth byte has eight. */
function varint(bytes: Buffer, from: number): { value: number; end: number } {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[from + i];
    if (byte === undefined) throw new Damaged('a row in it breaks off');
    if (i === 8) return { value: value * 256 + byte, end: from + 9 };
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: from + i + 1 };
  }
  return { value, end: from + 9 };
}
