import { addAll } from '../add-all.ts';
import { openStoredObjects, type SharedObjects, type StoredObjects } from '../git/pack/stored-objects.ts';
import { groupedBy } from '../grouped-by.ts';
import { createTextFinder } from '../text-finder.ts';
import type { Chunk, Finding, Input, Searched } from '../types.ts';
import { chunkOfPart, streamBlobs } from './blob-stream.ts';
import type { Copies } from './first-versions.ts';
import { messageChunks } from './messages.ts';
import { chunksOf, type SearchedSlice, searchSlice } from './search-slice.ts';
import { createSliceQueue, type SliceQueue, stopSlices, takeSlices } from './slice-queue.ts';

/** A history read out of its packs: each blob once, and of a delta only what its base does not have. */
export interface PackedHistory {
  /**
   * Every blob and message, reachable or not.
   *
   * @param onFound - called when a blob has a finding, perhaps again and again
   */
  read(signal: AbortSignal, onFound: () => void): AsyncGenerator<Input>;
  /** The blobs that have what was found from their base, and those whose regions alone were searched. */
  copiesOf(
    found: readonly Finding[],
    signal: AbortSignal,
    search: Search<{ findings: Finding[] }>,
  ): Promise<Copies>;
}

type Search<S> = (inputs: AsyncIterable<Input>) => Promise<S>;

/** Threads that take slices from the same queue as this one. */
export interface Helpers {
  /** To be called before each slice: starts a thread when that pays. What it gives is awaited. */
  consider(): Promise<void> | undefined;
  /** What they searched, by slice, once they have ended; what one took that failed is not there. */
  results(): Promise<ReadonlyMap<number, SearchedSlice>>;
}

/** @param share - makes what another thread opens the same objects with */
export type FindHelpers = (queue: SliceQueue, share: () => SharedObjects) => Helpers;

/** Bytes around a change that are searched with it: fewer lose findings, more find none (docs of the engine). */
const CONTEXT = 256;
const BREATH_MS = 20;

/**
 * @param findHelpers - absent: one thread searches
 * @returns undefined where git must read the history: see {@link openStoredObjects}
 */
export function openPackedHistory(root: string, findHelpers?: FindHelpers): PackedHistory | undefined {
  const stored = openStoredObjects(root, process.env, { context: CONTEXT });
  if (!stored) return undefined;
  return {
    read: (signal, onFound) => readAll(stored, root, signal, onFound, findHelpers),
    async copiesOf(found, signal, search) {
      const holders = await holdersOf(stored, found, signal);
      return {
        holders,
        async findingsIn(oids) {
          const { findings } = await search(wholeBlobs(stored, oids, signal));
          return findings.filter(({ container }) => container === undefined);
        },
        close: () => stored.close(),
      };
    },
  };
}

async function* readAll(
  stored: StoredObjects,
  root: string,
  signal: AbortSignal,
  onFound: () => void,
  findHelpers?: FindHelpers,
): AsyncGenerator<Input> {
  const packed = [...stored.strays];
  const loose: string[] = [];
  yield { kind: 'expected', count: stored.packedCount };
  yield {
    kind: 'work',
    async run(search) {
      const slices = await searchSlices(stored, search, signal, onFound, findHelpers);
      for (const [index, { leftOver }] of slices)
        addAll(leftOver, stored.slice(index).isPacked ? packed : loose);
      return slices.map(([, { found }]) => found);
    },
  };
  stored.close();
  if (packed.length > 0) yield* readByGit(packed, root, signal, true);
  if (loose.length > 0) yield* readByGit(loose, root, signal, false);
}

