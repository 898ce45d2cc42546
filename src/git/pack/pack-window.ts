/** Deltas on one base lie all over a large pack: of what a larger block brings little would be needed. */
const BLOCK = 1 << 14;
/** Each block is read with the start of the next, so that few entries lie across a border. */
const OVERLAP = 1 << 11;
const MOST_BLOCKS = 1024;

/** A pack in the kernel's memory, as many blocks of it as were needed last. */
export interface PackWindow {
  /** Bytes of the kernel's memory that it takes. */
  bytes: number;
  /** The address of the pack's bytes from `start` to `end`; -1 when they are in no one block. */
  addressOf(start: number, end: number): number;
}

/**
 * @param base - where in memory the window starts
 * @param fill - reads the file from a position on to an address
 * @param packEnd - bytes of the pack that hold entries
 */
export function createPackWindow(
  base: number,
  packEnd: number,
  fill: (address: number, length: number, position: number) => void,
): PackWindow {
  const blocks = Math.ceil(packEnd / BLOCK);
  const slots = Math.min(blocks, MOST_BLOCKS);
  const slotOf = new Int32Array(blocks).fill(-1);
  const blockIn = new Int32Array(slots).fill(-1);
  let oldest = 0;
  const load = (block: number): number => {
    const slot = oldest;
    oldest = (oldest + 1) % slots;
    if (blockIn[slot]! >= 0) slotOf[blockIn[slot]!] = -1;
    blockIn[slot] = block;
    slotOf[block] = slot;
    const position = block * BLOCK;
    fill(base + slot * (BLOCK + OVERLAP), Math.min(BLOCK + OVERLAP, packEnd - position), position);
    return slot;
  };
  return {
    bytes: slots * (BLOCK + OVERLAP),
    addressOf: (start, end) => {
      const block = Math.floor(start / BLOCK);
      const within = start - block * BLOCK;
      if (within + end - start > BLOCK + OVERLAP) return -1;
      const slot = slotOf[block]! < 0 ? load(block) : slotOf[block]!;
      return base + slot * (BLOCK + OVERLAP) + within;
    },
  };
}
