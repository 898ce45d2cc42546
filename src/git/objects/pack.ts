import { DamagedFile, guarded } from './damaged-file.ts';
import { applyDelta, deltaResultSize } from './delta.ts';
import type { FileCache } from './file-cache.ts';
import type { HashBytes, ObjectType } from './object-id.ts';
import type { PackEntry } from './pack-entry.ts';
import { openPackFile, type PackFile } from './pack-file.ts';
import { openPackIndex, type PackIndex } from './pack-index.ts';
import { broken, type ReadResult } from './read-result.ts';

/** A pack and its index, each opened when first asked for. */
export interface Pack {
  /** Path without `.pack` or `.idx`. */
  path: string;
  /** @throws {DamagedFile} */
  index(): PackIndex;
  /** @throws {DamagedFile} */
  file(): PackFile;
  /** Undefined: the pack does not have the object, or its index can't be read. */
  find(id: Uint8Array): number | undefined;
  /** Reads the object whose entry starts at `offset`. */
  read(offset: number, limits: ReadLimits): ReadResult;
}

/** What bounds the reading of one object. */
export interface ReadLimits {
  /** Bytes of an object at most. */
  size: number;
  /** Reads a delta's base from elsewhere: a thin pack's bases are in other packs. */
  readBase(id: Buffer, depth: number): ReadResult;
  /** How many deltas stand above this object already. */
  depth: number;
}

/** Git writes 4,095 at most; more, or a ring of deltas that name each other, is damage. */
const MAX_DEPTH = 10_000;

/** @param path - without `.pack` or `.idx` */
export function openPack(files: FileCache, path: string, hashBytes: HashBytes): Pack {
  const index = once(() => openPackIndex(files, `${path}.idx`, hashBytes));
  const file = once(() => ofIndex(openPackFile(files, `${path}.pack`, hashBytes), index()));
  return {
    path,
    index,
    file,
    find: (id) =>
      guarded(
        () => index().offsetOf(id),
        () => undefined,
      ),
    read: (offset, limits) =>
      guarded(
        () => readChain(file(), index, offset, limits),
        (reason) => broken(`pack: ${reason}`),
      ),
  };
}

/** As git does: offsets of another pack would give other objects. */
function ofIndex(file: PackFile, index: PackIndex): PackFile {
  if (file.count === index.count && file.hash().equals(index.packHash())) return file;
  throw new DamagedFile('it is not the pack of its index');
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Follows the deltas down to the object that stands alone, then applies them upwards. */
function readChain(file: PackFile, index: () => PackIndex, start: number, limits: ReadLimits): ReadResult {
  const deltas: PackEntry[] = [];
  let offset = start;
  for (;;) {
    const entry = file.entryAt(offset);
    if (entry === undefined) return broken('pack: no entry at its offset');
    if (entry.size > limits.size) return { kind: 'too-large', size: entry.size };
    if (entry.type !== 'delta') return applyAll(file, deltas, inflated(file, entry, entry.type), limits);
    if (limits.depth + deltas.push(entry) > MAX_DEPTH) return broken('pack: endless chain of deltas');
    const base = entry.baseOffset ?? index().offsetOf(entry.baseId!);
    if (base === undefined) {
      return applyAll(file, deltas, limits.readBase(entry.baseId!, limits.depth + deltas.length), limits);
    }
    offset = base;
  }
}

function inflated(file: PackFile, entry: PackEntry, type: ObjectType): ReadResult {
  const bytes = file.inflate(entry);
  return typeof bytes === 'string' ? broken(`pack: ${bytes}`) : { kind: 'object', type, bytes };
}

function applyAll(file: PackFile, deltas: PackEntry[], base: ReadResult, limits: ReadLimits): ReadResult {
  if (base.kind === 'missing') return broken('pack: the base of a delta is missing');
  if (base.kind !== 'object') return base;
  let { bytes } = base;
  for (let i = deltas.length - 1; i >= 0; i--) {
    const delta = file.inflate(deltas[i]!);
    if (typeof delta === 'string') return broken(`pack: ${delta}`);
    const size = deltaResultSize(delta) ?? 0;
    if (size > limits.size) return { kind: 'too-large', size };
    const result = applyDelta(bytes, delta);
    if (result === undefined) return broken('pack: damaged delta');
    bytes = result;
  }
  return { kind: 'object', type: base.type, bytes };
}
