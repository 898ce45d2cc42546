/** Where a literal of the gate stands, its surroundings checked: a place at which a rule's pattern may match. */
export interface GateHits {
  /** Number of hits; the arrays may be longer. */
  count: number;
  /** Index of the gate's entry. */
  entries: Int32Array;
  /** Offset of the literal's first byte. */
  positions: Int32Array;
}

/**
 * Looks for the gate's literals: the WebAssembly module, or its twin in TypeScript. Both give the same hits for
 * the same bytes, in an order of their own.
 */
export interface Kernel {
  /**
   * The hits in `bytes`; the result is overwritten by the next call.
   *
   * @param regions - pairs of start and end, sorted and apart: what need not be searched is outside of them
   */
  find(bytes: Uint8Array, regions?: Uint32Array): GateHits;
}

/** Multipliers of the hash over three case-folded bytes: `((a | b << 8) * PAIR + c * THIRD) & 0xffff`. */
export const PAIR = 0x9e35;
export const THIRD = 0x6b43;
/** Clears the bit that tells lower from upper case in ASCII letters. */
export const FOLD = 0xdf;
