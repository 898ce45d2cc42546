import { openStoredObjects, type StoredObject, type StoredObjects } from '../git/pack/stored-objects.ts';
import type { Chunk, Finding, Input } from '../types.ts';
import { chunkOfPart, streamBlobs } from './blob-stream.ts';
import type { Copies } from './first-versions.ts';
import { messageChunks } from './messages.ts';

/** A history read out of its packs: each blob once, and of a delta only what its base does not have. */
export interface PackedHistory {
  /** Every blob and message, reachable or not. */
  read(signal: AbortSignal): AsyncGenerator<Input>;
  /** The blobs that have what was found from their base, and those whose regions alone were searched. */
  copiesOf(found: readonly Finding[], signal: AbortSignal, search: Search): Promise<Copies>;
}

type Search = (inputs: AsyncIterable<Input>) => Promise<{ findings: Finding[] }>;

/** Bytes around a change that are searched with it: fewer lose findings, more find none (docs of the engine). */
const CONTEXT = 256;
const BREATH_MS = 50;

/** Undefined where git must read the history: see {@link openStoredObjects}. */
export function openPackedHistory(root: string): PackedHistory | undefined {
  const stored = openStoredObjects(root, process.env, { context: CONTEXT });
  if (!stored) return undefined;
  return {
    read: (signal) => readAll(stored, root, signal),
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

async function* readAll(stored: StoredObjects, root: string, signal: AbortSignal): AsyncGenerator<Input> {
  const breathe = createBreather();
  yield { kind: 'expected', count: stored.packedCount };
  for (const object of stored.packed(signal)) {
    yield* chunksOf(object);
    await breathe();
  }
  for (const object of stored.loose(signal)) {
    yield { kind: 'expected', count: 1 };
    yield* chunksOf(object);
    await breathe();
  }
  stored.close();
  const { packed, loose } = stored.leftOver;
  if (packed.length > 0) yield* readByGit(packed, root, signal, true);
  if (loose.length > 0) yield* readByGit(loose, root, signal, false);
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

function chunksOf({ oid, type, bytes, regions }: StoredObject): Chunk[] {
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

/** One finding of each secret as it is written, by the blobs of its family that have the same bytes. */
async function holdersOf(
  stored: StoredObjects,
  found: readonly Finding[],
  signal: AbortSignal,
): Promise<Map<string, Finding[]>> {
  // What is inside of a container was searched in every version of it.
  const plain = found.filter(({ where, container }) => where === 'content' && container === undefined);
  const byObject = new Map<string, Finding[]>();
  for (const finding of plain) {
    const known = byObject.get(finding.object!);
    if (known) known.push(finding);
    else byObject.set(finding.object!, [finding]);
  }
  const holders = new Map<string, Finding[]>();
  const breathe = createBreather();
  for (const family of stored.familiesOf(byObject.keys())) {
    const secrets = new Map<string, { bytes: Buffer; finding: Finding }>();
    for (const { oid, type, bytes } of family) {
      if (signal.aborted) return holders;
      for (const finding of byObject.get(oid) ?? []) {
        const secret = Buffer.from(bytes.subarray(finding.start, finding.end));
        secrets.set(secret.toString('latin1'), { bytes: secret, finding });
      }
      if (type !== 'blob' || holders.has(oid)) continue;
      const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      const held = [...secrets.values()].filter((secret) => view.includes(secret.bytes));
      if (held.length > 0)
        holders.set(
          oid,
          held.map(({ finding }) => finding),
        );
      await breathe();
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
