import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { guarded } from './damaged-file.ts';
import { createFileCache, type FileCache } from './file-cache.ts';
import { readLooseObject } from './loose-object.ts';
import { type MultiPackIndex, openMultiPackIndex } from './multi-pack-index.ts';
import type { HashBytes } from './object-id.ts';
import { openPack, type Pack } from './pack.ts';
import type { ReadResult } from './read-result.ts';

/** Reads objects in process, from every place where git would look for them. */
export interface ObjectStore {
  readonly hashBytes: HashBytes;
  readonly objectDirs: readonly string[];
  /** @param oid - full object id, lower-case hex */
  read(oid: string): ReadResult;
  /** Every pack of every object directory; read from disk once, and again after an object was missing. */
  packs(): readonly Pack[];
  close(): void;
}

/** Where objects are; `openRepository` finds it out. */
export interface ObjectPlaces {
  hashBytes: HashBytes;
  /** Absolute paths, the repository's own first, then its alternates. */
  objectDirs: readonly string[];
}

/** Larger objects are refused: `read` holds the whole object, and a buffer ends at 2 GiB on old Node. */
const LARGEST_OBJECT = 1 << 30;

/** Opens nothing yet: a loose object is read without listing a directory. */
export function openObjectStore(places: ObjectPlaces, largest = LARGEST_OBJECT): ObjectStore {
  const files = createFileCache();
  const { objectDirs, hashBytes } = places;
  let listed: PackList | undefined;
  const packList = (): PackList => {
    listed ??= listPacks(files, objectDirs, hashBytes);
    return listed;
  };
  const readOnce = (oid: string, depth: number): ReadResult => {
    let last: ReadResult = { kind: 'missing' };
    for (const dir of objectDirs) {
      const loose = readLooseObject(dir, oid, largest);
      if (loose?.kind === 'object') return loose;
      last = loose ?? last;
    }
    const packed = readPacked(packList(), Buffer.from(oid, 'hex'), { size: largest, readBase, depth });
    return packed.kind === 'missing' ? last : packed;
  };
  const readBase = (id: Buffer, depth: number): ReadResult => readOnce(id.toString('hex'), depth);
  return {
    hashBytes,
    objectDirs,
    read: (oid) => {
      const fresh = listed === undefined;
      const result = readOnce(oid, 0);
      if (fresh || result.kind === 'object' || result.kind === 'too-large') return result;
      // A repack that ran meanwhile moves objects from one pack to another: look once more, as git does.
      files.close();
      listed = undefined;
      return readOnce(oid, 0);
    },
    packs: () => packList().packs,
    close: () => files.close(),
  };
}

interface PackList {
  packs: Pack[];
  indexes: { index: MultiPackIndex; packs: (Pack | undefined)[] }[];
  /** Packs that no multi-pack-index covers; the one that answered last comes first. */
  single: Pack[];
}

function listPacks(files: FileCache, objectDirs: readonly string[], hashBytes: HashBytes): PackList {
  const list: PackList = { packs: [], indexes: [], single: [] };
  for (const dir of objectDirs) {
    const folder = join(dir, 'pack');
    const names = namesIn(folder);
    const packs = new Map<string, Pack>();
    for (const name of names) {
      if (!name.endsWith('.idx') || !names.has(`${name.slice(0, -4)}.pack`)) continue;
      packs.set(name.slice(0, -4), openPack(files, join(folder, name.slice(0, -4)), hashBytes));
    }
    list.packs.push(...packs.values());
    const index = names.has('multi-pack-index') ? tryMultiPackIndex(files, folder, hashBytes) : undefined;
    if (index !== undefined) list.indexes.push({ index, packs: index.packNames.map((n) => packs.get(n)) });
    const covered = new Set(index?.packNames);
    for (const [name, pack] of packs) if (!covered.has(name)) list.single.push(pack);
  }
  return list;
}

function namesIn(folder: string): Set<string> {
  try {
    return new Set(readdirSync(folder));
  } catch {
    return new Set();
  }
}

/** A damaged one is as good as none: each pack has an index of its own. */
function tryMultiPackIndex(
  files: FileCache,
  folder: string,
  hashBytes: HashBytes,
): MultiPackIndex | undefined {
  return guarded(
    () => openMultiPackIndex(files, join(folder, 'multi-pack-index'), hashBytes),
    () => undefined,
  );
}

type Limits = Parameters<Pack['read']>[1];

function readPacked(list: PackList, id: Buffer, limits: Limits): ReadResult {
  let last: ReadResult = { kind: 'missing' };
  for (const { pack, offset } of placesOf(list, id)) {
    const result = pack.read(offset, limits);
    if (result.kind === 'object') return result;
    last = result;
  }
  return last;
}

function* placesOf(list: PackList, id: Buffer): Generator<{ pack: Pack; offset: number }> {
  for (const { index, packs } of list.indexes) {
    const place = guarded(
      () => index.find(id),
      () => undefined,
    );
    const pack = place && packs[place.pack];
    if (place !== undefined && pack !== undefined) yield { pack, offset: place.offset };
  }
  for (let i = 0; i < list.single.length; i++) {
    const pack = list.single[i]!;
    const offset = pack.find(id);
    if (offset === undefined) continue;
    moveToFront(list.single, i);
    yield { pack, offset };
  }
  for (const { packs } of list.indexes) {
    for (const pack of packs) {
      const offset = pack?.find(id);
      if (pack !== undefined && offset !== undefined) yield { pack, offset };
    }
  }
}

function moveToFront(packs: Pack[], i: number): void {
  const [pack] = packs.splice(i, 1);
  packs.unshift(pack!);
}
