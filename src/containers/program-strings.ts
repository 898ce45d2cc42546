import { Damaged, type Item } from './entry.ts';

/** Stands for the strings of a program, one a line. */
const NAME = 'strings';
/** Shorter ones are no secrets. */
const SHORTEST = 8;

function* itemOf(strings: Generator<Uint8Array>): Generator<Item> {
  const parts = lines(strings);
  const first = parts.next();
  if (first.done) return;
  yield { kind: 'entry', name: NAME, parts: startingWith(first.value, parts) };
}

/** What is given in one part, where it is not one string. */
const PART = 64 << 10;

/** Strings as lines; of what is damaged those that stand before the damage. */
function* lines(strings: Iterable<Uint8Array>): Generator<Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  try {
    for (const text of strings) {
      if (text.length < SHORTEST) continue;
      held.push(text, LINE_END);
      length += text.length;
      if (length < PART) continue;
      yield Buffer.concat(held);
      held = [];
      length = 0;
    }
  } catch (error) {
    if (length > 0) yield Buffer.concat(held);
    throw error;
  }
  if (length > 0) yield Buffer.concat(held);
}

function* startingWith(first: Uint8Array, rest: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield first;
  yield* rest;
}

const LINE_END = Buffer.from('\n');

/** Whether a byte beside a string reads as a letter or a digit: together they are another word. */
function isWord(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const letter = byte | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f;
}

/** By the tag of a constant of a class: bytes behind it. */
const constantSizes: Readonly<Record<number, number>> = {
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 2,
  8: 2,
  9: 4,
  10: 4,
  11: 4,
  12: 4,
  15: 3,
  16: 2,
  17: 4,
  18: 4,
  19: 2,
  20: 2,
};
const UTF8 = 1;
const LONG = 5;
const DOUBLE = 6;
const CONSTANTS = 10;

/**
 * The strings of a class of Java that its bytes show as the end of another word.
 *
 * @throws {Damaged}
 * @see https://docs.oracle.com/javase/specs/jvms/se21/html/jvms-4.html#jvms-4.4
 */
export function* readClass(bytes: Uint8Array): Generator<Item> {
  yield* itemOf(constantStrings(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)));
}

function* constantStrings(view: Buffer): Generator<Uint8Array> {
  const count = view.readUInt16BE(CONSTANTS - 2);
  let at = CONSTANTS;
  for (let i = 1; i < count; i++) {
    if (at + 3 > view.length) throw new Damaged('it breaks off');
    const tag = view[at]!;
    if (tag === UTF8) {
      const start = at + 3;
      at = start + view.readUInt16BE(at + 1);
      if (isWord(view[start - 1])) yield view.subarray(start, at);
      continue;
    }
    const size = constantSizes[tag];
    if (size === undefined) throw new Damaged('a constant in it is impossible');
    at += 1 + size;
    if (tag === LONG || tag === DOUBLE) i++;
  }
}

const STRING_COUNT = 0x38;
const STRING_IDS = 0x3c;

/**
 * The same of a program for Android, `classes.dex`.
 *
 * @throws {Damaged}
 * @see https://source.android.com/docs/core/runtime/dex-format#string-data-item
 */
export function* readDex(bytes: Uint8Array): Generator<Item> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.length < STRING_IDS + 4) throw new Damaged('it breaks off');
  const count = view.readUInt32LE(STRING_COUNT);
  const ids = view.readUInt32LE(STRING_IDS);
  if (ids + 4 * count > view.length) throw new Damaged('it breaks off');
  yield* itemOf(dexStrings(view, ids, count));
}

/** Bytes of a length, seven bits each. */
const LONGEST_LENGTH = 5;

/** Strings stand in the order of their names, each once: those that overlap are no strings. */
function* dexStrings(view: Buffer, ids: number, count: number): Generator<Uint8Array> {
  let left = view.length;
  for (let i = 0; i < count && left > 0; i++) {
    let start = view.readUInt32LE(ids + 4 * i);
    for (let more = 1; more < LONGEST_LENGTH && view[start]! & 0x80; more++) start++;
    start++;
    if (!isWord(view[start - 1])) continue;
    const nul = view.indexOf(0, start);
    const end = nul === -1 ? view.length : nul;
    left -= end - start;
    yield view.subarray(start, end);
  }
}

/** By the type of a marshalled object: bytes of a string's length, 0 for what is no string; the first bit says nothing of it. */
const lengthBytes = new Uint8Array(256);
for (const type of Buffer.from('zZ')) lengthBytes.fill(1, type, type + 1).fill(1, type + 0x80, type + 0x81);
for (const type of Buffer.from('aAuti'))
  lengthBytes.fill(4, type, type + 1).fill(4, type + 0x80, type + 0x81);
const PYC_HEADER = 8;

/**
 * The same of a compiled module of Python, where the type of the next object may stand behind a string as a letter. They are
 * told by their lengths: where they stand in a code object each version has its own way to say.
 *
 * @see https://docs.python.org/3/library/marshal.html
 */
export function* readPyc(bytes: Uint8Array): Generator<Item> {
  yield* itemOf(marshalledStrings(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)));
}

function* marshalledStrings(view: Buffer): Generator<Uint8Array> {
  for (let at = PYC_HEADER; at + 5 < view.length; ) {
    const count = lengthBytes[view[at]!]!;
    const length = count === 0 ? 0 : count === 1 ? view[at + 1]! : view.readUInt32LE(at + 1);
    const start = at + 1 + count;
    at++;
    if (length < SHORTEST || !isPrintable(view, start, start + length)) continue;
    at = start + length;
    if (isWord(view[start - 1]) || isWord(view[at])) yield view.subarray(start, at);
  }
}

function isPrintable(view: Buffer, start: number, end: number): boolean {
  if (end > view.length) return false;
  for (let at = start; at < end; at++) {
    const byte = view[at]!;
    if ((byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 0x7f) return false;
  }
  return true;
}
