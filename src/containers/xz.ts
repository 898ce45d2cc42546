import type { Spend } from './budget.ts';
import { Damaged, Unreadable } from './entry.ts';
import { unlzma2 } from './lzma.ts';

const STREAM_HEADER = 12;
const LZMA2 = 0x21;
/** Filters that change text: samples of sound, and programs of PowerPC, IA-64 and SPARC. */
const CHANGING = new Set([3, 5, 6, 9]);
/** By the kind of check: bytes behind each block. */
const CHECK_SIZES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64] as const;

/**
 * Undoes xz, all streams one after the other; what is no stream after them is ignored. Filters for programs are not
 * undone where they leave text as it is.
 *
 * @throws {Damaged} after what stands before the damage
 * @see https://tukaani.org/xz/xz-file-format.txt
 */
export function* unxz(bytes: Uint8Array, spend: Spend): Generator<Uint8Array> {
  for (let at = 0; isStream(bytes, at); ) {
    const start = at;
    const checkSize = CHECK_SIZES[bytes[at + 7]! & 0xf]!;
    at += STREAM_HEADER;
    while (byteAt(bytes, at) !== 0) {
      const block = blockHeader(bytes, at);
      const end = yield* unlzma2(bytes, block.end, block.dictionary);
      at = block.end + padded(end - block.end) + checkSize;
    }
    at = afterPadding(bytes, indexEnd(bytes, at) + STREAM_HEADER);
    spend(at - start);
  }
}

function isStream(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xfd && bytes[at + 1] === 0x37 && bytes[at + 2] === 0x7a && bytes[at + 3] === 0x58;
}

function byteAt(bytes: Uint8Array, at: number): number {
  if (at >= bytes.length) throw new Damaged('it breaks off');
  return bytes[at]!;
}

function padded(size: number): number {
  return Math.ceil(size / 4) * 4;
}

function blockHeader(bytes: Uint8Array, at: number): { end: number; dictionary: number } {
  const end = at + 4 * (byteAt(bytes, at) + 1);
  const flags = byteAt(bytes, at + 1);
  let place = at + 2;
  if (flags & 0x40) place = number(bytes, place).end;
  if (flags & 0x80) place = number(bytes, place).end;
  for (let filter = 0; filter <= (flags & 3); filter++) {
    const id = number(bytes, place);
    const size = number(bytes, id.end);
    place = size.end + size.value;
    if (CHANGING.has(id.value)) throw new Unreadable(`it is changed by filter ${id.value}`);
    if (id.value === LZMA2) return { end, dictionary: dictionarySize(byteAt(bytes, size.end)) };
  }
  throw new Unreadable('it is compressed by something else than LZMA2');
}

/** @param bits - of the properties of LZMA2 */
export function dictionarySize(bits: number): number {
  if (bits > 40) throw new Damaged('its dictionary is impossible');
  return bits === 40 ? 2 ** 32 - 1 : (2 | (bits & 1)) * 2 ** (11 + (bits >> 1));
}

/** A number of seven bits a byte, the lowest first. */
function number(bytes: Uint8Array, from: number): { value: number; end: number } {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = byteAt(bytes, from + i);
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, end: from + i + 1 };
  }
  throw new Damaged('a number in it is impossible');
}

/** @returns where the list of blocks ends, its check included */
function indexEnd(bytes: Uint8Array, start: number): number {
  const count = number(bytes, start + 1);
  let at = count.end;
  for (let i = 0; i < count.value; i++) at = number(bytes, number(bytes, at).end).end;
  return start + padded(at - start) + 4;
}

function afterPadding(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 0 && at < bytes.length) at += 4;
  return at;
}
