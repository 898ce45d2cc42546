import type { ObjectType } from './object-id.ts';

/** The head of an object in a pack. Offsets count from the pack's start. */
export interface PackEntry {
  /** What it is, for one that stands alone; a delta has its base's type. */
  type: ObjectType | 'delta';
  /** Bytes of the object, or of the delta's instructions. */
  size: number;
  /** Where the zlib stream starts. */
  dataOffset: number;
  /** The base's offset in the same pack (`ofs-delta`). */
  baseOffset?: number;
  /** The base's raw object id (`ref-delta`). */
  baseId?: Buffer;
}

const TYPES: readonly (ObjectType | 'ofs-delta' | 'ref-delta' | undefined)[] = [
  undefined,
  'commit',
  'tree',
  'blob',
  'tag',
  undefined,
  'ofs-delta',
  'ref-delta',
];

/** Bytes in which every entry's head fits: two numbers of at most 9 bytes, or one and an id. */
export const LONGEST_ENTRY_HEAD = 48;

/**
 * Parses the head of the entry at `offset`.
 *
 * @param head - bytes of the pack from `offset` on: {@link LONGEST_ENTRY_HEAD} or what the pack has left
 * @returns undefined when it is none: a type that is reserved, a number past 2^53, a base at or after itself
 * @see https://git-scm.com/docs/gitformat-pack#_pack_pack_files_have_the_following_format
 */
export function parsePackEntry(head: Buffer, offset: number, hashBytes: number): PackEntry | undefined {
  let byte = head[0] ?? 0;
  const type = TYPES[(byte >> 4) & 7];
  let size = byte & 15;
  let at = 1;
  for (let scale = 16; byte >= 0x80; scale *= 128) {
    if (at >= head.length || at > 7) return undefined;
    byte = head[at++]!;
    size += (byte & 0x7f) * scale;
  }
  if (type === undefined) return undefined;
  if (type === 'ofs-delta') return ofsDelta(head, at, offset, size);
  if (type !== 'ref-delta') return { type, size, dataOffset: offset + at };
  if (at + hashBytes > head.length) return undefined;
  const end = at + hashBytes;
  return { type: 'delta', size, dataOffset: offset + end, baseId: head.subarray(at, end) };
}

/** The distance back to the base: 7 bits a byte, most significant first, one added at each continuation. */
function ofsDelta(head: Buffer, start: number, offset: number, size: number): PackEntry | undefined {
  let at = start;
  let distance = -1;
  let byte = 0x80;
  while (byte >= 0x80) {
    if (at >= head.length || at - start > 7) return undefined;
    byte = head[at++]!;
    distance = (distance + 1) * 128 + (byte & 0x7f);
  }
  if (distance <= 0 || distance >= offset) return undefined;
  return { type: 'delta', size, dataOffset: offset + at, baseOffset: offset - distance };
}
