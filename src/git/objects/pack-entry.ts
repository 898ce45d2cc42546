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
 * Parses the head of an entry.
 *
 * @param bytes - of the pack; the head is between `start` and `end`, {@link LONGEST_ENTRY_HEAD} bytes or what the
 *   pack has left
 * @param offset - where the entry starts in the pack
 * @returns undefined when it is none: a type that is reserved, a number past 2^53, a base at or after itself
 * @see https://git-scm.com/docs/gitformat-pack#_pack_pack_files_have_the_following_format
 */
export function parsePackEntry(
  bytes: Buffer,
  start: number,
  end: number,
  offset: number,
  hashBytes: number,
): PackEntry | undefined {
  let byte = start < end ? bytes[start]! : 0;
  const type = TYPES[(byte >> 4) & 7];
  let size = byte & 15;
  let at = start + 1;
  for (let scale = 16; byte >= 0x80; scale *= 128) {
    if (at >= end || at - start > 7) return undefined;
    byte = bytes[at++]!;
    size += (byte & 0x7f) * scale;
  }
  if (type === undefined) return undefined;
  if (type !== 'ofs-delta' && type !== 'ref-delta') return { type, size, dataOffset: offset + at - start };
  if (type === 'ref-delta') {
    if (at + hashBytes > end) return undefined;
    const baseId = Buffer.from(bytes.subarray(at, at + hashBytes));
    return { type: 'delta', size, dataOffset: offset + at + hashBytes - start, baseId };
  }
  const distance = parseDistance(bytes, at, end);
  if (distance.value <= 0 || distance.value >= offset) return undefined;
  return {
    type: 'delta',
    size,
    dataOffset: offset + distance.next - start,
    baseOffset: offset - distance.value,
  };
}

/** The distance back to the base: 7 bits a byte, most significant first, one added at each continuation. */
function parseDistance(bytes: Buffer, start: number, end: number): { value: number; next: number } {
  let value = -1;
  let next = start;
  for (let byte = 0x80; byte >= 0x80; ) {
    if (next >= end || next - start > 7) return { value: 0, next };
    byte = bytes[next++]!;
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return { value, next };
}
