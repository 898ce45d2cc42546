import { type Dice, pick as pickOne } from './dice.ts';

/** Makes another input of some that are known. */
export function mutate(
  parent: Uint8Array,
  others: readonly Uint8Array[],
  words: readonly string[],
  longest: number,
  dice: Dice,
): Buffer {
  let bytes: Buffer = Buffer.from(parent);
  for (let times = 1 + dice(4); times > 0; times--) bytes = step(bytes, others, words, dice);
  return bytes.subarray(0, longest);
}

const EDGES = [0, 1, 0x7f, 0x80, 0xff];

function step(bytes: Buffer, others: readonly Uint8Array[], words: readonly string[], dice: Dice): Buffer {
  const at = dice(bytes.length + 1);
  const length = 1 + dice(1 + dice(32));
  const insert = (piece: Uint8Array) => Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
  const cut = () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
  switch (dice(bytes.length === 0 ? 2 : 10)) {
    case 0:
      return insert(words.length > 0 ? Buffer.from(pickOne(words, dice), 'latin1') : Buffer.of(dice(256)));
    case 1:
      return insert(Buffer.from(Array.from({ length }, () => dice(256))));
    case 2:
      return cut();
    case 3:
      return insert(bytes.subarray(dice(bytes.length)).subarray(0, length));
    case 4: {
      const other = pickOne(others, dice);
      return Buffer.concat([bytes.subarray(0, at), other.subarray(dice(other.length + 1))]);
    }
    case 5:
      return insert(Buffer.alloc(1 + dice(300), bytes[dice(bytes.length)]));
    case 6:
      bytes[dice(bytes.length)]! ^= 1 << dice(8);
      return bytes;
    case 7:
      bytes[dice(bytes.length)] = pickOne(EDGES, dice);
      return bytes;
    case 8:
      bytes[dice(bytes.length)]! += dice(2) === 0 ? 1 + dice(16) : 240 + dice(16);
      return bytes;
    default:
      bytes[dice(bytes.length)] = dice(256);
      return bytes;
  }
}
