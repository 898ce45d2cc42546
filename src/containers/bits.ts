import { Damaged } from './entry.ts';

/** Reads bits, the highest of each byte first. */
export interface BitReader {
  /**
   * @param count - at most 24
   * @throws {Damaged} the bytes end
   */
  bits(count: number): number;
  bit(): number;
  /** Goes on at the next byte. */
  align(): void;
  /** Byte offset; true after {@link BitReader.align}. */
  position(): number;
}

/** @param from - byte offset to start at */
export function createBitReader(bytes: Uint8Array, from: number): BitReader {
  let at = from;
  let held = 0;
  let count = 0;
  const bits = (wanted: number): number => {
    while (count < wanted) {
      if (at >= bytes.length) throw new Damaged('it breaks off');
      held = ((held << 8) | bytes[at++]!) >>> 0;
      count += 8;
    }
    count -= wanted;
    const value = wanted === 0 ? 0 : (held >>> count) & ((1 << wanted) - 1);
    held &= (1 << count) - 1;
    return value;
  };
  return {
    bits,
    bit: () => bits(1),
    align: () => {
      count = 0;
      held = 0;
    },
    position: () => at,
  };
}
