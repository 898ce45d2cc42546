import type { Spend } from './budget.ts';
import { containerKind } from './container-kind.ts';
import { type Item, nameOf } from './entry.ts';
import { type Database, openDatabase, type Row, rowsOf, type Value } from './sqlite-pages.ts';

/**
 * The tables of an SQLite database as texts: a row a line, its texts and bytes apart by tabs. What is deleted and
 * not yet written over stands in the file's own bytes, which are searched as well.
 *
 * @throws {Damaged} its header or its list of tables is
 */
export function* readSqlite(file: Uint8Array, spend: Spend): Generator<Item> {
  const database = openDatabase(Buffer.from(file.buffer, file.byteOffset, file.length), spend);
  for (const [type, name, , root] of rowsOf(database, SCHEMA)) {
    if (!isValue(type) || !isValue(name) || typeof root !== 'number' || root < 1) continue;
    if (textOf(database, type).toString() !== 'table') continue;
    const table = nameOf(textOf(database, name));
    const files: { row: number; bytes: Buffer }[] = [];
    yield { kind: 'entry', name: table, parts: linesOf(database, rowsOf(database, root), files) };
    for (const { row, bytes } of files) yield { kind: 'entry', name: `${table}/row ${row}`, parts: [bytes] };
  }
  yield { kind: 'entry', name: 'sqlite_schema', parts: linesOf(database, rowsOf(database, SCHEMA), []) };
}

/** The page where the list of tables starts; it holds the SQL of views, triggers and defaults. */
const SCHEMA = 1;
const MOST_FILES = 1000;
const TAB = Buffer.from('\t');
const LINE_END = Buffer.from('\n');

/** @param files - containers that are stored in the table are added */
function* linesOf(
  database: Database,
  rows: Iterable<Row>,
  files: { row: number; bytes: Buffer }[],
): Generator<Uint8Array> {
  let number = 0;
  for (const row of rows) {
    number++;
    const values = row.filter(isValue);
    for (const { isText, bytes } of values) {
      if (!isText && files.length < MOST_FILES && containerKind(bytes)) files.push({ row: number, bytes });
    }
    yield Buffer.concat([...values.flatMap((value) => [textOf(database, value), TAB]), LINE_END]);
  }
}

function isValue(value: Row[number]): value is Value {
  return typeof value === 'object';
}

/** As UTF-8. */
function textOf({ encoding }: Database, { isText, bytes }: Value): Buffer {
  if (!isText || encoding === 'utf8') return bytes;
  return Buffer.from(new TextDecoder(encoding === 'utf16le' ? 'utf-16le' : 'utf-16be').decode(bytes));
}
