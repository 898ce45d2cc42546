import { expect, test } from 'vitest';
import { open } from './open.ts';
import { hasTool, workshop } from './tools.ts';

const hasSqlite = hasTool('sqlite3');

/** Makes a database with the program of SQLite. */
function database(sql: string): Buffer {
  const shop = workshop();
  shop.write('x.sql', sql);
  shop.run('sh', '-c', 'sqlite3 x.db < x.sql');
  return shop.read('x.db');
}

const rows = Array.from({ length: 3000 }, (_, i) => `insert into t values (${i}, 'name ${i}', ${i / 3});`);

test.skipIf(!hasSqlite).each([
  ['', ''],
  ['pages of 512 bytes', 'pragma page_size=512;'],
  ['pages of 64 KiB', 'pragma page_size=65536;'],
  ['UTF-16', "pragma encoding='UTF-16le';"],
  ['UTF-16, big-endian', "pragma encoding='UTF-16be';"],
])('tables of an SQLite database, %s', async (_, pragma) => {
  const sql = `${pragma} create table t(a integer, b text, c real); create index i on t(b); begin; ${rows.join('\n')} commit;
    create table "other one"(k primary key, v) without rowid; insert into "other one" values ('key', 'välue'), ('b', 7);`;
  const { files, skipped } = await open(database(sql), 'x.db');
  expect(skipped).toEqual([]);
  expect([...files.keys()]).toEqual(['x.db!/t', 'x.db!/other one', 'x.db!/sqlite_schema']);
  expect(files.get('x.db!/sqlite_schema')).toContain('CREATE TABLE "other one"');
  const lines = files.get('x.db!/t')!.split('\n');
  expect(lines).toHaveLength(3001);
  expect(lines[1234]).toBe('name 1234\t');
  const other = Buffer.from(files.get('x.db!/other one')!, 'latin1').toString();
  expect(other).toBe('b\t\nkey\tvälue\t\n');
});

test.skipIf(!hasSqlite)(
  'long values go on in other pages; columns added later, views, deleted rows',
  async () => {
    const long = 'long '.repeat(20_000);
    const bytes =
      database(`create table t(a); insert into t values ('${long}'); create view v as select * from t;
    alter table t add column b default 'x'; insert into t values (null, 'second'); insert into t values ('gone', 1);
    delete from t where b = 1;`);
    const { files, skipped } = await open(bytes, 'x.db');
    expect(skipped).toEqual([]);
    expect([...files].map(([name]) => name)).toEqual(['x.db!/t', 'x.db!/sqlite_schema']);
    expect(files.get('x.db!/t') === `${long}\t\nsecond\t\n`).toBe(true);
  },
);

test.skipIf(!hasSqlite)('a container in a row is opened', async () => {
  const shop = workshop();
  shop.write('a.txt', 'inside');
  shop.run('sh', '-c', 'gzip -c a.txt > a.gz');
  shop.run('sqlite3', 'x.db', "create table t(a); insert into t values ('x'), (readfile('a.gz'))");
  const { files } = await open(shop.read('x.db'), 'x.db');
  expect(files.get('x.db!/t/row 2')).toBe('inside');
});

test.skipIf(!hasSqlite)('a database that breaks off gives the rows before that', async () => {
  const bytes = database(`create table t(a integer, b text, c real); begin; ${rows.join('\n')} commit;`);
  const { files, skipped } = await open(bytes.subarray(0, 4096 * 6), 'x.db');
  expect(files.get('x.db!/t')).toContain('name 0\t\n');
  expect(skipped).toEqual(['x.db!/t: damaged: a page is not in it']);
});
