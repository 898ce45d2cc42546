import { latin1 } from '../latin1.ts';
import { type Spot, spotOf } from './spot.ts';

/** Shortest run of base64 or hex digits that is looked at. */
const SHORTEST = 24;
/** Digits of a run whose bytes must be text. */
const HEAD_BASE64 = 16;
const HEAD_HEX = 24;
/** How far into a run its beginning is looked for, behind what may be a path in front of it. */
const LEAD = 256;
/** A text that goes on from before begins somewhere in a group of this many digits. */
const DIGITS = 4;

const LF = 0x0a;
const CR = 0x0d;
const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;

/** By byte: the value of a digit of base64 in either alphabet, or -1. */
const sextets = new Int8Array(256).fill(-1);
for (const [i, byte] of Buffer.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
).entries())
  sextets[byte] = i;
sextets[0x2d] = 62;
sextets[0x5f] = 63;

/** Whether a byte is a digit of base64 in either alphabet; hex digits are. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && sextets[byte]! >= 0;
}

/** Where the digits that begin at `from` end. */
export function digitsEnd(bytes: Uint8Array, from: number): number {
  let end = from;
  while (isDigit(bytes[end])) end++;
  return end;
}

/**
 * Where the run of digits begins that `at` is inside of, over line ends and indentation; `at` when it is in none.
 *
 * @param known - before it runs are known already: so a run that begins well in front of it is left alone
 */
export function runStart(bytes: Uint8Array, at: number, known: number): number {
  const floor = Math.max(0, known - 2 * SHORTEST);
  let start = at;
  for (;;) {
    while (start > floor && isDigit(bytes[start - 1])) start--;
    if (start === floor) return floor === 0 ? 0 : at;
    const before = lineBefore(bytes, start, floor);
    if (before === start || !isDigit(bytes[before - 1])) break;
    start = before;
  }
  // The byte in front tells whether the first letter is that of an escape.
  return start < at ? Math.max(0, start - 1) : at;
}

/** The end of the line before, when only indentation stands between it and `start`; else `start`. */
function lineBefore(bytes: Uint8Array, start: number, floor: number): number {
  let end = start;
  while (end > floor && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0x09)) end--;
  if (bytes[end - 1] !== LF) return start;
  return bytes[end - 2] === CR ? end - 2 : end - 1;
}

/**
 * Runs of base64 or hex digits that begin as text or as gzip or zlib, and of letters of UTF-16 among other bytes: the same as in
 * assembly/encoded.ts.
 */
export function findRuns(bytes: Uint8Array): Spot[] {
  const spots = findWide(bytes);
  for (let at = 0; at < bytes.length; at++) {
    const end = digitsEnd(bytes, at);
    if (end - at >= SHORTEST) {
      const spot = lookAtRun(bytes, at, end);
      if (spot !== undefined) spots.push(spot);
    }
    at = end;
  }
  return spots;
}

/** Shortest word of UTF-16 that is looked at. */
const SHORTEST_WIDE = 10;

function findWide(bytes: Uint8Array): Spot[] {
  const spots: Spot[] = [];
  for (
    let zero = bytes.indexOf(0), done = 0;
    zero !== -1;
    zero = bytes.indexOf(0, Math.max(zero + 1, done))
  ) {
    const start = zero - 1;
    if (start < done) continue;
    const end = wideEnd(bytes, start);
    if (hasLongWord(bytes, start, end)) spots.push(spotOf('wide', start));
    done = Math.max(end, zero);
  }
  return spots;
}

function hasLongWord(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from, word = 0; at < to; at += 2) {
    word = bytes[at]! > 0x20 ? word + 1 : 0;
    if (word === SHORTEST_WIDE) return true;
  }
  return false;
}

/** Where the letters of ASCII end that begin at `from` and have a zero behind each. */
export function wideEnd(bytes: Uint8Array, from: number): number {
  let end = from;
  while (bytes[end + 1] === 0 && isAscii(bytes[end]!)) end += 2;
  return end;
}

/** Whether a byte is a letter of ASCII, or ends a line. */
export function isAscii(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === LF || byte === CR;
}

function lookAtRun(bytes: Uint8Array, start: number, end: number): Spot | undefined {
  const last = Math.min(end - SHORTEST, start + LEAD);
  for (let at = start; at <= last; at++) {
    const begins = at === start || isJoint(bytes[at - 1]!) || (start === 0 && at < DIGITS);
    if (!begins) continue;
    const position = at === start && isLineEscape(bytes, at - 1) ? at + 1 : at;
    if (position > last) return undefined;
    if (startsHex(bytes, position)) return spotOf('hex', position);
    if (startsBase64(bytes, position) || startsCompressed(bytes, position)) return spotOf('base64', position);
  }
  return undefined;
}

