/**
 * The gate's tables, little endian, that the kernel reads in place, in two parts: one that every search needs, and
 * the automata, each of which is brought when a search first asks for it.
 *
 * Words of the first part: magic, number of entries, number of automata, offset of the automata's records, length
 * in bytes, number of rules, offset and number of the indexes of slow rules (those without a literal), offsets of the
 * tables in which hashes are looked up: a byte for each hash, the `Entry.around` of all entries that have it, 0 for none;
 * 16 bits for each hash, its first entry; two words for each entry, the bytes that may stand behind its three bytes and
 * in front of them, as in `Entry.behind`, of it and of those after it that have the same hash.
 * From byte {@link HEADER_BYTES} on: a record of {@link ENTRY_WORDS} 32-bit words for each entry, in the order of
 * the `Entry` constants, entries of the same hash one after the other; then {@link DFA_WORDS} words for each
 * automaton (offset in the second part, number of classes, length in bytes, 0: not brought yet); then literals
 * ({@link LONGEST_LITERAL} bytes, and as many masks, 0 behind a literal's end); then the rest.
 * An automaton: 256 bytes that give each byte value its class, then `next[state * classes + class]`.
 */
export const MAGIC = 0x3554474c;
export const HEADER_BYTES = 64;
export const ENTRY_WORDS = 16;
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
  /** Bytes in front of the literal that a match may have: its backward automaton looks at one more. */
  before: 6,
  /** A match of the rule ends at most this far behind any of its literals' first bytes. */
  windowAfter: 7,
  lead: 8,
  /** Bytes behind the literal that a match may have: its forward automaton looks at one more. */
  reach: 9,
  /** A match of the rule starts at most this far in front of any of its literals. */
  windowBefore: 10,
  /** Bits of {@link Flag}. */
  flags: 11,
  /**
   * A bit for each {@link byteKind} of the bytes that may stand around the literal's rarest three: of the one behind
   * them in the low four, of the one in front of them in the next four.
   */
  around: 12,
  /** A bit for each value of the low five bits of the bytes that may stand right behind the literal. */
  behind: 13,
  /** The same for the byte right in front of it. */
  inFront: 14,
  /**
   * So many groups of 16 bytes that are {@link isRunByte} must stand one after the other in what an automaton looks at,
   * at addresses that 16 divides: else there is no need to walk.
   */
  runGroups: 15,
} as const;

/** Bits of an entry's flags. */
export const Flag = {
  /** The byte in front of the literal may not be a letter, a digit or `_`. */
  border: 1,
  /** The next entry's rarest three bytes have the same hash. */
  more: 2,
  /** The literal is that of the entry before, and is looked up by the same three bytes. */
  same: 4,
} as const;

/** A literal is compared in one go. */
export const LONGEST_LITERAL = 16;

/** Bytes of a group that is looked at as one. */
export const RUN_GROUP = 16;

/** No way on from here. */
export const DEAD = 0;
/** The pattern has matched, or the automaton was cut off here and may not say no. */
export const ACCEPT = 255;
/** Bytes after which a walk that may go on is taken for a match, so that no text makes it long: the pattern decides. */
export const LONGEST_WALK = 1024;
/** Where every walk begins. */
export const START = 1;

/** Multipliers of the hash over three case-folded bytes. */
const PAIR = 0x9e35;
const THIRD = 0x6b43;
/** Clears the bit that tells lower from upper case in ASCII letters. */
const FOLD = 0xdf;

/** The 16-bit hash of three bytes under which an entry is looked up; the case of letters does not count. */
export function hashOf(a: number, b: number, c: number): number {
  return (((a & FOLD) | ((b & FOLD) << 8)) * PAIR + (c & FOLD) * THIRD) & 0xffff;
}

/** Which of four kinds a byte is: 0 outside of words, else spread evenly, whatever the case of letters. */
export function byteKind(byte: number): number {
  const folded = byte & FOLD;
  return isWord(byte) ? 1 + (((folded ^ (folded >> 3)) & 7) % 3) : 0;
}

/** Letters, digits and `_` of ASCII. */
export function isWord(byte: number): boolean {
  const letter = byte | 0x20;
  return (letter >= 97 && letter <= 122) || (byte >= 48 && byte <= 57) || byte === 95;
}

/** What long tokens are made of: letters, digits, `_`, `-`, and what escapes begin with. */
export function isRunByte(byte: number): boolean {
  return isWord(byte) || byte === 0x2d || byte === 0x25 || byte === 0x5c;
}
