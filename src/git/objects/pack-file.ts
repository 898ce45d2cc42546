import { DamagedFile } from './damaged-file.ts';
import type { FileCache } from './file-cache.ts';
import { couldHold, inflate } from './inflate.ts';
import { LONGEST_ENTRY_HEAD, type PackEntry, parsePackEntry } from './pack-entry.ts';
import { readExactly } from './pack-index.ts';

/** A pack, read by the stretch that an entry needs. */
export interface PackFile {
  /** Objects that its header announces. */
  count: number;
  /** Where the last entry must end: the start of the closing hash. */
  end: number;
  /** What it ends with. */
  hash(): Buffer;
  /** Undefined: no entry can start at `offset`. */
  entryAt(offset: number): PackEntry | undefined;
  /** The entry's inflated bytes: the object, or the delta. A string says why not. */
  inflate(entry: PackEntry): Buffer | string;
}

const HEADER = 12;

/**
 * @throws {DamagedFile} not a pack of version 2 or 3
 * @see https://git-scm.com/docs/gitformat-pack
 */
export function openPackFile(files: FileCache, path: string, hashBytes: number): PackFile {
  const header = readExactly(files, path, 0, HEADER);
  const version = header.readUInt32BE(4);
  if (header.toString('latin1', 0, 4) !== 'PACK' || version < 2 || version > 3)
    throw new DamagedFile('not a pack');
  const end = files.size(path) - hashBytes;
  const head = Buffer.allocUnsafe(LONGEST_ENTRY_HEAD);
  return {
    count: header.readUInt32BE(8),
    end,
    hash: () => readExactly(files, path, end, hashBytes),
    entryAt: (offset) => {
      if (offset < HEADER || offset >= end) return undefined;
      const got = files.read(path, head.subarray(0, Math.min(head.length, end - offset)), offset);
      return parsePackEntry(head, 0, got, offset, hashBytes);
    },
    inflate: (entry) => inflateEntry(files, path, entry, end),
  };
}

/**
 * How long the zlib stream is stands nowhere: first as much is read as zlib ever needs for `size` bytes, then
 * more, for streams that someone made longer than that.
 */
function inflateEntry(files: FileCache, path: string, entry: PackEntry, end: number): Buffer | string {
  const available = end - entry.dataOffset;
  if (!couldHold(available, entry.size)) return 'impossible size';
  let length = Math.min(available, entry.size + (entry.size >> 8) + 64);
  for (;;) {
    const input = readExactly(files, path, entry.dataOffset, length);
    const bytes = inflate(input, entry.size + 1, entry.size + 1);
    if (bytes instanceof Uint8Array) return bytes.length === entry.size ? bytes : 'wrong size';
    if (bytes !== 'cut short' || length === available) return `zlib stream ${bytes}`;
    if (length > 2 * entry.size + (1 << 20)) return 'zlib stream far longer than its content';
    length = Math.min(available, length * 4);
  }
}
