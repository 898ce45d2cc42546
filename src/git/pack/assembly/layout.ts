/**
 * Where things are in the module's memory: tables for decoding, then the list of changed regions. Input and
 * objects are placed by the caller from `__heap_base` on.
 */

export const LITLEN_BITS: u32 = 11;
export const DIST_BITS: u32 = 8;
export const PRECODE_BITS: u32 = 7;

// Entries have 32 bits; 2,342 and 402 are the most that codes of up to 15 bits need with these index bits.
export const LITLEN_TABLE: usize = memory.data(4 * 2342, 16);
export const DIST_TABLE: usize = memory.data(4 * 402, 16);
export const FIXED_LITLEN_TABLE: usize = memory.data(4 * 2342, 16);
export const FIXED_DIST_TABLE: usize = memory.data(4 * 402, 16);
export const PRECODE_TABLE: usize = memory.data(4 * 128, 16);

/** One byte a symbol: the bits of its code. */
export const LENGTHS: usize = memory.data(512, 16);
/** Two bytes a symbol: symbols in the order of their codes. */
export const SORTED: usize = memory.data(2 * 512, 16);
/** Four bytes a length from 0 to 15: how many codes have it, and where the next symbol of it goes. */
export const COUNTS: usize = memory.data(64, 16);
export const OFFSETS: usize = memory.data(64, 16);
/** Four bytes a symbol: what its entry says besides the code's length. */
export const LITLEN_RESULTS: usize = memory.data(4 * 288, 16);
export const DIST_RESULTS: usize = memory.data(4 * 32, 16);
export const PRECODE_RESULTS: usize = memory.data(4 * 32, 16);

/** Pairs of 32-bit numbers: start and end of a changed region of the object that was made last. */
export const REGION_CAPACITY: u32 = 16384;
export const REGIONS: usize = memory.data(8 * 16384, 16);
