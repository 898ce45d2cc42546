import type { Spend } from './budget.ts';
import { bunzip2 } from './bzip2.ts';
import { Damaged, type Item } from './entry.ts';
import { inflateRaw } from './inflate.ts';
import { unlzma } from './lzma.ts';
import { unxz } from './xz.ts';
import {
  centralDirectory,
  type LocalHeader,
  localHeader,
  nextLocalHeader,
  type ZipMember,
} from './zip-directory.ts';
import { unzstd } from './zstd.ts';

/**
 * The files of a zip, by both of its truths: what the central directory lists, and what stands in the archive by its
 * own headers without being listed, or listed as something else. Programs differ in which of the two they unpack.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function* readZip(archive: Uint8Array, spend: Spend): Generator<Item> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.length);
  const taken = new Map<number, number>();
  for (const member of centralDirectory(bytes)) {
    const own = localHeader(bytes, member.offset);
    if (!own) {
      yield { kind: 'left-out', name: member.name, reason: 'damaged: it is not where the directory says' };
      continue;
    }
    taken.set(member.offset, own.start + member.size);
    yield* itemOf(bytes, member, own.start, spend);
    if (differs(member, own)) yield* itemOf(bytes, own, own.start, spend);
  }
  yield* unlisted(bytes, taken, spend);
}

/** @param taken - where listed files start and end */
function* unlisted(bytes: Buffer, taken: ReadonlyMap<number, number>, spend: Spend): Generator<Item> {
  let from = 0;
  for (let own = nextLocalHeader(bytes, from); own; own = nextLocalHeader(bytes, from)) {
    const end = taken.get(own.offset);
    if (end !== undefined) {
      from = Math.max(own.start, Math.min(end, bytes.length));
      continue;
    }
    yield* itemOf(bytes, own, own.start, spend);
    from = Math.max(own.start, own.isStreamed ? 0 : Math.min(own.start + own.size, bytes.length));
  }
}

const AES = 99;

function differs(member: ZipMember, own: LocalHeader): boolean {
  if (member.method !== own.method || member.isEncrypted !== own.isEncrypted) return true;
  return !own.isStreamed && member.size !== own.size;
}

function* itemOf(bytes: Buffer, member: ZipMember, start: number, spend: Spend): Generator<Item> {
  const { name, size } = member;
  if (member.isEncrypted || member.method === AES) {
    yield { kind: 'left-out', name, reason: 'encrypted' };
    return;
  }
  const end = member.isStreamed && size === 0 ? endOfStreamed(bytes, member, start) : start + size;
  const data = bytes.subarray(start, end);
  if (data.length === 0) return;
  if (end > bytes.length) yield { kind: 'left-out', name, reason: 'damaged: it breaks off' };
  yield entryOf(member, data, spend);
}

const STORED = 0;
const DEFLATED = 8;

function entryOf({ name, method }: ZipMember, data: Uint8Array, spend: Spend): Item {
  const unpack = methods[method];
  if (unpack) return { kind: 'entry', name, parts: unpack(data, spend) };
  return { kind: 'left-out', name, reason: `not opened: it is compressed by method ${method}` };
}

/** By their numbers in APPNOTE.TXT 4.4.5. */
const methods: Readonly<Record<number, (data: Uint8Array, spend: Spend) => Iterable<Uint8Array>>> = {
  [STORED]: (data) => [data],
  [DEFLATED]: inflateRaw,
  12: bunzip2,
  14: unlzmaMember,
  93: unzstd,
  95: unxz,
};

/** Behind four bytes of version and length stand five of properties. */
function* unlzmaMember(data: Uint8Array): Generator<Uint8Array> {
  if (data.length < 9) throw new Damaged('it breaks off');
  const dictionary = Buffer.from(data.subarray(5, 9)).readUInt32LE();
  yield* unlzma(data.subarray(9), { properties: data[4]!, dictionary, size: undefined });
}

/** Compressed data know their end. Stored ones end where the next header, or the descriptor behind them, starts. */
function endOfStreamed(bytes: Buffer, { method }: ZipMember, start: number): number {
  if (method !== STORED) return bytes.length;
  for (let at = bytes.indexOf('PK', start); at !== -1; at = bytes.indexOf('PK', at + 2)) {
    const mark = at + 4 <= bytes.length ? bytes.readUInt16LE(at + 2) : 0;
    if (mark === LOCAL_MARK || mark === CENTRAL_MARK || mark === DESCRIPTOR_MARK) return at;
  }
  return bytes.length;
}

/** What follows `PK`, as a number. */
const LOCAL_MARK = 0x0403;
const CENTRAL_MARK = 0x0201;
const DESCRIPTOR_MARK = 0x0807;
