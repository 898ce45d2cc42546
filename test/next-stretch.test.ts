import { expect, test } from 'vitest';
import { stretchesOf } from '../src/containers/stretches.ts';
import { placesOf } from '../src/engine/places.ts';
import { createObjectParser } from '../src/git/object-parts.ts';
import type { StretchStart } from '../src/next-stretch.ts';

const MIB = 1 << 20;
const RECORD = 4096;

/** Records without a line end, each with a mark at the same place. */
function records(before: string): Buffer {
  const record = `${'é€😀'.repeat(100)}MARK${'x'.repeat(RECORD)}`;
  const size = Buffer.from(record).subarray(0, RECORD);
  return Buffer.concat([Buffer.from(before), ...new Array<Buffer>((40 * MIB) / RECORD).fill(size)]);
}

/** Every place of the mark, as line and column in the file. */
function marksIn(stretches: Iterable<StretchStart & { bytes: Uint8Array }>): Set<string> {
  const marks = new Set<string>();
  for (const { bytes, firstLine, firstColumn } of stretches) {
    const text = Buffer.from(bytes);
    const places = placesOf(text, firstLine, firstColumn);
    for (let at = text.indexOf('MARK'); at !== -1; at = text.indexOf('MARK', at + 1)) {
      const { line, column } = places.at(at);
      marks.add(`${line}:${column}`);
    }
  }
  return marks;
}

function objectStretches(bytes: Buffer) {
  const parser = createObjectParser();
  const header = Buffer.from(`${'a'.repeat(40)} blob ${bytes.length}\n`);
  return function* () {
    for (const part of parser.push(Buffer.concat([header, bytes, Buffer.from('\n')])))
      if (part.kind === 'object') yield { ...part, bytes: Buffer.from(part.bytes) };
  };
}

test.each([
  ['', 0],
  ['\ufeff', 0],
  ['ab\ncdé', 3],
])('columns of a line that goes on over stretches, behind %j', (before, inFront) => {
  const bytes = records(before);
  const perRecord = Buffer.from(bytes.subarray(-RECORD)).toString().length;
  const line = before.includes('\n') ? 2 : 1;
  const expected = Array.from({ length: (40 * MIB) / RECORD }, (_, i) => {
    return `${line}:${1 + inFront + i * perRecord + 400}`;
  });
  const bySlices = marksIn(stretchesOf([bytes]));
  expect(bySlices.size).toBe(expected.length);
  expect([...bySlices]).toEqual(expected);
  expect([...marksIn(objectStretches(bytes)())]).toEqual(expected);
});
