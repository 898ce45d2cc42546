import { Damaged } from './entry.ts';
import { type LzmaWindow, repeatBytes } from './lzma-window.ts';

/** Decodes LZMA; its state lasts from one call to the next. */
export interface LzmaDecoder {
  /** @param properties - one byte: (position bits * 5 + literal position bits) * 9 + literal context bits */
  setProperties(properties: number): void;
  resetState(): void;
  /** Starts a stretch of coded bytes. */
  start(input: Uint8Array, from: number, to: number): void;
  /**
   * Writes into the window until it has reached `limit`, or up to 272 bytes further, or met the end mark.
   *
   * @returns false after the end mark
   * @throws {Damaged}
   */
  run(limit: number): boolean;
}

const BIT_MODEL = 11;
const HALF = 1 << (BIT_MODEL - 1);
const MOVE = 5;

/** Where each kind of probability starts in the one array. */
const IS_MATCH = 0;
const IS_REP = 192;
const IS_REP_0 = 204;
const IS_REP_1 = 216;
const IS_REP_2 = 228;
const IS_REP_0_LONG = 240;
const SLOT = 432;
const SPECIAL = 688;
const ALIGN = 804;
const LENGTH = 820;
const REP_LENGTH = 1334;
const LITERAL = 1848;

const LITERAL_SIZE = 0x300;
const LENGTH_LOW = 2;
const LENGTH_MIDDLE = 130;
const LENGTH_HIGH = 258;
const SHORTEST = 2;
const END_MARK = -1;

/** @see https://www.7-zip.org/sdk.html the LZMA specification */
export function createLzmaDecoder(window: LzmaWindow): LzmaDecoder {
  let literalContext = 0;
  let literalMask = 0;
  let positionMask = 0;
  let probabilities = new Uint16Array(0);
  let state = 0;
  let [rep0, rep1, rep2, rep3] = [0, 0, 0, 0];
  let input = new Uint8Array(0);
  let at = 0;
  let end = 0;
  let range = 0;
  let code = 0;

  const normalize = (): void => {
    if (range >>> 24 !== 0) return;
    if (at >= end) throw new Damaged('it breaks off');
    range <<= 8;
    code = (code << 8) | input[at++]!;
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

  /** The highest bit first. */
  const tree = (base: number, count: number): number => {
    let symbol = 1;
    for (let i = 0; i < count; i++) symbol = (symbol << 1) | bit(base + symbol);
    return symbol - (1 << count);
  };

  /** The lowest bit first. */
  const reverseTree = (base: number, count: number): number => {
    let symbol = 1;
    let value = 0;
    for (let i = 0; i < count; i++) {
      const next = bit(base + symbol);
      symbol = (symbol << 1) | next;
      value |= next << i;
    }
    return value;
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

  const lengthOf = (base: number, positionState: number): number => {
    if (bit(base) === 0) return SHORTEST + tree(base + LENGTH_LOW + (positionState << 3), 3);
    if (bit(base + 1) === 0) return SHORTEST + 8 + tree(base + LENGTH_MIDDLE + (positionState << 3), 3);
    return SHORTEST + 16 + tree(base + LENGTH_HIGH, 8);
  };

  /** One less than what is meant; -1 for the end mark. */
  const distanceOf = (length: number): number => {
    const slot = tree(SLOT + (Math.min(length - SHORTEST, 3) << 6), 6);
    if (slot < 4) return slot;
    const count = (slot >> 1) - 1;
    const high = (2 | (slot & 1)) << count;
    if (slot < 14) return high + reverseTree(SPECIAL + high - slot, count);
    return (high + (direct(count - 4) << 4) + reverseTree(ALIGN, 4)) | 0;
  };

  const literal = (): void => {
    const { bytes, at: place, start } = window;
    const previous = place > start ? bytes[place - 1]! : 0;
    const context =
      (((place - window.origin) & literalMask) << literalContext) + (previous >> (8 - literalContext));
    const base = LITERAL + LITERAL_SIZE * context;
    let symbol = 1;
    if (state >= 7) {
      if (rep0 >>> 0 >= place - start) throw new Damaged('it points before its start');
      let match = bytes[place - rep0 - 1]!;
      while (symbol < 0x100) {
        const matched = (match >> 7) & 1;
        match <<= 1;
        const next = bit(base + ((1 + matched) << 8) + symbol);
        symbol = (symbol << 1) | next;
        if (next !== matched) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | bit(base + symbol);
    bytes[place] = symbol;
    window.at = place + 1;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  };

  /** @returns false for the end mark */
  const match = (positionState: number): boolean => {
    [rep3, rep2, rep1] = [rep2, rep1, rep0];
    const length = lengthOf(LENGTH, positionState);
    state = state < 7 ? 7 : 10;
    rep0 = distanceOf(length);
    if (rep0 === END_MARK) return false;
    repeatBytes(window, (rep0 >>> 0) + 1, length);
    return true;
  };

  const repeatedMatch = (positionState: number): void => {
    if (bit(IS_REP_0 + state) === 0) {
      if (bit(IS_REP_0_LONG + (state << 4) + positionState) === 0) {
        state = state < 7 ? 9 : 11;
        repeatBytes(window, (rep0 >>> 0) + 1, 1);
        return;
      }
    } else if (bit(IS_REP_1 + state) === 0) [rep0, rep1] = [rep1, rep0];
    else if (bit(IS_REP_2 + state) === 0) [rep0, rep1, rep2] = [rep2, rep0, rep1];
    else [rep0, rep1, rep2, rep3] = [rep3, rep0, rep1, rep2];
    const length = lengthOf(REP_LENGTH, positionState);
    state = state < 7 ? 8 : 11;
    repeatBytes(window, (rep0 >>> 0) + 1, length);
  };

  return {
    setProperties(properties) {
      if (properties >= 9 * 5 * 5) throw new Damaged('its properties are impossible');
      literalContext = properties % 9;
      const literalPosition = Math.floor(properties / 9) % 5;
      literalMask = (1 << literalPosition) - 1;
      positionMask = (1 << Math.floor(properties / 45)) - 1;
      const size = LITERAL + (LITERAL_SIZE << (literalContext + literalPosition));
      if (probabilities.length !== size) probabilities = new Uint16Array(size);
    },
    resetState() {
      probabilities.fill(HALF);
      state = 0;
      [rep0, rep1, rep2, rep3] = [0, 0, 0, 0];
    },
    start(bytes, from, to) {
      if (from + 5 > to || to > bytes.length) throw new Damaged('it breaks off');
      input = bytes as Uint8Array<ArrayBuffer>;
      at = from + 5;
      end = to;
      range = -1;
      code = 0;
      for (let i = 1; i < 5; i++) code = (code << 8) | bytes[from + i]!;
    },
    run(limit) {
      while (window.at < limit) {
        const positionState = (window.at - window.origin) & positionMask;
        if (bit(IS_MATCH + (state << 4) + positionState) === 0) literal();
        else if (bit(IS_REP + state) === 1) repeatedMatch(positionState);
        else if (!match(positionState)) return false;
      }
      return true;
    },
  };
}