/** What a path or a name may end with in front of a run. */
function isJoint(byte: number): boolean {
  return byte === 0x2f || byte === 0x2b || byte === 0x2d || byte === 0x5f;
}

/** `\n`, `\r` or `\t`, whose letter is no digit of the run behind it. */
function isLineEscape(bytes: Uint8Array, at: number): boolean {
  const letter = bytes[at + 1];
  return bytes[at] === BACKSLASH && (letter === 0x6e || letter === 0x72 || letter === 0x74);
}

/**
 * Whether bytes are text, as far as they go: UTF-8, which may begin and end inside of a character, or ASCII with a zero
 * behind each letter, and no control characters.
 */
export function startsText(bytes: Uint8Array): boolean {
  let missing = 0;
  const zeros = bytes.length > 1 && bytes[1] === 0 && bytes[0]! < 0x80;
  for (const [i, byte] of bytes.entries()) {
    if (zeros && i % 2 === 1) {
      if (byte !== 0) return false;
    } else if (missing > 0) {
      if ((byte & 0xc0) !== 0x80) return false;
      missing--;
    } else if (byte < 0x80) {
      if ((byte < 0x20 && byte !== 9 && byte !== LF && byte !== CR) || byte === 0x7f) return false;
    } else {
      if (zeros || byte < 0xc2 || byte > 0xf4) return false;
      missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    }
  }
  return true;
}

function startsBase64(bytes: Uint8Array, at: number): boolean {
  const head = new Uint8Array((HEAD_BASE64 / 4) * 3);
  for (let i = 0; i < HEAD_BASE64 / 4; i++) {
    const [a, b, c, d] = bytes.subarray(at + 4 * i, at + 4 * i + 4);
    const bits = (sextets[a!]! << 18) | (sextets[b!]! << 12) | (sextets[c!]! << 6) | sextets[d!]!;
    head.set([bits >> 16, bits >> 8, bits], 3 * i);
  }
  return startsText(head);
}

/** Whether digits of base64 begin as gzip or zlib do. */
export function startsCompressed(bytes: Uint8Array, at: number): boolean {
  return /^(?:H4sI|eJ[w-z]|eN[o-r])/.test(latin1(bytes, at, at + 4));
}

function startsHex(bytes: Uint8Array, at: number): boolean {
  const digits = Buffer.from(bytes.buffer, bytes.byteOffset + at, HEAD_HEX).toString('latin1');
  return /^[0-9a-fA-F]+$/.test(digits) && startsText(Buffer.from(digits, 'hex'));
}

/** The value of a hex digit; -1 for any other byte. */
export function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Whether a byte is a hex digit. */
export function isHex(byte: number | undefined): boolean {
  return hexValue(byte) >= 0;
}

/** Whether an escape begins at `at`: what an automaton that stops there can't read, and a decoder can. */
export function isEscape(bytes: Uint8Array, at: number): boolean {
  const next = bytes[at + 1];
  switch (bytes[at]) {
    case BACKSLASH:
      return next !== undefined && `"'/\\nrtux`.includes(String.fromCharCode(next));
    case PERCENT:
      return isHex(next) && isHex(bytes[at + 2]);
    case EQUALS:
      return next === LF || (next === CR && bytes[at + 2] === LF);
    case AMPERSAND:
      return bytes.subarray(at + 3, at + 10).includes(SEMICOLON);
    default:
      return false;
  }
}

/** Where a line escape or a percent escape that ends right before `at` begins; -1 for none. */
export function shortEscapeBefore(bytes: Uint8Array, at: number): number {
  if (isLineEscape(bytes, at - 2)) return at - 2;
  return bytes[at - 3] === PERCENT && isEscape(bytes, at - 3) ? at - 3 : -1;
}

/** Where any escape that ends right before `at` begins; -1 for none. */
export function escapeBefore(bytes: Uint8Array, at: number): number {
  const short = shortEscapeBefore(bytes, at);
  if (short >= 0) return short;
  if (bytes[at - 4] === BACKSLASH && bytes[at - 3] === 0x78) return at - 4;
  if (bytes[at - 6] === BACKSLASH && bytes[at - 5] === 0x75) return at - 6;
  if (bytes[at - 1] !== SEMICOLON) return -1;
  for (let start = at - 2; start >= at - 10; start--) if (bytes[start] === AMPERSAND) return start;
  return -1;
}
