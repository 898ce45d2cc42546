import { DamagedFile } from './damaged-file.ts';
import type { FileCache } from './file-cache.ts';
import type { HashBytes } from './object-id.ts';

/** A pack's index: object id to offset. Numbers of entries count from 0 in the order of their ids. */
export interface PackIndex {
  /** Objects in the pack. */
  count: number;
  /**
   * Where an object stands in the pack.
   *
   * @param id - the raw object id
   * @returns undefined when the pack does not have it
   */
  offsetOf(id: Uint8Array): number | undefined;
  /** The hash that the pack ends with. */
  packHash(): Buffer;
  /** All ids, one after another: `count` times the hash's bytes. */
  allIds(): Buffer;
  /** All offsets, in the order of the ids; may be out of the pack's range when the index is damaged. */
  allOffsets(): Float64Array;
}

const MAGIC = 0xff744f63;
const HEADER = 8;
const FANOUT = 1024;

/**
 * Opens an index of version 2. Reads its header and first table; the rest when asked.
 *
 * @throws {DamagedFile} not such an index, or too short for its own count
 * @see https://git-scm.com/docs/gitformat-pack#_version_2_pack_idx_files_support_packs_larger_than_4_gib_and
 */
export function openPackIndex(files: FileCache, path: string, hashBytes: HashBytes): PackIndex {
  const head = readExactly(files, path, 0, HEADER + FANOUT);
  if (head.readUInt32BE(0) !== MAGIC || head.readUInt32BE(4) !== 2)
    throw new DamagedFile('not an index of version 2');
  const fanout = readFanout(head, HEADER);
  const count = fanout[255]!;
  const ids = HEADER + FANOUT;
  const offsets = ids + count * (hashBytes + 4);
  const large = offsets + count * 4;
  const largeCount = Math.floor((files.size(path) - 2 * hashBytes - large) / 8);
  if (largeCount < 0) throw new DamagedFile('index is too short');
  const offsetAt = (position: number): number => {
    const small = readExactly(files, path, offsets + position * 4, 4).readUInt32BE(0);
    return small < 0x80000000 ? small : largeAt(small - 0x80000000);
  };
  const largeAt = (position: number): number => {
    if (position >= largeCount) throw new DamagedFile('index has a wrong 64-bit offset');
    return safeOffset(readExactly(files, path, large + position * 8, 8), 0);
  };
  return {
    count,
    offsetOf: (id) => {
      const position = findId(files, path, ids, fanout, id, hashBytes);
      return position === undefined ? undefined : offsetAt(position);
    },
    packHash: () => readExactly(files, path, files.size(path) - 2 * hashBytes, hashBytes),
    allIds: () => readExactly(files, path, ids, count * hashBytes),
    allOffsets: () => {
      const table = readExactly(files, path, offsets, count * 4);
      const result = new Float64Array(count);
      for (let i = 0; i < count; i++) {
        const small = table.readUInt32BE(i * 4);
        result[i] = small < 0x80000000 ? small : largeAt(small - 0x80000000);
      }
      return result;
    },
  };
}

/**
 * Reads a table of 256 numbers that says how many ids start with a byte of at most its index.
 *
 * @throws {DamagedFile} the numbers fall
 */
export function readFanout(bytes: Buffer, at: number): Uint32Array {
  const fanout = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    fanout[i] = bytes.readUInt32BE(at + 4 * i);
    if (i > 0 && fanout[i]! < fanout[i - 1]!) throw new DamagedFile('fanout table is not sorted');
  }
  return fanout;
}

const BLOCK = 1 << 16;

/**
 * Looks an id up in a sorted table of ids within a file.
 *
 * @param table - where the table starts in the file
 * @returns the id's number in the table
 */
export function findId(
  files: FileCache,
  path: string,
  table: number,
  fanout: Uint32Array,
  id: Uint8Array,
  hashBytes: HashBytes,
): number | undefined {
  const first = id[0]!;
  let low = first === 0 ? 0 : fanout[first - 1]!;
  let high = fanout[first]!;
  while ((high - low) * hashBytes > BLOCK) {
    const middle = low + ((high - low) >>> 1);
    const order = readExactly(files, path, table + middle * hashBytes, hashBytes).compare(id);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  if (low === high) return undefined;
  const block = readExactly(files, path, table + low * hashBytes, (high - low) * hashBytes);
  const found = searchIds(block, id, hashBytes);
  return found === undefined ? undefined : low + found;
}

/** Binary search among sorted ids of `hashBytes` each: by the first word, which hardly any two have in common. */
export function searchIds(ids: Buffer, id: Uint8Array, hashBytes: HashBytes): number | undefined {
  const word = ((id[0]! << 24) | (id[1]! << 16) | (id[2]! << 8) | id[3]!) >>> 0;
  let low = 0;
  let high = ids.length / hashBytes;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = middle * hashBytes;
    const order = ids.readUInt32BE(at) - word || ids.compare(id, 0, hashBytes, at, at + hashBytes);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return undefined;
}

/** @throws {DamagedFile} past 2^53 */
export function safeOffset(bytes: Buffer, at: number): number {
  const offset = bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
  if (!Number.isSafeInteger(offset)) throw new DamagedFile('offset is too large');
  return offset;
}

/** @throws {DamagedFile} the file ends before, or no file can have the position */
export function readExactly(files: FileCache, path: string, position: number, length: number): Buffer {
  if (position < 0 || position + length > Number.MAX_SAFE_INTEGER)
    throw new DamagedFile('impossible position');
  const bytes = Buffer.allocUnsafe(length);
  if (files.read(path, bytes, position) !== length) throw new DamagedFile('file is cut short');
  return bytes;
}
