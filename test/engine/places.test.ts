import { expect, test } from 'vitest';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { placesOf } from '../../src/engine/places.ts';

/** Letters of one to four bytes, and bytes that are no UTF-8. */
const PIECES = ['a', 'é', '€', '😀', '\n'].map((text) => Buffer.from(text));
const BROKEN = [[0x80], [0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0x80, 0x80, 0x80, 0x80, 0x80]].map(
  (bytes) => Buffer.from(bytes),
);

function textOf(pieces: readonly Buffer[], count: number, seed: string): Buffer {
  const random = seededRandom(seed);
  return Buffer.concat(Array.from({ length: count }, () => pieces[Math.floor(random() * pieces.length)]!));
}

/** As documented: UTF-16 units of the line up to there. */
function columnOf(line: Buffer, offset: number): number {
  return 1 + line.toString('utf8', 0, offset).length;
}

test.each([
  ['of letters', PIECES.slice(0, 4)],
  ['of broken ones too', [...PIECES.slice(0, 4), ...BROKEN]],
])('columns of a long line %s are the same in whatever order they are asked for', (_, pieces) => {
  const line = textOf(pieces, 4000, 'line');
  const places = placesOf(line, 1);
  const random = seededRandom('order');
  for (let i = 0; i < 500; i++) {
    const offset = Math.floor(random() * line.length);
    expect(places.at(offset)).toEqual({ line: 1, column: columnOf(line, offset) });
  }
});

test('columns begin anew on each line, long or short, behind a byte order mark', () => {
  const [long, short] = [textOf(PIECES.slice(0, 4), 2000, 'a'), Buffer.from('ab')];
  const bom = Buffer.from([0xef, 0xbb, 0xbf]);
  const places = placesOf(Buffer.concat([bom, long, Buffer.from('\n'), short, Buffer.from('\n'), long]), 7);
  const second = 3 + long.length + 1;
  expect(places.at(3 + long.length)).toEqual({ line: 7, column: columnOf(long, long.length) });
  expect(places.at(second + 1)).toEqual({ line: 8, column: 2 });
  expect(places.at(second + 3 + long.length)).toEqual({ line: 9, column: columnOf(long, long.length) });
  expect(places.at(3)).toEqual({ line: 7, column: 1 });
});
