import { expect, test } from 'vitest';
import { createFieldReader } from '../../src/git/change-fields.ts';
import { randomFrom } from './random.ts';

/** What is told of an output that comes in pieces. */
function told(output: Buffer, pieceLength: () => number): string[] {
  const all: string[] = [];
  const read = createFieldReader({
    commit: (id) => all.push(`commit ${id}`),
    path: (meta, path) => all.push(`${meta} ${path}`),
  });
  for (let at = 0; at < output.length; ) {
    const length = pieceLength();
    read(Buffer.from(output.subarray(at, at + length)));
    at += length;
  }
  return all;
}

test('fields are the same whatever the pieces in which they come', () => {
  const output = Buffer.from('id1\0:100644 A\0a path\0:100644 M\0another\0id2\0:100644 D\0x\0');
  const random = randomFrom(3);
  for (let round = 0; round < 100; round++)
    expect(told(output, () => 1 + random(9))).toEqual([
      'commit id1',
      ':100644 A a path',
      ':100644 M another',
      'commit id2',
      ':100644 D x',
    ]);
});

test('a path of many pieces', () => {
  const name = 'x'.repeat(32 << 20);
  expect(told(Buffer.from(`:100644 A\0${name}\0`), () => 1 << 11)).toEqual([`:100644 A ${name}`]);
});
