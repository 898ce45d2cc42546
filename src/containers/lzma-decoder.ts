import { Damaged } from './entry.ts';
import { createRangeDecoder, type RangeDecoder, reverseTreeBits, treeBits } from './lzma-range.ts';
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
  const coder = createRangeDecoder();
  const { bit } = coder;
  let contexts = contextsOf(0);
  let positionMask = 0;
  let state = 0;
  let [rep0, rep1, rep2, rep3] = [0, 0, 0, 0];

  const repeat = (length: number): void => repeatBytes(window, (rep0 >>> 0) + 1, length);

  const literal = (): void => {
    const base = LITERAL + LITERAL_SIZE * literalContext(window, contexts);
    const match = state < 7 ? undefined : byteBefore(window, rep0 >>> 0);
    const byte = literalByte(coder, base, match);
    window.bytes[window.at++] = byte;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  };

  /** @returns false for the end mark */
  const match = (positionState: number): boolean => {
    [rep3, rep2, rep1] = [rep2, rep1, rep0];
    const length = lengthOf(coder, LENGTH, positionState);
    state = state < 7 ? 7 : 10;
    rep0 = distanceOf(coder, length);
    if (rep0 === END_MARK) return false;
    repeat(length);
    return true;
  };

  const repeatedMatch = (positionState: number): void => {
    if (bit(IS_REP_0 + state) === 0) {
      if (bit(IS_REP_0_LONG + (state << 4) + positionState) === 0) {
        state = state < 7 ? 9 : 11;
        repeat(1);
        return;
      }
    } else if (bit(IS_REP_1 + state) === 0) [rep0, rep1] = [rep1, rep0];
    else if (bit(IS_REP_2 + state) === 0) [rep0, rep1, rep2] = [rep2, rep0, rep1];
    else [rep0, rep1, rep2, rep3] = [rep3, rep0, rep1, rep2];
    const length = lengthOf(coder, REP_LENGTH, positionState);
    state = state < 7 ? 8 : 11;
    repeat(length);
  };

  return {
    setProperties(properties) {
      if (properties >= 9 * 5 * 5) throw new Damaged('its properties are impossible');
      contexts = contextsOf(properties);
      positionMask = (1 << Math.floor(properties / 45)) - 1;
      coder.resize(LITERAL + LITERAL_SIZE * contexts.count);
    },
    resetState() {
      coder.reset();
      state = 0;
      [rep0, rep1, rep2, rep3] = [0, 0, 0, 0];
    },
    start: coder.start,
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

/** What the probabilities of a literal hang on: bits of the byte before, and of the position. */
interface LiteralContexts {
  byteBits: number;
  positionMask: number;
  count: number;
}

function contextsOf(properties: number): LiteralContexts {
  const byteBits = properties % 9;
  const positionBits = Math.floor(properties / 9) % 5;
  return { byteBits, positionMask: (1 << positionBits) - 1, count: 1 << (byteBits + positionBits) };
}

function literalContext(window: LzmaWindow, { byteBits, positionMask }: LiteralContexts): number {
  const { bytes, at, start, origin } = window;
  const previous = at > start ? bytes[at - 1]! : 0;
  return (((at - origin) & positionMask) << byteBits) + (previous >> (8 - byteBits));
}

/** @param distance - one less than what is meant */
function byteBefore({ bytes, at, start }: LzmaWindow, distance: number): number {
  if (distance >= at - start) throw new Damaged('it points before its start');
  return bytes[at - distance - 1]!;
}

/** @param match - the byte that the last match would go on with, where one ended right before */
function literalByte({ bit }: RangeDecoder, base: number, match: number | undefined): number {
  let symbol = 1;
  for (let rest = match; rest !== undefined && symbol < 0x100; rest <<= 1) {
    const matched = (rest >> 7) & 1;
    const next = bit(base + ((1 + matched) << 8) + symbol);
    symbol = (symbol << 1) | next;
    if (next !== matched) break;
  }
  while (symbol < 0x100) symbol = (symbol << 1) | bit(base + symbol);
  return symbol & 0xff;
}

function lengthOf(coder: RangeDecoder, base: number, positionState: number): number {
  const ofPosition = positionState << 3;
  if (coder.bit(base) === 0) return SHORTEST + treeBits(coder, base + LENGTH_LOW + ofPosition, 3);
  if (coder.bit(base + 1) === 0) return SHORTEST + 8 + treeBits(coder, base + LENGTH_MIDDLE + ofPosition, 3);
  return SHORTEST + 16 + treeBits(coder, base + LENGTH_HIGH, 8);
}

/** One less than what is meant; -1 for the end mark. */
function distanceOf(coder: RangeDecoder, length: number): number {
  const slot = treeBits(coder, SLOT + (Math.min(length - SHORTEST, 3) << 6), 6);
  if (slot < 4) return slot;
  const count = (slot >> 1) - 1;
  const high = (2 | (slot & 1)) << count;
  if (slot < 14) return high + reverseTreeBits(coder, SPECIAL + high - slot, count);
  return (high + (coder.direct(count - 4) << 4) + reverseTreeBits(coder, ALIGN, 4)) | 0;
}
