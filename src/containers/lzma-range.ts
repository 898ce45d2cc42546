import { Damaged } from './entry.ts';

/** Takes bits out of coded bytes, each by a probability that it learns. */
export interface RangeDecoder {
  /** How many probabilities there are; those that stay are not changed. */
  resize(count: number): void;
  /** Forgets what was learnt. */
  reset(): void;
  /**
   * Starts a stretch of coded bytes.
   *
   * @throws {Damaged}
   */
  start(input: Uint8Array, from: number, to: number): void;
  /** A bit by the probability of this index. */
  bit(index: number): number;
  /** Bits that are as likely to be set as not, the highest first. */
  direct(count: number): number;
}

const BIT_MODEL = 11;
const HALF = 1 << (BIT_MODEL - 1);
const MOVE = 5;
const FIRST_BYTES = 5;

/** @see https://www.7-zip.org/sdk.html the LZMA specification: range decoder */
export function createRangeDecoder(): RangeDecoder {
  let probabilities = new Uint16Array(0);
  let bytes = new Uint8Array(0);
  let at = 0;
  let end = 0;
  let range = 0;
  let code = 0;

  const normalize = (): void => {
    if (range >>> 24 !== 0) return;
    if (at >= end) throw new Damaged('it breaks off');
    range <<= 8;
    code = (code << 8) | bytes[at++]!;
  };

  const bit = (index: number): number => {
    const probability = probabilities[index]!;
    const bound = Math.imul(range >>> BIT_MODEL, probability);
    if (code >>> 0 < bound >>> 0) {
      range = bound;
      probabilities[index] = probability + (((1 << BIT_MODEL) - probability) >> MOVE);
      normalize();
      return 0;
    }
    range = (range - bound) | 0;
    code = (code - bound) | 0;
    probabilities[index] = probability - (probability >> MOVE);
    normalize();
    return 1;
  };

  const direct = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++) {
      range >>>= 1;
      const below = code >>> 0 < range >>> 0;
      if (!below) code = (code - range) | 0;
      value = (value << 1) | (below ? 0 : 1);
      normalize();
    }
    return value;
  };

  const start = (input: Uint8Array, from: number, to: number): void => {
    if (from + FIRST_BYTES > to || to > input.length) throw new Damaged('it breaks off');
    bytes = input as Uint8Array<ArrayBuffer>;
    at = from + FIRST_BYTES;
    end = to;
    range = -1;
    code = 0;
    for (let i = from + 1; i < at; i++) code = (code << 8) | bytes[i]!;
  };

  const resize = (count: number): void => {
    if (probabilities.length !== count) probabilities = new Uint16Array(count);
  };
  return { resize, reset: () => void probabilities.fill(HALF), start, bit, direct };
}

/** So many bits, the highest first, each by a probability that hangs on those before. */
export function treeBits({ bit }: RangeDecoder, base: number, count: number): number {
  let symbol = 1;
  for (let i = 0; i < count; i++) symbol = (symbol << 1) | bit(base + symbol);
  return symbol - (1 << count);
}

/** The same, the lowest first. */
export function reverseTreeBits({ bit }: RangeDecoder, base: number, count: number): number {
  let symbol = 1;
  let value = 0;
  for (let i = 0; i < count; i++) {
    const next = bit(base + symbol);
    symbol = (symbol << 1) | next;
    value |= next << i;
  }
  return value;
}