/** What was searched, in the order of the slices; all of it, unless the signal stops it. */
async function searchSlices(
  stored: StoredObjects,
  search: Search<Searched>,
  signal: AbortSignal,
  onFound: () => void,
  findHelpers?: FindHelpers,
): Promise<[slice: number, SearchedSlice][]> {
  const queue = createSliceQueue(stored.sliceCount);
  const helpers = findHelpers?.(queue, stored.share);
  const breathe = createBreather();
  const searched = new Map<number, SearchedSlice>();
  const take = async (index: number) => {
    const slice = await searchSlice(stored.slice(index), search, signal, breathe);
    searched.set(index, slice);
    if (slice.found.findings.some(({ where }) => where === 'content')) onFound();
  };
  const stop = () => stopSlices(queue);
  signal.addEventListener('abort', stop);
  await helpers?.consider();
  for (const index of takeSlices(queue)) {
    await take(index);
    await helpers?.consider();
  }
  for (const [index, slice] of (await helpers?.results()) ?? []) searched.set(index, slice);
  for (let index = 0; index < queue.count && !signal.aborted; index++) {
    if (!searched.has(index)) await take(index);
  }
  signal.removeEventListener('abort', stop);
  return [...searched].sort(([a], [b]) => a - b);
}

/** Lets timers and signals in now and then: reading in process never waits for anything. */
function createBreather(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    const now = performance.now();
    if (now - last < BREATH_MS) return undefined;
    last = now;
    return new Promise((resolve) => setImmediate(resolve));
  };
}

/** @param expected - whether the objects were counted before; trees among them must not have been */
async function* readByGit(
  ids: string[],
  root: string,
  signal: AbortSignal,
  expected: boolean,
): AsyncGenerator<Input> {
  for await (const object of streamBlobs(ids, root, signal)) {
    if (object.kind === 'failed') yield { kind: 'problem', path: 'history', message: object.message };
    else if (object.kind === 'missing') {
      yield { kind: 'problem', path: `object ${object.id.slice(0, 12)}`, message: 'it is missing' };
    } else if (object.type === 'tree') {
      if (expected && !object.continued) yield { kind: 'expected', count: -1 };
    } else {
      if (!expected && !object.continued) yield { kind: 'expected', count: 1 };
      const { id, type, bytes } = object;
      if (type === 'commit' || type === 'tag') yield* messageChunks(type, id, bytes);
      else yield chunkOfPart(object, '');
    }
  }
}

/** One finding of each rule for each secret as it is written, by the blobs of its family that have the same bytes. */
async function holdersOf(
  stored: StoredObjects,
  found: readonly Finding[],
  signal: AbortSignal,
): Promise<Map<string, Finding[]>> {
  // What is inside of a container was searched in every version of it.
  const plain = found.filter(({ where, container }) => where === 'content' && container === undefined);
  const byObject = groupedBy(plain, ({ object }) => object!);
  const holders = new Map<string, Finding[]>();
  const breathe = createBreather();
  for (const family of stored.familiesOf(byObject.keys())) {
    const secrets = createTextFinder<Map<string, Finding>>();
    for (const { oid, type, bytes } of family) {
      if (signal.aborted) return holders;
      for (const finding of byObject.get(oid) ?? []) {
        const text = Buffer.from(bytes.subarray(finding.start, finding.end));
        secrets.itemOf(text, () => new Map()).set(finding.fingerprint, finding);
      }
      if (type !== 'blob' || holders.has(oid)) continue;
      const held = secrets.heldIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
      if (held.length > 0)
        holders.set(
          oid,
          held.flatMap((byRule) => [...byRule.values()]),
        );
      const turn = breathe();
      if (turn) await turn;
    }
  }
  return holders;
}

/** Blobs in full: a pattern's matches depend on those before them, and a search of regions alone can see one more. */
async function* wholeBlobs(
  stored: StoredObjects,
  oids: ReadonlySet<string>,
  signal: AbortSignal,
): AsyncGenerator<Chunk> {
  const given = new Set<string>();
  const breathe = createBreather();
  for (const family of stored.familiesOf(oids)) {
    for (const object of family) {
      if (signal.aborted) return;
      if (!oids.has(object.oid) || given.has(object.oid)) continue;
      given.add(object.oid);
      yield* chunksOf(object);
      await breathe();
    }
  }
}
