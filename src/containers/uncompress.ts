import { Damaged } from './entry.ts';

const HEADER = 3;
const BLOCK_MODE = 0x80;
const FIRST_WIDTH = 9;
const MOST_WIDTH = 16;
/** Starts the table anew, in block mode. */
const CLEAR = 256;
/** Codes of one width come in groups of so many; what a group lacks when the width changes is filled up. */
const GROUP = 8;
const PART = 64 << 10;

/**
 * Undoes LZW as the Unix program `compress` writes it, `.Z`.
 *
 * @throws {Damaged} after what stands before the damage
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/compress.html
 */
export function* uncompress(bytes: Uint8Array): Generator<Uint8Array> {
  const flags = bytes[2] ?? 0;
  const mostWidth = flags & 0x1f;
  if (mostWidth < FIRST_WIDTH || mostWidth > MOST_WIDTH) throw new Damaged('its header is none');
  const first = flags & BLOCK_MODE ? CLEAR + 1 : CLEAR;
  const table = createTable();
  const codes = createCodes(bytes, HEADER);
  let next = first;
  let before = -1;
  let held: Uint8Array[] = [];
  let length = 0;
  for (let width = FIRST_WIDTH; ; ) {
    const code = codes.take(width);
    if (code === undefined) break;
    if (code === CLEAR && first > CLEAR) {
      codes.endGroup(width);
      [width, next, before] = [FIRST_WIDTH, first, -1];
      continue;
    }
    if (code > next || (code === next && before < 0) || (code >= CLEAR && code < first)) {
      yield Buffer.concat(held);
      throw new Damaged('a code in it is impossible');
    }
    const isNew = code === next && before >= 0;
    if (before >= 0 && next < 1 << mostWidth) table.add(next++, before, table.firstOf(isNew ? before : code));
    const text = table.textOf(code);
    held.push(text);
    length += text.length;
    before = code;
    if (next > (1 << width) - 1 && width < mostWidth) codes.endGroup(width++);
    if (length < PART) continue;
    yield Buffer.concat(held);
    held = [];
    length = 0;
  }
  yield Buffer.concat(held);
}

/** What each code stands for: what an earlier one does, and a byte. */
function createTable() {
  const prefixes = new Uint16Array(1 << MOST_WIDTH);
  const lasts = new Uint8Array(1 << MOST_WIDTH);
  const firsts = new Uint8Array(1 << MOST_WIDTH);
  const lengths = new Uint32Array(1 << MOST_WIDTH);
  for (let byte = 0; byte < CLEAR; byte++) {
    lasts[byte] = byte;
    firsts[byte] = byte;
    lengths[byte] = 1;
  }
  return {
    add(code: number, prefix: number, last: number): void {
      prefixes[code] = prefix;
      lasts[code] = last;
      firsts[code] = firsts[prefix]!;
      lengths[code] = lengths[prefix]! + 1;
    },
    firstOf: (code: number): number => firsts[code]!,
    textOf(code: number): Uint8Array {
      const text = new Uint8Array(lengths[code]!);
      for (let at = text.length - 1, link = code; at >= 0; at--, link = prefixes[link]!)
        text[at] = lasts[link]!;
      return text;
    },
  };
}

/** Codes out of bits, the lowest first. */
function createCodes(bytes: Uint8Array, start: number) {
  let groupStart = start;
  let bit = 0;
  return {
    /** @returns undefined at the end */
    take(width: number): number | undefined {
      const at = groupStart + (bit >> 3);
      if (groupStart * 8 + bit + width > bytes.length * 8) return undefined;
      const three = bytes[at]! | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
      const code = (three >> (bit & 7)) & ((1 << width) - 1);
      bit += width;
      if (bit === width * GROUP) {
        groupStart += width;
        bit = 0;
      }
      return code;
    },
    endGroup(width: number): void {
      if (bit > 0) groupStart += width;
      bit = 0;
    },
  };
}
