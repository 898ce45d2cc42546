import { nameOf } from './entry.ts';

/** One file of a zip, as its central directory or its own header tells it. */
export interface ZipMember {
  name: string;
  method: number;
  isEncrypted: boolean;
  /** Sizes follow the data: the header does not have them. */
  isStreamed: boolean;
  /** Bytes in the archive. */
  size: number;
  /** Where its own header starts. */
  offset: number;
}

const END = [0x50, 0x4b, 5, 6] as const;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const LONGEST_COMMENT = 0xffff;
const END_SIZE = 22;
const CENTRAL_SIZE = 46;
const LOCAL_SIZE = 30;
const MAX_32 = 0xffffffff;

/**
 * What the central directory lists, which is what most programs unpack; nothing where there is none.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3.12 to 4.3.16
 */
export function* centralDirectory(bytes: Buffer): Generator<ZipMember> {
  const place = findDirectory(bytes);
  if (!place) return;
  let at = place.start;
  while (at + CENTRAL_SIZE <= bytes.length && bytes.readUInt32LE(at) === CENTRAL) {
    const nameEnd = at + CENTRAL_SIZE + bytes.readUInt16LE(at + 28);
    const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
    const flags = bytes.readUInt16LE(at + 8);
    const wide = wideFields(bytes.subarray(nameEnd, extraEnd), [
      bytes.readUInt32LE(at + 24),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 42),
    ]);
    yield {
      name: nameOf(bytes.subarray(at + CENTRAL_SIZE, nameEnd)),
      method: bytes.readUInt16LE(at + 10),
      isEncrypted: (flags & 1) !== 0,
      isStreamed: false,
      size: wide[1]!,
      offset: wide[2]! + place.shift,
    };
    at = extraEnd + bytes.readUInt16LE(at + 32);
  }
}

/** The directory's place, and by how much all offsets are off, because something stands before the zip. */
function findDirectory(bytes: Buffer): { start: number; shift: number } | undefined {
  const lowest = Math.max(0, bytes.length - END_SIZE - LONGEST_COMMENT);
  for (let end = bytes.lastIndexOf(Buffer.from(END)); end >= lowest; ) {
    const place = end + END_SIZE <= bytes.length ? directoryOf(bytes, end) : undefined;
    if (place) return place;
    end = end === 0 ? -1 : bytes.lastIndexOf(Buffer.from(END), end - 1);
  }
  return undefined;
}

function directoryOf(bytes: Buffer, end: number): { start: number; shift: number } | undefined {
  const wide = end64(bytes, end);
  const size = wide?.size ?? bytes.readUInt32LE(end + 12);
  const offset = wide?.offset ?? bytes.readUInt32LE(end + 16);
  const before = (wide?.at ?? end) - size;
  const start = [before, offset].find((at) => isCentral(bytes, at));
  return start === undefined ? undefined : { start, shift: start - offset };
}

function isCentral(bytes: Buffer, at: number): boolean {
  return at >= 0 && at + CENTRAL_SIZE <= bytes.length && bytes.readUInt32LE(at) === CENTRAL;
}

function end64(bytes: Buffer, end: number): { at: number; size: number; offset: number } | undefined {
  const locator = end - 20;
  if (locator < 0 || bytes.readUInt32LE(locator) !== LOCATOR_64) return undefined;
  const said = Number(bytes.readBigUInt64LE(locator + 8));
  const at = [said, locator - 56].find((place) => isEnd64(bytes, place));
  if (at === undefined) return undefined;
  return { at, size: Number(bytes.readBigUInt64LE(at + 40)), offset: Number(bytes.readBigUInt64LE(at + 48)) };
}

function isEnd64(bytes: Buffer, at: number): boolean {
  return at >= 0 && at + 56 <= bytes.length && bytes.readUInt32LE(at) === END_64;
}

/** Replaces fields that are all ones by those of the extra field, where they come in this order. */
function wideFields(extra: Buffer, fields: readonly number[]): number[] {
  const wide = fields.includes(MAX_32) ? extraField(extra, 1) : undefined;
  let at = 0;
  return fields.map((field) => {
    if (field !== MAX_32 || !wide || at + 8 > wide.length) return field;
    at += 8;
    return Number(wide.readBigUInt64LE(at - 8));
  });
}

function extraField(extra: Buffer, id: number): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length; ) {
    const size = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, at + 4 + size);
    at += 4 + size;
  }
  return undefined;
}

/** A file's own header, and where its data start. */
export interface LocalHeader extends ZipMember {
  start: number;
}

/** @returns undefined when there is none at the offset */
export function localHeader(bytes: Buffer, offset: number): LocalHeader | undefined {
  const inside = offset >= 0 && offset + LOCAL_SIZE <= bytes.length;
  if (!inside || bytes.readUInt32LE(offset) !== LOCAL) return undefined;
  const nameEnd = offset + LOCAL_SIZE + bytes.readUInt16LE(offset + 26);
  const start = nameEnd + bytes.readUInt16LE(offset + 28);
  const flags = bytes.readUInt16LE(offset + 6);
  const [, size] = wideFields(bytes.subarray(nameEnd, start), [
    bytes.readUInt32LE(offset + 22),
    bytes.readUInt32LE(offset + 18),
  ]);
  return {
    name: nameOf(bytes.subarray(offset + LOCAL_SIZE, nameEnd)),
    method: bytes.readUInt16LE(offset + 8),
    isEncrypted: (flags & 1) !== 0,
    isStreamed: (flags & 8) !== 0,
    size: size!,
    offset,
    start,
  };
}

const LOCAL_MAGIC = Buffer.from([0x50, 0x4b, 3, 4]);

/** The next file's own header from an offset on; undefined after the last. */
export function nextLocalHeader(bytes: Buffer, from: number): LocalHeader | undefined {
  for (let at = bytes.indexOf(LOCAL_MAGIC, from); at !== -1; at = bytes.indexOf(LOCAL_MAGIC, at + 1)) {
    const header = localHeader(bytes, at);
    if (header && header.start <= bytes.length && header.method <= MAX_METHOD) return header;
  }
  return undefined;
}

/** The largest number of a method of compression or encryption that is in use. */
const MAX_METHOD = 99;
