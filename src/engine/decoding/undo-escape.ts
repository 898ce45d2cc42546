import { hexValue } from '../kernel/encoded.ts';
import { entities } from './entities.ts';
import type { Encoding } from './piece.ts';

/** One escape: how many bytes it takes, and the bytes that it stands for. */
export interface Escape {
  length: number;
  bytes: Uint8Array;
}

/** An encoding that escapes single characters. */
export interface EscapeKind {
  name: Encoding;
  /** The byte that every escape begins with. */
  lead: number;
  /** The escape whose first byte is at `at`; undefined for what is none. */
  read(bytes: Uint8Array, at: number): Escape | undefined;
}

const LF = 0x0a;
const CR = 0x0d;

/** JSON and JavaScript, and most languages that took their strings from C. */
const backslash: EscapeKind = {
  name: 'escapes',
  lead: 0x5c,
  read(bytes, at) {
    const next = bytes[at + 1];
    if (next === undefined) return undefined;
    const code = codeByLetter.get(next);
    if (code !== undefined) return { length: 2, bytes: character(code) };
    if (next === LETTER_X) return byCode(bytes, at, 2, 2);
    return next === LETTER_U ? readUnicode(bytes, at) : undefined;
  },
};

const LETTER_X = 0x78;
const LETTER_U = 0x75;
/** What a backslash and one letter stand for. */
const codeByLetter: ReadonlyMap<number, number> = new Map(
  Object.entries({
    '"': '"',
    "'": "'",
    '`': '`',
    '\\': '\\',
    '/': '/',
    n: '\n',
    r: '\r',
    t: '\t',
    b: '\b',
    f: '\f',
  }).map(([letter, character]) => [letter.charCodeAt(0), character.charCodeAt(0)]),
);

function readUnicode(bytes: Uint8Array, at: number): Escape | undefined {
  const braced = /^\\u\{([0-9a-f]{1,6})\}/i.exec(latin1(bytes, at, at + 10));
  if (braced) return { length: braced[0].length, bytes: character(Number.parseInt(braced[1]!, 16)) };
  const first = codeAt(bytes, at + 2, 4);
  if (first === undefined) return undefined;
  const second = bytes[at + 6] === 0x5c && bytes[at + 7] === 0x75 ? codeAt(bytes, at + 8, 4) : undefined;
  const pair = second !== undefined && first >> 10 === 0x36 && second >> 10 === 0x37;
  return pair
    ? { length: 12, bytes: character(0x10000 + ((first & 0x3ff) << 10) + (second & 0x3ff)) }
    : { length: 6, bytes: character(first) };
}

function byCode(bytes: Uint8Array, at: number, skip: number, digits: number): Escape | undefined {
  const code = codeAt(bytes, at + skip, digits);
  return code === undefined ? undefined : { length: skip + digits, bytes: character(code) };
}

/** RFC 3986: a byte each. */
const percent: EscapeKind = {
  name: 'percent',
  lead: 0x25,
  read(bytes, at) {
    const byte = codeAt(bytes, at + 1, 2);
    return byte === undefined ? undefined : { length: 3, bytes: Uint8Array.of(byte) };
  },
};

/** RFC 2045, section 6.7: a byte each, and line ends that are none. */
const quotedPrintable: EscapeKind = {
  name: 'quoted-printable',
  lead: 0x3d,
  read(bytes, at) {
    if (bytes[at + 1] === LF) return { length: 2, bytes: Uint8Array.of() };
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return { length: 3, bytes: Uint8Array.of() };
    const byte = codeAt(bytes, at + 1, 2);
    return byte === undefined ? undefined : { length: 3, bytes: Uint8Array.of(byte) };
  },
};

const LONGEST_ENTITY = 12;

/** HTML and XML: by number, or by the names of what ASCII has. */
const entity: EscapeKind = {
  name: 'entities',
  lead: 0x26,
  read(bytes, at) {
    const found = /^&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}));/.exec(
      latin1(bytes, at, at + LONGEST_ENTITY),
    );
    if (!found) return undefined;
    const [whole, decimal, hex, name] = found;
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : entities[name!]?.codePointAt(0);
    return code === undefined ? undefined : { length: whole.length, bytes: character(code) };
  },
};

/** The encodings, by the byte that their escapes begin with. */
export const escapeKinds: ReadonlyMap<number, EscapeKind> = new Map(
  [backslash, percent, entity, quotedPrintable].map((kind) => [kind.lead, kind]),
);

function codeAt(bytes: Uint8Array, at: number, digits: number): number | undefined {
  let code = 0;
  for (let i = at; i < at + digits; i++) {
    const value = hexValue(bytes[i]);
    if (value < 0) return undefined;
    code = 16 * code + value;
  }
  return code;
}

const LAST_CODE_POINT = 0x10ffff;

const ascii = Array.from({ length: 128 }, (_, code) => Uint8Array.of(code));

/** A character as UTF-8. */
function character(code: number): Uint8Array {
  return ascii[code] ?? Buffer.from(String.fromCodePoint(code > LAST_CODE_POINT ? 0xfffd : code));
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.subarray(from, to)).toString('latin1');
}
