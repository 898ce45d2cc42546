import type { ObjectSlice, Stop, StoredObject } from '../git/pack/object-slice.ts';
import type { Batch, Chunk, Input, Searched } from '../types.ts';
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
  const found = await search(batchesOf(slice, stop, breathe));
  return { found, leftOver: slice.leftOver };
}

/** Batches that end where a breath is to be taken: between the objects of one, no promise is waited for. */
async function* batchesOf(
  slice: ObjectSlice,
  stop: Stop,
  breathe: () => Promise<void> | undefined,
): AsyncGenerator<Batch> {
  const objects = slice.objects(stop);
  let turn: Promise<void> | undefined;
  let ended = false;
  const inputs = function* (): Generator<Input> {
    for (let next = objects.next(); !next.done; next = objects.next()) {
      if (!slice.isPacked) yield { kind: 'expected', count: 1 };
      yield* chunksOf(next.value);
      turn = breathe();
      if (turn) return;
    }
    ended = true;
  };
  while (!ended) {
    yield { kind: 'batch', inputs: inputs() };
    await turn;
  }
}

/** A blob, or the messages of a commit or tag. */
export function chunksOf({ oid, type, bytes, regions }: StoredObject): Chunk[] {
  if (type !== 'blob') return messageChunks(type, oid, bytes);
  const chunk: Chunk = { kind: 'chunk', path: '', where: 'content', bytes, firstLine: 1, object: oid };
  if (regions) chunk.regions = regions;
  return [chunk];
}
