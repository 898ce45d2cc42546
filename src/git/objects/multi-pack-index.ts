import { DamagedFile } from './damaged-file.ts';
import type { FileCache } from './file-cache.ts';
import type { HashBytes } from './object-id.ts';
import { findId, readExactly, readFanout, safeOffset } from './pack-index.ts';

/** One index over several packs, so that a look-up does not ask each of them. */
export interface MultiPackIndex {
  /** File names of its packs, without extension. */
  packNames: string[];
  /** Number of the pack in `packNames`, and the object's offset there. */
  find(id: Uint8Array): { pack: number; offset: number } | undefined;
}

const HEADER = 12;

/**
 * @throws {DamagedFile} also for a version or a hash that we do not know
 * @see https://git-scm.com/docs/gitformat-pack#_multi_pack_index_midx_files_have_the_following_format
 */
export function openMultiPackIndex(files: FileCache, path: string, hashBytes: HashBytes): MultiPackIndex {
  const header = readExactly(files, path, 0, HEADER);
  const hashVersion = hashBytes === 20 ? 1 : 2;
  if (header.toString('latin1', 0, 4) !== 'MIDX' || header[4] !== 1 || header[5] !== hashVersion) {
    throw new DamagedFile('not a multi-pack-index that we know');
  }
  const chunks = readChunks(files, path, header[6]!);
  const start = (name: string): number => {
    const chunk = chunks.get(name);
    if (chunk === undefined) throw new DamagedFile(`multi-pack-index without ${name}`);
    return chunk.start;
  };
  const packNames = readPackNames(files, path, chunks.get('PNAM'), header.readUInt32BE(8));
  const fanout = readFanout(readExactly(files, path, start('OIDF'), 1024), 0);
  const ids = start('OIDL');
  const offsets = start('OOFF');
  return {
    packNames,
    find: (id) => {
      const position = findId(files, path, ids, fanout, id, hashBytes);
      if (position === undefined) return undefined;
      const row = readExactly(files, path, offsets + position * 8, 8);
      const small = row.readUInt32BE(4);
      const large = chunks.get('LOFF');
      if (small < 0x80000000 || large === undefined) return { pack: row.readUInt32BE(0), offset: small };
      const at = large.start + (small - 0x80000000) * 8;
      return { pack: row.readUInt32BE(0), offset: safeOffset(readExactly(files, path, at, 8), 0) };
    },
  };
}

interface FileChunk {
  start: number;
  end: number;
}

/** @see https://git-scm.com/docs/gitformat-chunk */
function readChunks(files: FileCache, path: string, count: number): Map<string, FileChunk> {
  const table = readExactly(files, path, HEADER, (count + 1) * 12);
  const chunks = new Map<string, FileChunk>();
  for (let i = 0; i < count; i++) {
    const start = safeOffset(table, i * 12 + 4);
    const end = safeOffset(table, (i + 1) * 12 + 4);
    chunks.set(table.toString('latin1', i * 12, i * 12 + 4), { start, end });
  }
  return chunks;
}

function readPackNames(
  files: FileCache,
  path: string,
  chunk: FileChunk | undefined,
  count: number,
): string[] {
  if (chunk === undefined || chunk.end < chunk.start || chunk.end > files.size(path)) {
    throw new DamagedFile('multi-pack-index without pack names');
  }
  const names = readExactly(files, path, chunk.start, chunk.end - chunk.start)
    .toString('latin1')
    .split('\0');
  return names.slice(0, count).map((name) => name.replace(/\.(?:idx|pack)$/, ''));
}
