import type { Spot } from './spot.ts';

/** What a kernel searches with; the layout is that of `../compiler/layout.ts`. */
export interface GateTables {
  tables: Uint8Array;
  automata: Automata;
}

/** The tables' second part: a short text needs few of its bytes. */
export interface Automata {
  /** In bytes. */
  length: number;
  /** Fills `target` with the bytes from `from` on. */
  read(target: Uint8Array, from: number): void;
}

/** Where a literal of the gate stands, its surroundings checked: a place at which a rule's pattern may match. */
export interface GateHits {
  /** Number of hits; the arrays may be longer. */
  count: number;
  /** Index of the gate's entry. */
  entries: Int32Array;
  /** Offset of the literal's first byte. */
  positions: Int32Array;
  /** In an order of their own; a new array each time. */
  spots: Spot[];
  /** Lines in what was searched: ends of lines, and in each stretch a last line without one. */
  lines: number;
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

/** @param findsRuns - whether runs of base64, hex and UTF-16 are among its spots; absent: yes */
export type CreateKernel = (tables: GateTables, findsRuns?: boolean) => Kernel;
