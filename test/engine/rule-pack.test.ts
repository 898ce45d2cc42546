import { expect, test } from 'vitest';
import { MAGIC } from '../../src/engine/compiler/layout.ts';
import { openPack } from '../../src/engine/rule-pack.ts';

function openWith(write: (tables: Buffer) => unknown) {
  const tables = Buffer.alloc(64);
  write(tables);
  return () =>
    openPack({ gate: { tables, automata: { length: 0, read: () => tables } }, texts: () => tables });
}

test('tables of another version are refused, and so are all where numbers begin with their highest byte', () => {
  expect(openWith((tables) => tables.writeInt32LE(MAGIC + 1))).toThrow('damaged');
  expect(openWith((tables) => tables.writeInt32BE(MAGIC))).toThrow('this processor');
  expect(openWith((tables) => tables.writeInt32LE(MAGIC))).not.toThrow();
});
