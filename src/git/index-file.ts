import { readFileSync } from 'node:fs';
import { SourceError } from '../errors.ts';
import { type CacheTree, parseCacheTree } from './cache-tree.ts';
import type { HashBytes } from './objects/object-id.ts';

/** The index, parsed as far as a comparison with a tree needs it. Entries count from 0, sorted by path. */
export interface IndexFile {
  count: number;
  /** The path of entry `i` is the bytes of `paths` from `pathStart(i)` to `pathEnd(i)`. */
  paths: Buffer;
  pathStart(i: number): number;
  pathEnd(i: number): number;
  /** The mode of entry `i`, as git prints it in octal. */
  mode(i: number): number;
  /** The raw object id of entry `i` is the `hashBytes` bytes of `bytes` from here on. */
  idStart(i: number): number;
  bytes: Buffer;
  cacheTree: CacheTree | undefined;
}

/** What mends a damaged index; what was staged and not committed is to be staged again. */
export const REMAKE_INDEX = 'rm .git/index, then git reset';

const HEADER = 12;
const MODE = 24;
const ID = 40;
const EXTENDED = 0x4000;
const STAGE = 0x3000;
const LONG_NAME = 0xfff;

/**
 * Reads the index; a file that does not exist is an empty one.
 *
 * @returns undefined when git itself must read it: damaged, another version, a split or sparse index, unmerged
 *   entries, or an extension that must be known and is not
 * @throws {SourceError} git must read it and would not say that it is damaged
 * @see https://git-scm.com/docs/index-format
 */
export function readIndexFile(path: string, hashBytes: HashBytes): IndexFile | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? emptyIndex() : undefined;
  }
  const index = parseIndexFile(bytes, hashBytes);
  if (index === undefined) checkSum(bytes, hashBytes);
  return index;
}

/** Git itself reads an index that was cut off as one with fewer files. Its checksum may be left out, as zeros. */
function checkSum(bytes: Buffer, hashBytes: HashBytes): void {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const end = Math.max(0, bytes.length - hashBytes);
  const sum = bytes.subarray(end);
  const own = createHash(hashBytes === 20 ? 'sha1' : 'sha256')
    .update(bytes.subarray(0, end))
    .digest();
  if (!sum.equals(own) && !sum.equals(Buffer.alloc(hashBytes))) throw damaged('its checksum is wrong');
}

function damaged(how: string): SourceError {
  return new SourceError(`the index is damaged: ${how}`, REMAKE_INDEX);
}

