import type { CacheTree } from './cache-tree.ts';
import { checkOrder, checkOrders, type IndexFile, pathOf } from './index-file.ts';
import { nullObjectId } from './objects/object-id.ts';
import type { ObjectStore } from './objects/object-store.ts';
import { FOLDER_MODE, parseTreeEntry, type TreeEntry } from './tree-entries.ts';

/** A path that index and HEAD have differently. On the side where it is absent, mode 0 and an id of zeros. */
export interface StagedChange {
  path: Buffer;
  oldMode: number;
  newMode: number;
  oldOid: string;
  newOid: string;
}

/** A folder of the tree, and where the index has what is below it. */
interface Folder {
  /** The tree's object id, empty for a tree without entries. */
  tree: string;
  /** The folder's path with its final slash; empty for the root. */
  prefix: Buffer;
  /** The first entry of the index that can be below the folder. */
  start: number;
  cacheTree: CacheTree | undefined;
  depth: number;
}

/** Git refuses trees that are nested deeper. */
const MAX_DEPTH = 2048;
const SLASH = 0x2f;

/** Thrown and caught in this file: what was met is not for us to judge. */
class Unusual extends Error {}

/**
 * Compares a tree with the index; reads only the trees of folders in which something changed.
 *
 * @param tree - object id, empty for a tree without entries
 * @returns sorted by path; undefined when a tree can't be read or is damaged
 * @throws {SourceError} the index is not sorted: git itself then misses entries
 */
export function diffTreeToIndex(
  store: ObjectStore,
  tree: string,
  index: IndexFile,
): StagedChange[] | undefined {
  const changes: StagedChange[] = [];
  const sides: Sides = { store, index, changes };
  try {
    const root = { tree, prefix: Buffer.alloc(0), start: 0, cacheTree: index.cacheTree, depth: 0 };
    if (diffFolder(sides, root) === index.count) return changes;
  } catch (error) {
    if (!(error instanceof Unusual)) throw error;
  }
  checkOrders(index);
  return undefined;
}

interface Sides {
  store: ObjectStore;
  index: IndexFile;
  changes: StagedChange[];
}

/** @returns the first entry of the index after the folder */
function diffFolder(sides: Sides, folder: Folder): number {
  const { index, store } = sides;
  const { prefix } = folder;
  const unchanged = skipUnchanged(index, folder);
  if (unchanged !== undefined) return unchanged;
  const tree = readTree(store, folder);
  let i = folder.start;
  for (const entry of entriesOf(tree, store.hashBytes)) {
    while (isBelow(index, i, prefix) && compare(index, i, prefix.length, tree, entry) > 0)
      addEntry(sides, i++);
    const both = isBelow(index, i, prefix) && compare(index, i, prefix.length, tree, entry) === 0;
    if (entry.mode === FOLDER_MODE) i = diffFolder(sides, childOf(folder, tree, entry, i, store.hashBytes));
    else if (both) compareFile(sides, i++, tree, entry);
    else deleteFile(sides, prefix, tree, entry);
  }
  while (isBelow(index, i, prefix)) addEntry(sides, i++);
  return i;
}

/** The cache tree says which tree a stretch of the index is: when it is the folder's, nothing changed there. */
function skipUnchanged(index: IndexFile, { tree, prefix, start, cacheTree }: Folder): number | undefined {
  if (cacheTree?.id === undefined || cacheTree.id.toString('hex') !== tree) return undefined;
  const end = start + cacheTree.entryCount;
  const covers = end > start && isBelow(index, start, prefix) && isBelow(index, end - 1, prefix);
  return covers && !isBelow(index, end, prefix) ? end : undefined;
}

function isBelow(index: IndexFile, i: number, prefix: Buffer): boolean {
  if (i >= index.count) return false;
  const start = index.pathStart(i);
  const end = start + prefix.length;
  return end < index.pathEnd(i) && index.paths.compare(prefix, 0, prefix.length, start, end) === 0;
}

/**
 * Compares as git sorts.
 *
 * @param skip - bytes of the index's path that are the folder's own
 * @returns below 0 when the tree's entry comes first, 0 when it is the same file or the folder above it
 */
function compare(index: IndexFile, i: number, skip: number, tree: Buffer, entry: TreeEntry): number {
  const start = index.pathStart(i) + skip;
  const length = index.pathEnd(i) - start;
  const nameLength = entry.nameEnd - entry.nameStart;
  const common = Math.min(length, nameLength);
  const order = tree.compare(index.paths, start, start + common, entry.nameStart, entry.nameStart + common);
  if (order !== 0 || length < nameLength) return order || 1;
  const isFolder = entry.mode === FOLDER_MODE;
  if (length === nameLength) return isFolder ? 1 : 0;
  return isFolder ? SLASH - index.paths[start + nameLength]! : -1;
}

function compareFile({ index, store, changes }: Sides, i: number, tree: Buffer, entry: TreeEntry): void {
  checkOrder(index, i);
  const newMode = index.mode(i);
  const newOid = hex(index.bytes, index.idStart(i), store.hashBytes);
  const oldOid = hex(tree, entry.idStart, store.hashBytes);
  if (newOid === oldOid && newMode === entry.mode) return;
  changes.push({ path: pathOf(index, i), oldMode: entry.mode, newMode, oldOid, newOid });
}

function addEntry({ index, store, changes }: Sides, i: number): void {
  checkOrder(index, i);
  const oldOid = nullObjectId(store.hashBytes);
  const newOid = hex(index.bytes, index.idStart(i), store.hashBytes);
  changes.push({ path: pathOf(index, i), oldMode: 0, newMode: index.mode(i), oldOid, newOid });
}

function deleteFile({ store, changes }: Sides, prefix: Buffer, tree: Buffer, entry: TreeEntry): void {
  const path = Buffer.concat([prefix, tree.subarray(entry.nameStart, entry.nameEnd)]);
  const oldOid = hex(tree, entry.idStart, store.hashBytes);
  changes.push({ path, oldMode: entry.mode, newMode: 0, oldOid, newOid: nullObjectId(store.hashBytes) });
}

function childOf(parent: Folder, tree: Buffer, entry: TreeEntry, start: number, hashBytes: number): Folder {
  const name = tree.subarray(entry.nameStart, entry.nameEnd);
  return {
    tree: hex(tree, entry.idStart, hashBytes),
    prefix: Buffer.concat([parent.prefix, name, Buffer.of(SLASH)]),
    start,
    cacheTree: parent.cacheTree?.children.get(name.toString('latin1')),
    depth: parent.depth + 1,
  };
}

function readTree(store: ObjectStore, { tree, depth }: Folder): Buffer {
  if (tree === '') return Buffer.alloc(0);
  const result = depth > MAX_DEPTH ? undefined : store.read(tree);
  if (result?.kind !== 'object' || result.type !== 'tree') throw new Unusual();
  return result.bytes;
}

function* entriesOf(tree: Buffer, hashBytes: number): Generator<TreeEntry> {
  for (let at = 0; at < tree.length; ) {
    const entry = parseTreeEntry(tree, at, hashBytes);
    if (entry === undefined) throw new Unusual();
    yield entry;
    at = entry.idStart + hashBytes;
  }
}

function hex(bytes: Buffer, start: number, length: number): string {
  return bytes.toString('hex', start, start + length);
}
