import { entities } from './entities.ts';
import type { Encoding } from './piece.ts';

/** An encoding that escapes single characters. Its texts have one character a byte. */
export interface EscapeKind {
  name: Encoding;
  /** The byte that every escape begins with. */
  lead: number;
  /** Bytes besides letters and digits that an escape has behind its first. */
  parts: string;
  /** An escape, without groups; global. */
  pattern: RegExp;
  /** The UTF-8 bytes that an escape stands for; undefined for what is none after all. */
  undo(escaped: string): string | undefined;
}

/** JSON and JavaScript, and most languages that took their strings from C. */
const backslash: EscapeKind = {
  name: 'escapes',
  lead: 0x5c,
  parts: '"\'`/{}',
  pattern:
    /\\(?:["'`\\/nrtbf]|x[\da-fA-F]{2}|u(?:[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|[\da-fA-F]{4}|\{[\da-fA-F]{1,6}\}))/g,
  undo(escaped) {
    if (escaped.length === 2) return controls[escaped[1]!] ?? escaped[1]!;
    if (escaped.length === 12) return surrogates(escaped);
    return character(Number.parseInt(escaped[2] === '{' ? escaped.slice(3) : escaped.slice(2), 16));
  },
};

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Two halves of one character. */
function surrogates(escaped: string): string {
  const half = (from: number) => Number.parseInt(escaped.slice(from, from + 4), 16) & 0x3ff;
  return character(0x10000 + (half(2) << 10) + half(8));
}

/** RFC 3986: a byte each. */
const percent: EscapeKind = {
  name: 'percent',
  lead: 0x25,
  parts: '',
  pattern: /%[\da-fA-F]{2}/g,
  undo: (escaped) => byte(escaped.slice(1)),
};

/** RFC 2045, section 6.7: a byte each, and line ends that are none. */
const quotedPrintable: EscapeKind = {
  name: 'quoted-printable',
  lead: 0x3d,
  parts: '\r\n',
  pattern: /=(?:\r?\n|[\da-fA-F]{2})/g,
  undo: (escaped) => (escaped.endsWith('\n') ? '' : byte(escaped.slice(1))),
};

/** HTML and XML: by number, or by the names of what ASCII has. */
const entity: EscapeKind = {
  name: 'entities',
  lead: 0x26,
  parts: '#;',
  pattern: /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]{2,8});/g,
  undo(escaped) {
    if (escaped[1] !== '#') return entities[escaped.slice(1, -1)];
    const isHex = escaped[2] === 'x' || escaped[2] === 'X';
    return character(Number.parseInt(escaped.slice(isHex ? 3 : 2), isHex ? 16 : 10));
  },
};

/** The encodings, by the byte that their escapes begin with. */
export const escapeKinds: ReadonlyMap<number, EscapeKind> = new Map(
  [backslash, percent, entity, quotedPrintable].map((kind) => [kind.lead, kind]),
);

function byte(digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 16));
}

const LAST_CODE_POINT = 0x10ffff;

function character(code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  return Buffer.from(String.fromCodePoint(code > LAST_CODE_POINT ? 0xfffd : code)).toString('latin1');
}