/** As {@link readIndexFile}, for the file's bytes. */
export function parseIndexFile(bytes: Buffer, hashBytes: HashBytes): IndexFile | undefined {
  const end = bytes.length - hashBytes;
  if (end < HEADER || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = bytes.readUInt32BE(4);
  const count = bytes.readUInt32BE(8);
  if (version < 2 || version > 4 || count > (end - HEADER) / (ID + hashBytes + 2)) return undefined;
  const table =
    version === 4 ? parseCompressed(bytes, end, count, hashBytes) : parsePlain(bytes, end, count, hashBytes);
  if (table === undefined) return undefined;
  const extensions = parseExtensions(bytes, table.next, end, hashBytes);
  if (extensions === undefined) return undefined;
  const { entryStart } = table;
  const index: IndexFile = {
    ...table,
    count,
    mode: (i) => bytes.readUInt32BE(entryStart[i]! + MODE),
    idStart: (i) => entryStart[i]! + ID,
    bytes,
    cacheTree: extensions.cacheTree,
  };
  if (!extensions.isSparse) return index;
  checkOrders(index);
  return undefined;
}

/** The path of entry `i`. */
export function pathOf(index: IndexFile, i: number): Buffer {
  return index.paths.subarray(index.pathStart(i), index.pathEnd(i));
}

/**
 * Checks that entry `i` sorts after the one before. Git itself does not, and misses entries where it is not so.
 *
 * @throws {SourceError} it does not
 */
export function checkOrder(index: IndexFile, i: number): void {
  if (i === 0 || pathOf(index, i - 1).compare(pathOf(index, i)) < 0) return;
  throw damaged('its paths are out of order');
}

/** {@link checkOrder} of all entries. */
export function checkOrders(index: IndexFile): void {
  for (let i = 1; i < index.count; i++) checkOrder(index, i);
}

function emptyIndex(): IndexFile {
  const bytes = Buffer.alloc(0);
  const nothing = (): number => 0;
  const parts = { pathStart: nothing, pathEnd: nothing, mode: nothing, idStart: nothing };
  return { count: 0, paths: bytes, ...parts, bytes, cacheTree: undefined };
}

interface EntryTable extends Pick<IndexFile, 'paths' | 'pathStart' | 'pathEnd'> {
  entryStart: Uint32Array;
  /** Where the last entry ends. */
  next: number;
}

/**
 * Versions 2 and 3: whole paths, entries padded to eight bytes. A hook runs this loop cold, over every entry of
 * the repository: it reads no more than the two bytes that say where the next entry starts.
 */
function parsePlain(bytes: Buffer, end: number, count: number, hashBytes: number): EntryTable | undefined {
  const entryStart = new Uint32Array(count);
  const flagsAt = ID + hashBytes;
  let at = HEADER;
  for (let i = 0; i < count; i++) {
    if (at + flagsAt + 4 > end) return undefined;
    const flags = (bytes[at + flagsAt]! << 8) | bytes[at + flagsAt + 1]!;
    if ((flags & STAGE) !== 0) return undefined;
    entryStart[i] = at;
    const name = at + flagsAt + ((flags & EXTENDED) === 0 ? 2 : 4);
    const length = flags & LONG_NAME;
    const stop = length < LONG_NAME ? name + length : bytes.indexOf(0, name + LONG_NAME);
    if (stop < name || stop >= end || bytes[stop] !== 0) return undefined;
    at += ((stop - at) & ~7) + 8;
  }
  const flagsOf = (i: number): number =>
    (bytes[entryStart[i]! + flagsAt]! << 8) | bytes[entryStart[i]! + flagsAt + 1]!;
  const pathStart = (i: number): number => entryStart[i]! + flagsAt + ((flagsOf(i) & EXTENDED) === 0 ? 2 : 4);
  const pathEnd = (i: number): number => {
    const length = flagsOf(i) & LONG_NAME;
    return length < LONG_NAME ? pathStart(i) + length : bytes.indexOf(0, pathStart(i) + LONG_NAME);
  };
  return { entryStart, paths: bytes, pathStart, pathEnd, next: at };
}

/** Version 4: a path is the one before, less some bytes at its end, and a new end. No padding. */
function parseCompressed(
  bytes: Buffer,
  end: number,
  count: number,
  hashBytes: number,
): EntryTable | undefined {
  const entryStart = new Uint32Array(count);
  const pathEnd = new Uint32Array(count);
  let paths: Buffer = Buffer.allocUnsafe(64 * count + 4096);
  let used = 0;
  let previous = 0;
  let at = HEADER;
  for (let i = 0; i < count; i++) {
    if (at + ID + hashBytes + 4 > end) return undefined;
    const flags = bytes.readUInt16BE(at + ID + hashBytes);
    const name = readCut(bytes, at + ID + hashBytes + ((flags & EXTENDED) === 0 ? 2 : 4));
    const stop = bytes.indexOf(0, name.start);
    const kept = used - previous - name.cut;
    if ((flags & STAGE) !== 0 || kept < 0 || stop < 0 || stop >= end) return undefined;
    const length = kept + stop - name.start;
    paths = withRoom(paths, used, length);
    paths.copy(paths, used, previous, previous + kept);
    bytes.copy(paths, used + kept, name.start, stop);
    entryStart[i] = at;
    previous = used;
    used += length;
    pathEnd[i] = used;
    at = stop + 1;
  }
  const pathStart = (i: number): number => (i === 0 ? 0 : pathEnd[i - 1]!);
  return { entryStart, paths, pathStart, pathEnd: (i) => pathEnd[i]!, next: at };
}

/** How many bytes of the path before are cut off, and where the new end of the name starts. */
function readCut(bytes: Buffer, at: number): { cut: number; start: number } {
  let start = at;
  let cut = -1;
  for (let byte = 0x80; byte >= 0x80; ) {
    byte = bytes[start++] ?? 0;
    cut = (cut + 1) * 128 + (byte & 0x7f);
  }
  return { cut, start };
}

function withRoom(buffer: Buffer, used: number, more: number): Buffer {
  if (used + more <= buffer.length) return buffer;
  const larger = Buffer.allocUnsafe(2 * buffer.length + more);
  buffer.copy(larger, 0, 0, used);
  return larger;
}

/** An extension in lower case must be known: `sdir` (sparse) we only name, `link` (split) and others we don't know. */
function parseExtensions(
  bytes: Buffer,
  start: number,
  end: number,
  hashBytes: HashBytes,
): { cacheTree: CacheTree | undefined; isSparse: boolean } | undefined {
  let cacheTree: CacheTree | undefined;
  let isSparse = false;
  let at = start;
  while (at < end) {
    if (at + 8 > end) return undefined;
    const name = bytes.toString('latin1', at, at + 4);
    const next = at + 8 + bytes.readUInt32BE(at + 4);
    if (next > end || !/^(?:[A-Z]|sdir)/.test(name)) return undefined;
    if (name === 'sdir') isSparse = true;
    if (name === 'TREE') cacheTree = parseCacheTree(bytes.subarray(at + 8, next), hashBytes);
    at = next;
  }
  return { cacheTree, isSparse };
}
