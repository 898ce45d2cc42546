import type { Engine } from '../../engine/scan.ts';
import { openShared } from '../../git/pack/stored-objects.ts';
import { searchAll } from '../../pipeline/search-all.ts';
import { searchSlice } from '../../sources/search-slice.ts';
import { areStopped, takeSlices } from '../../sources/slice-queue.ts';
import type { Input, Searched } from '../../types.ts';
import { createPacker, type PlainResult } from './plain-results.ts';
import type { SharedSlices } from './worker.ts';

/** Searches slices of a history until none is left, and posts what each gave. */
export async function postSlices(
  { queue, shared }: SharedSlices,
  engine: Engine,
  exclude: readonly string[],
  post: (result: PlainResult) => void,
): Promise<void> {
  const stored = openShared(shared);
  if (!stored) return;
  const search = await searcher(engine, exclude);
  const pack = createPacker();
  const stop = {
    get aborted() {
      return areStopped(queue);
    },
  };
  for (const index of takeSlices(queue)) {
    post(pack(index, await searchSlice(stored.slice(index), search, stop)));
  }
  stored.close();
}

async function searcher(
  engine: Engine,
  exclude: readonly string[],
): Promise<(inputs: AsyncIterable<Input>) => Promise<Searched>> {
  if (exclude.length === 0) return (inputs) => searchAll(inputs, engine);
  const { excludingInputs } = await import('../../config/excluding.ts');
  const filter = excludingInputs(exclude);
  return (inputs) => searchAll(filter(inputs), engine);
}
