import type { ObjectSlice, Stop, StoredObject } from '../git/pack/object-slice.ts';
import type { Chunk, Input, Searched } from '../types.ts';
import { messageChunks } from './messages.ts';

/** What one slice of the stored objects gave. */
export interface SearchedSlice {
  found: Searched;
  /** {@link ObjectSlice.leftOver} */
  leftOver: string[];
}

/** @param breathe - called after each object, and awaited if it gives a promise */
export async function searchSlice(
  slice: ObjectSlice,
  search: (inputs: AsyncIterable<Input>) => Promise<Searched>,
  stop: Stop,
  breathe: () => Promise<void> | undefined = () => undefined,
): Promise<SearchedSlice> {
  const found = await search(inputsOf(slice, stop, breathe));
  return { found, leftOver: slice.leftOver };
}

async function* inputsOf(
  slice: ObjectSlice,
  stop: Stop,
  breathe: () => Promise<void> | undefined,
): AsyncGenerator<Input> {
  for (const object of slice.objects(stop)) {
    if (!slice.isPacked) yield { kind: 'expected', count: 1 };
    yield* chunksOf(object);
    const turn = breathe();
    if (turn) await turn;
  }
}

/** A blob, or the messages of a commit or tag. */
export function chunksOf({ oid, type, bytes, regions }: StoredObject): Chunk[] {
  if (type !== 'blob') return messageChunks(type, oid, bytes);
  return [
    {
      kind: 'chunk',
      path: '',
      where: 'content',
      bytes,
      firstLine: 1,
      object: oid,
      ...(regions && { regions }),
    },
  ];
}
