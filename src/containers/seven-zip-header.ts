import { Damaged, Unreadable } from './entry.ts';

/** A chain of coders, and where their input lies. */
export interface Folder {
  /** As they are undone; empty where that takes several inputs. */
  coders: Coder[];
  /** Of the input, in the archive. */
  offset: number;
  packedSize: number;
  /** Of the output of the last coder. */
  size: number;
  /** Of the files in it, one after the other. */
  fileSizes: number[];
}

/** One step of decompression. */
export interface Coder {
  /** Its number, as hex. */
  id: string;
  properties: Buffer;
  /** Bytes that it gives. */
  size: number;
}

/** What the header of an archive says. */
export interface Archive {
  folders: Folder[];
  /** Names of the files that have content, in the order of the folders' files. */
  names: string[];
}

const Id = {
  end: 0x00,
  header: 0x01,
  archiveProperties: 0x02,
  additionalStreams: 0x03,
  mainStreams: 0x04,
  files: 0x05,
  packInfo: 0x06,
  unpackInfo: 0x07,
  subStreams: 0x08,
  size: 0x09,
  crc: 0x0a,
  folder: 0x0b,
  unpackSize: 0x0c,
  numStreams: 0x0d,
  emptyStream: 0x0e,
  names: 0x11,
  encodedHeader: 0x17,
} as const;

const SIGNATURE_HEADER = 32;
/** More of anything is a lie. */
const MOST = 1_000_000;
const MOST_CODERS = 32;

/** Where the header lies. @throws {Damaged} it is not in the archive */
export function headerPlace(archive: Buffer): { start: number; end: number } {
  if (archive.length < SIGNATURE_HEADER) throw new Damaged('it breaks off');
  const start = SIGNATURE_HEADER + Number(archive.readBigUInt64LE(12));
  const end = start + Number(archive.readBigUInt64LE(20));
  if (!(end <= archive.length)) throw new Damaged('it breaks off');
  return { start, end };
}

/**
 * Reads a header; an encoded one has to be unpacked first, and its only folder says how.
 *
 * @throws {Damaged}
 * @see https://www.7-zip.org/sdk.html 7zFormat.txt
 */
export function parseHeader(bytes: Buffer): Archive & { isEncoded: boolean } {
  const reader = createReader(bytes);
  if (bytes.length === 0) return { folders: [], names: [], isEncoded: false };
  const id = reader.byte();
  if (id === Id.encodedHeader) return { folders: readStreams(reader), names: [], isEncoded: true };
  if (id !== Id.header) throw new Damaged('its header is none');
  let folders: Folder[] = [];
  let names: string[] = [];
  for (let next = reader.byte(); next !== Id.end; next = reader.byte()) {
    if (next === Id.archiveProperties) skipProperties(reader);
    else if (next === Id.additionalStreams) readStreams(reader);
    else if (next === Id.mainStreams) folders = readStreams(reader);
    else if (next === Id.files) names = readNames(reader);
    else throw new Damaged('its header is none');
  }
  return { folders, names, isEncoded: false };
}

type Reader = ReturnType<typeof createReader>;

function createReader(bytes: Buffer) {
  let at = 0;
  const take = (count: number): Buffer => {
    if (!(count >= 0 && at + count <= bytes.length)) throw new Damaged('its header breaks off');
    at += count;
    return bytes.subarray(at - count, at);
  };
  const byte = (): number => take(1)[0]!;
  /** The number of leading ones in the first byte says how many bytes follow. */
  const number = (): number => {
    const first = byte();
    let value = 0;
    for (let i = 0; i < 8; i++) {
      const mask = 0x80 >> i;
      if (!(first & mask)) return value + (first & (mask - 1)) * 2 ** (8 * i);
      value += byte() * 2 ** (8 * i);
    }
    return value;
  };
  const count = (): number => {
    const value = number();
    if (value > MOST) throw new Damaged('a number in its header is impossible');
    return value;
  };
  const bits = (length: number): boolean[] => {
    const field = take(Math.ceil(length / 8));
    return Array.from({ length }, (_, i) => (field[i >> 3]! & (0x80 >> (i & 7))) !== 0);
  };
  /** Bits, or one byte that says that all are set. */
  const optionalBits = (length: number): boolean[] => {
    if (length > MOST) throw new Damaged('a number in its header is impossible');
    return byte() === 0 ? bits(length) : new Array<boolean>(length).fill(true);
  };
  const expect = (id: number): void => {
    if (byte() !== id) throw new Damaged('its header is none');
  };
  return { take, byte, number, count, bits, optionalBits, expect, rest: () => bytes.subarray(at) };
}

function skipProperties(reader: Reader): void {
  while (reader.byte() !== Id.end) reader.take(reader.number());
}

function readStreams(reader: Reader): Folder[] {
  let packed = { offset: SIGNATURE_HEADER, sizes: [] as number[] };
  let chains: Chain[] = [];
  let fileSizes: number[][] | undefined;
  for (let id = reader.byte(); id !== Id.end; id = reader.byte()) {
    if (id === Id.packInfo) packed = readPackInfo(reader);
    else if (id === Id.unpackInfo) chains = readChains(reader);
    else if (id === Id.subStreams) fileSizes = readSubStreams(reader, chains);
    else throw new Damaged('its header is none');
  }
  return placeFolders(chains, packed, fileSizes ?? chains.map(({ size }) => [size]));
}

function readPackInfo(reader: Reader): { offset: number; sizes: number[] } {
  const offset = SIGNATURE_HEADER + reader.number();
  const count = reader.count();
  let sizes: number[] = [];
  for (let id = reader.byte(); id !== Id.end; id = reader.byte()) {
    if (id === Id.size) sizes = Array.from({ length: count }, reader.number);
    else if (id === Id.crc) skipDigests(reader, count);
    else throw new Damaged('its header is none');
  }
  return { offset, sizes };
}

