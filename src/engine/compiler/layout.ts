/**
 * The gate's tables as one block of bytes, little endian, that the kernel reads in place.
 *
 * Words: magic, number of entries, number of automata, offset of the automata's records, length in bytes, number of
 * rules, offset and number of the indexes of slow rules (those without a literal).
 * From byte 32: a record of {@link ENTRY_WORDS} 32-bit words for each entry, in the order of the `Entry`
 * constants, then {@link DFA_WORDS} words for each automaton (offset of its rows, offset of its 256 byte
 * classes, number of classes, 0), then literals (value and mask of each byte in turn), classes and rows.
 */
export const MAGIC = 0x3154474c;
export const HEADER_BYTES = 32;
export const ENTRY_WORDS = 12;
export const DFA_WORDS = 4;

/** Word indexes within the header, for what is read outside of the kernel. */
export const Header = { rules: 5, slow: 6, slowCount: 7 } as const;

/** Word indexes within an entry's record; automata are numbered from 0, -1 for none. */
export const Entry = {
  literal: 0,
  length: 1,
  gram: 2,
  rule: 3,
  forward: 4,
  backward: 5,
  /** Bytes in front of the literal that its backward automaton may look at. */
  before: 6,
  /** A match of the rule ends at most this far behind any of its literals' first bytes. */
  windowAfter: 7,
  lead: 8,
  /** Bytes behind the literal that its forward automaton may look at. */
  reach: 9,
  /** A match of the rule starts at most this far in front of any of its literals. */
  windowBefore: 10,
  /** 1: the byte in front of the literal may not be a letter, a digit or `_`. */
  border: 11,
} as const;

/** No way on from here. */
export const DEAD = 0;
/** The pattern has matched, or the automaton was cut off here and may not say no. */
export const ACCEPT = 255;
/** Where every walk begins. */
export const START = 1;
