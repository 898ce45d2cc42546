import type { Chunk } from '../types.ts';
import type { Matches } from './candidates.ts';
import { fileValues } from './file-value.ts';
import type { Layer } from './judge-matches.ts';
import { lastAtMost } from './last-at-most.ts';
import { latin1 } from './latin1.ts';
import { tableValues } from './table-values.ts';

/** A value whose name stands elsewhere, by its bytes in the chunk; nothing in it ends a string in double quotes. */
export interface NamedValue {
  name: string;
  start: number;
  end: number;
}

/** The values of a chunk whose names stand elsewhere, searched as the assignments that they stand for. */
export function namedValueLayers(chunk: Chunk, search: (bytes: Uint8Array) => Matches): Layer[] {
  const values = [...fileValues(chunk), ...tableValues(chunk)];
  if (values.length === 0) return [];
  const { bytes, starts } = assignments(chunk.bytes, values);
  const valueAt = (offset: number) => {
    const index = lastAtMost(starts, offset);
    return { ...values[index]!, into: offset - starts[index]! };
  };
  const matches = search(bytes).list.filter(({ groups }) => {
    const [from, to] = groups.secret!;
    const { start, end, into } = valueAt(from);
    return into >= 0 && into + to - from <= end - start;
  });
  const placeOf = (offset: number) => {
    const { start, end, into } = valueAt(offset);
    return Math.min(Math.max(start, start + into), end);
  };
  const { regions: _, ...rest } = chunk;
  const decoded = {
    place: (start: number, end: number): [number, number] => [placeOf(start), placeOf(end)],
    layersAt: () => [],
    unpacked: () => undefined,
  };
  return matches.length > 0 ? [{ chunk: { ...rest, bytes }, matches, decoded }] : [];
}

/** A line for each value, and where the values start in them. */
function assignments(bytes: Uint8Array, values: readonly NamedValue[]) {
  const starts: number[] = [];
  let text = '';
  for (const { name, start, end } of values) {
    text += `${name} = "`;
    starts.push(text.length);
    text += `${latin1(bytes, start, end)}"\n`;
  }
  return { bytes: Buffer.from(text, 'latin1'), starts };
}
