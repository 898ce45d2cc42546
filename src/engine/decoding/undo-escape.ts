import { hexValue } from '../kernel/encoded.ts';
import { latin1 } from '../latin1.ts';
import { entities } from './entities.ts';
import type { Encoding } from './piece.ts';

/** An escape, and what it stands for. */
export interface Escape {
  /** In bytes. */
  length: number;
  /** A code point, or a byte where the encoding is one of bytes; -1 for a line end that is none, absent for no known name. */
  code?: number;
}

/** An encoding that escapes single characters. */
export interface EscapeKind {
  name: Encoding;
  /** The byte that every escape begins with. */
  lead: number;
  /** Bytes besides letters and digits that an escape has behind its first. */
  parts: string;
  /** Each escape stands for a byte rather than a character. */
  ofBytes?: true;
  /** The escape at `at`, where the lead stands, that ends at `end` or before. */
  read(bytes: Uint8Array, at: number, end: number): Escape | undefined;
}

const LF = 0x0a;
const CR = 0x0d;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const SEMICOLON = 0x3b;
const HASH = 0x23;
const LETTER_U = 0x75;
const LETTER_X = 0x78;

/** JSON and JavaScript, and most languages that took their strings from C. */
const backslash: EscapeKind = {
  name: 'escapes',
  lead: 0x5c,
  parts: '"\'`/{}',
  read(bytes, at, end) {
    const letter = at + 1 < end ? bytes[at + 1]! : 0;
    if (letter === LETTER_X) return byDigits(bytes, at, 2, 2, end);
    if (letter !== LETTER_U) return bySingle[letter];
    return bytes[at + 2] === OPEN ? braced(bytes, at, end) : byUnit(bytes, at, end);
  },
};

/** By the byte behind the backslash. */
const bySingle: (Escape | undefined)[] = [];
for (const char of '"\'`\\/') bySingle[char.charCodeAt(0)] = { length: 2, code: char.charCodeAt(0) };
for (const [name, char] of ['n\n', 'r\r', 't\t', 'b\b', 'f\f'])
  bySingle[name!.charCodeAt(0)] = { length: 2, code: char!.charCodeAt(0) };

/** `count` hex digits, so many bytes behind the lead, with which the escape ends. */
function byDigits(
  bytes: Uint8Array,
  at: number,
  behind: number,
  count: number,
  end: number,
): Escape | undefined {
  const length = behind + count;
  if (at + length > end) return undefined;
  const code = numberIn(bytes, at + behind, at + length, 16);
  return code < 0 ? undefined : { length, code };
}

/** What digits write; -1 where another byte is among them. */
function numberIn(bytes: Uint8Array, from: number, to: number, base: number): number {
  let number = 0;
  for (let i = from; i < to; i++) {
    const value = hexValue(bytes[i]);
    if (value < 0 || value >= base) return -1;
    number = base * number + value;
  }
  return number;
}

/** `\u` and a unit of UTF-16, or two that are the halves of one character. */
function byUnit(bytes: Uint8Array, at: number, end: number): Escape | undefined {
  const first = byDigits(bytes, at, 2, 4, end);
  if (!isHalf(first, 0xd800) || bytes[at + 6] !== backslash.lead || bytes[at + 7] !== LETTER_U) return first;
  const second = byDigits(bytes, at + 6, 2, 4, end);
  if (!isHalf(second, 0xdc00)) return first;
  return { length: 12, code: 0x10000 + ((first.code - 0xd800) << 10) + second.code - 0xdc00 };
}

function isHalf(unit: Escape | undefined, base: number): unit is Required<Escape> {
  return unit?.code !== undefined && unit.code >= base && unit.code < base + 0x400;
}

function braced(bytes: Uint8Array, at: number, end: number): Escape | undefined {
  let count = 0;
  while (count < 6 && hexValue(bytes[at + 3 + count]) >= 0) count++;
  if (count === 0 || at + count + 4 > end || bytes[at + 3 + count] !== CLOSE) return undefined;
  return { length: count + 4, code: byDigits(bytes, at, 3, count, end)!.code! };
}

/** RFC 3986. */
const percent: EscapeKind = {
  name: 'percent',
  lead: 0x25,
  parts: '',
  ofBytes: true,
  read: (bytes, at, end) => byDigits(bytes, at, 1, 2, end),
};

/** RFC 2045, section 6.7: bytes, and line ends that are none. */
const quotedPrintable: EscapeKind = {
  name: 'quoted-printable',
  lead: 0x3d,
  parts: '\r\n',
  ofBytes: true,
  read(bytes, at, end) {
    const length = bytes[at + 1] === CR ? 3 : 2;
    if (at + length <= end && bytes[at + length - 1] === LF) return { length, code: -1 };
    return byDigits(bytes, at, 1, 2, end);
  },
};

const LONGEST_ENTITY = 10;

/** HTML and XML: by number, or by the names of what ASCII has. */
const entity: EscapeKind = {
  name: 'entities',
  lead: 0x26,
  parts: '#;',
  read(bytes, at, end) {
    const most = Math.min(end, at + LONGEST_ENTITY);
    let stop = at + 1;
    while (stop < most && bytes[stop] !== SEMICOLON) stop++;
    if (stop === most) return undefined;
    if (bytes[at + 1] === HASH) return entityNumbered(bytes, at, stop);
    const name = latin1(bytes, at + 1, stop);
    return /^[A-Za-z]{2,8}$/.test(name) ? entityNamed(name) : undefined;
  },
};

/** `&#97;` or `&#x61;`, whose semicolon is at `stop`: at most seven digits, or six of hex. */
function entityNumbered(bytes: Uint8Array, at: number, stop: number): Escape | undefined {
  const isHex = (bytes[at + 2]! | 0x20) === LETTER_X;
  const [from, base, most] = isHex ? [at + 3, 16, 6] : [at + 2, 10, 7];
  if (from >= stop || stop - from > most) return undefined;
  const code = numberIn(bytes, from, stop, base);
  return code < 0 ? undefined : { length: stop + 1 - at, code };
}

function entityNamed(name: string): Escape {
  const length = name.length + 2;
  return Object.hasOwn(entities, name) ? { length, code: entities[name]!.charCodeAt(0) } : { length };
}

/** The encodings, by the byte that their escapes begin with. */
export const escapeKinds: readonly (EscapeKind | undefined)[] = Array.from({ length: 256 }, (_, byte) =>
  [backslash, percent, entity, quotedPrintable].find(({ lead }) => lead === byte),
);

const LAST_CODE_POINT = 0x10ffff;
const REPLACEMENT = 0xfffd;

/**
 * Writes what an escape stands for, which takes no more bytes than the escape.
 *
 * @param code - see {@link Escape}
 * @returns where it ends
 */
export function writeUndone(kind: EscapeKind, code: number, to: Uint8Array, at: number): number {
  if (code < 0) return at;
  if (code >= 0x80 && !kind.ofBytes) return writeUtf8(code, to, at);
  to[at] = code;
  return at + 1;
}

/** @param code - not ASCII; half a character, or none, becomes the replacement character */
function writeUtf8(code: number, to: Uint8Array, at: number): number {
  if (code > LAST_CODE_POINT || (code & 0xfffff800) === 0xd800) return writeUtf8(REPLACEMENT, to, at);
  const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  to[at] = (0xff << (7 - more)) | (code >> (6 * more));
  for (let i = 1; i <= more; i++) to[at + i] = 0x80 | ((code >> (6 * (more - i))) & 0x3f);
  return at + more + 1;
}