function skipDigests(reader: Reader, count: number): boolean[] {
  const defined = reader.optionalBits(count);
  reader.take(4 * defined.filter(Boolean).length);
  return defined;
}

/** A folder before its place is known. */
interface Chain {
  /** As they are written. */
  written: Coder[];
  /** As they are undone, the first one reads what is stored; empty where they make no chain. */
  coders: Coder[];
  /** Index of the output that is no input of another coder. */
  last: number;
  outputs: number;
  packedCount: number;
  size: number;
  hasDigest: boolean;
}

function readChains(reader: Reader): Chain[] {
  reader.expect(Id.folder);
  const count = reader.count();
  if (reader.byte() !== 0) throw new Unreadable('its header lies elsewhere');
  const chains = Array.from({ length: count }, () => readChain(reader));
  reader.expect(Id.unpackSize);
  for (const chain of chains) {
    const sizes = Array.from({ length: chain.outputs }, reader.number);
    for (const [i, coder] of chain.written.entries()) coder.size = sizes[i] ?? 0;
    chain.size = sizes[chain.last] ?? 0;
  }
  for (let id = reader.byte(); id !== Id.end; id = reader.byte()) {
    if (id !== Id.crc) throw new Damaged('its header is none');
    const defined = skipDigests(reader, count);
    for (const [i, chain] of chains.entries()) chain.hasDigest = defined[i]!;
  }
  return chains;
}

function readChain(reader: Reader): Chain {
  const count = reader.count();
  if (count < 1 || count > MOST_CODERS) throw new Damaged('its header is none');
  let inputs = 0;
  let outputs = 0;
  const written = Array.from({ length: count }, (): Coder => {
    const flags = reader.byte();
    const id = reader.take(flags & 0xf).toString('hex');
    inputs += flags & 0x10 ? reader.count() : 1;
    outputs += flags & 0x10 ? reader.count() : 1;
    return { id, properties: flags & 0x20 ? reader.take(reader.count()) : Buffer.alloc(0), size: 0 };
  });
  if (inputs > MOST_CODERS || outputs > MOST_CODERS) throw new Damaged('its header is none');
  const sources = new Map<number, number>();
  for (let i = 0; i < outputs - 1; i++) sources.set(reader.count(), reader.count());
  const packedCount = inputs - (outputs - 1);
  if (packedCount > 1) for (let i = 0; i < packedCount; i++) reader.count();
  const bound = new Set(sources.values());
  const last = Array.from({ length: outputs }, (_, i) => i).find((i) => !bound.has(i)) ?? 0;
  const coders = inputs === count && outputs === count ? inOrder(written, last, sources) : [];
  return { written, coders, last, outputs, packedCount, size: 0, hasDigest: false };
}

/** @param sources - from the input of one coder to the coder whose output it takes */
function inOrder(written: readonly Coder[], last: number, sources: ReadonlyMap<number, number>): Coder[] {
  const ordered: Coder[] = [];
  for (let at: number | undefined = last; at !== undefined && written[at]; at = sources.get(at)) {
    ordered.unshift(written[at]!);
    if (ordered.length > written.length) return [];
  }
  return ordered.length === written.length ? ordered : [];
}

/** @returns for each folder the sizes of its files */
function readSubStreams(reader: Reader, chains: readonly Chain[]): number[][] {
  let counts = chains.map(() => 1);
  let sizes: number[][] | undefined;
  for (let id = reader.byte(); id !== Id.end; id = reader.byte()) {
    if (id === Id.numStreams) counts = chains.map(reader.count);
    else if (id === Id.size) sizes = chains.map(({ size }, i) => readSizes(reader, counts[i]!, size));
    else if (id === Id.crc) {
      const unknown = counts.map((count, i) => (count === 1 && chains[i]!.hasDigest ? 0 : count));
      skipDigests(
        reader,
        unknown.reduce((sum, count) => sum + count, 0),
      );
    } else throw new Damaged('its header is none');
  }
  return sizes ?? chains.map(({ size }, i) => (counts[i] === 0 ? [] : [size]));
}

/** All but the last are written. */
function readSizes(reader: Reader, count: number, total: number): number[] {
  if (count === 0) return [];
  const sizes = Array.from({ length: count - 1 }, reader.number);
  return [...sizes, Math.max(0, total - sizes.reduce((sum, size) => sum + size, 0))];
}

function placeFolders(
  chains: readonly Chain[],
  packed: { offset: number; sizes: readonly number[] },
  fileSizes: readonly number[][],
): Folder[] {
  let { offset } = packed;
  let next = 0;
  return chains.map(({ coders, packedCount, size }, i) => {
    const packedSize = packed.sizes.slice(next, next + packedCount).reduce((sum, part) => sum + part, 0);
    const folder = { coders, offset, packedSize, size, fileSizes: fileSizes[i]! };
    next += packedCount;
    offset += packedSize;
    return folder;
  });
}

/** @returns the names of the files that are not empty */
function readNames(reader: Reader): string[] {
  const count = reader.count();
  let names: string[] = [];
  let isEmpty: boolean[] = [];
  for (let id = reader.byte(); id !== Id.end; id = reader.byte()) {
    const property = createReader(reader.take(reader.number()));
    if (id === Id.emptyStream) isEmpty = property.bits(count);
    else if (id === Id.names)
      names = property.byte() === 0 ? property.rest().toString('utf16le').split('\0') : [];
  }
  return names.slice(0, count).filter((_, i) => !isEmpty[i]);
}
