import { type ByteReader, createByteReader } from './byte-reader.ts';
import { tarChecksumFits } from './container-kind.ts';
import { Damaged, type Item, nameOf, untilNul } from './entry.ts';

const BLOCK = 512;
/** Longer extended headers are no names. */
const LONGEST_HEADER = 1 << 20;
const LF = 10;

/** What extended headers say about the entry that follows. */
interface Extended {
  name?: string | undefined;
  size?: number | undefined;
}

/**
 * The files of a tar: ustar, pax, and GNU with long names. A sparse file is given as it is stored, without its holes.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 * @see https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
export function* readTar(parts: Iterable<Uint8Array>): Generator<Item> {
  const reader = createByteReader(parts);
  let extended: Extended = {};
  const lost: Lost = {};
  for (let header = reader.take(BLOCK); header; header = lost.next ?? reader.take(BLOCK)) {
    lost.next = undefined;
    if (header[0] === 0 && header.every((byte) => byte === 0)) continue;
    const damage = damageOf(header);
    if (damage !== undefined) {
      yield* untilNextHeader(reader, damage, lost);
      extended = {};
      continue;
    }
    const type = String.fromCharCode(header[156]!);
    const size = extended.size ?? sizeOf(header);
    if (/[xgLK]/.test(type)) {
      extended = { ...extended, ...readExtended(type, take(reader, sizeOf(header))) };
      continue;
    }
    if (type === 'S') skipSparseMap(reader, header);
    yield* entry(reader, type, extended.name ?? headerName(header), size);
    extended = {};
  }
}

/** Where no header was to be read. */
interface Lost {
  /** The first header behind it. */
  next?: Uint8Array | undefined;
}

function damageOf(header: Uint8Array): string | undefined {
  if (!tarChecksumFits(header)) return 'a header in it is damaged';
  try {
    sizeOf(header);
  } catch (error) {
    return (error as Damaged).message;
  }
  return undefined;
}

/** What stands behind a damaged header, whatever it is, up to the next one that is not. */
function* untilNextHeader(reader: ByteReader, damage: string, lost: Lost): Generator<Item> {
  yield { kind: 'left-out', name: undefined, reason: `damaged: ${damage}` };
  function* blocks(): Generator<Uint8Array> {
    for (let block = reader.take(BLOCK); block; block = reader.take(BLOCK)) {
      if (tarChecksumFits(block)) {
        lost.next = block;
        return;
      }
      yield block;
    }
  }
  const parts = blocks();
  yield { kind: 'entry', name: 'behind a damaged header', parts };
  for (const _ of parts);
}

/** Links, folders and devices hold nothing, whatever size they say. */
function* entry(reader: ByteReader, type: string, name: string, size: number): Generator<Item> {
  if (/[1-6]/.test(type)) return;
  const padded = Math.ceil(size / BLOCK) * BLOCK;
  let left = padded;
  function* parts(): Generator<Uint8Array> {
    const padding = padded - size;
    try {
      for (const part of reader.stream(padded)) {
        left -= part.length;
        const bytes = part.subarray(0, Math.max(0, part.length + left - padding));
        if (bytes.length > 0) yield bytes;
      }
    } catch (error) {
      left = 0;
      throw error;
    }
  }
  yield { kind: 'entry', name, parts: parts() };
  for (const _ of reader.stream(left));
}

function take(reader: ByteReader, size: number): Uint8Array {
  if (size > LONGEST_HEADER) throw new Damaged('a header in it is too long');
  const bytes = size === 0 ? new Uint8Array(0) : reader.take(Math.ceil(size / BLOCK) * BLOCK);
  if (!bytes) throw new Damaged('it breaks off');
  return bytes.slice(0, size);
}

/** GNU: further blocks of the map of holes, each of which says whether one more follows. */
function skipSparseMap(reader: ByteReader, header: Uint8Array): void {
  for (let more = header[482]; more; ) {
    const block = reader.take(BLOCK);
    if (!block) throw new Damaged('it breaks off');
    more = block[504];
  }
}

function readExtended(type: string, bytes: Uint8Array): Extended {
  if (type === 'L') return { name: nameOf(untilNul(bytes)) };
  return type === 'x' ? paxRecords(bytes) : {};
}

/** Records `<length> <key>=<value>\n`. */
function paxRecords(bytes: Uint8Array): Extended {
  const extended: Extended = {};
  for (let at = 0; at < bytes.length; ) {
    const digits = /^\d+(?= )/.exec(Buffer.from(bytes.subarray(at, at + 20)).toString('latin1'))?.[0];
    const end = at + Number(digits);
    if (digits === undefined || end > bytes.length || end <= at || bytes[end - 1] !== LF) return extended;
    const record = bytes.subarray(at + digits.length + 1, end - 1);
    const equals = record.indexOf(0x3d);
    const key = Buffer.from(record.subarray(0, equals)).toString('latin1');
    const value = record.subarray(equals + 1);
    if (key === 'path' || key === 'GNU.sparse.name') extended.name = nameOf(value);
    if (key === 'size') extended.size = Number(nameOf(value)) || 0;
    at = end;
  }
  return extended;
}

function headerName(header: Uint8Array): string {
  const name = nameOf(untilNul(header.subarray(0, 100)));
  const isPosix = header[262] === 0;
  const prefix = isPosix && header[257] === 0x75 ? nameOf(untilNul(header.subarray(345, 500))) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Octal digits, or from GNU on big-endian bytes where the first bit is set. */
function sizeOf(header: Uint8Array): number {
  const field = header.subarray(124, 136);
  if (field[0]! & 0x80) {
    const size = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, field[0]! & 0x3f);
    if (!Number.isSafeInteger(size) || field[0]! & 0x40) throw new Damaged('a size in it is impossible');
    return size;
  }
  const [, digits] = /^[ \0]*([0-7]*)[ \0]*$/.exec(Buffer.from(field).toString('latin1')) ?? [];
  if (digits === undefined) throw new Damaged('a size in it is no number');
  return Number.parseInt(digits || '0', 8);
}
