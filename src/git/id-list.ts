/** Object ids, 20 or 32 bytes each. */
export interface IdList {
  push(hex: Buffer): void;
  /** As hex. */
  at(i: number): string;
  /** Its first four bytes. */
  startOf(i: number): number;
}

const BLOCK_IDS = 4096;

/** Of 0 to 9 and a to f, by their low bits: 1 to 6 are letters' too. */
const digit = (code: number): number => (code & 15) + (code > 0x39 ? 9 : 0);

/** An empty list; all ids that are put in must be of one hash. */
export function createIdList(): IdList {
  const blocks: Buffer[] = [];
  let count = 0;
  let hashBytes = 0;
  const placeOf = (i: number): number => (i % BLOCK_IDS) * hashBytes;
  const blockOf = (i: number): Buffer => blocks[Math.floor(i / BLOCK_IDS)]!;
  return {
    push: (hex) => {
      hashBytes ||= hex.length / 2;
      if (count % BLOCK_IDS === 0) blocks.push(Buffer.alloc(BLOCK_IDS * hashBytes));
      const block = blockOf(count);
      const start = placeOf(count);
      for (let i = 0; i < hashBytes; i++)
        block[start + i] = (digit(hex[2 * i]!) << 4) | digit(hex[2 * i + 1]!);
      count++;
    },
    at: (i) => blockOf(i).toString('hex', placeOf(i), placeOf(i) + hashBytes),
    startOf: (i) => blockOf(i).readUInt32BE(placeOf(i)),
  };
}
