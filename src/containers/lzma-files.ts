import type { Spend } from './budget.ts';
import { Damaged } from './entry.ts';
import { unlzma } from './lzma.ts';

const ALONE_HEADER = 13;
/** A size of all ones: an end mark tells. */
const UNKNOWN = 2n ** 64n - 1n;

/**
 * Undoes a file of LZMA alone, `.lzma`.
 *
 * @throws {Damaged} after what stands before the damage
 * @see https://www.7-zip.org/sdk.html the LZMA specification: file format
 */
export function* unlzmaAlone(bytes: Uint8Array): Generator<Uint8Array> {
  const header = Buffer.from(bytes.subarray(0, ALONE_HEADER));
  if (header.length < ALONE_HEADER) throw new Damaged('it breaks off');
  const size = header.readBigUInt64LE(5);
  yield* unlzma(bytes.subarray(ALONE_HEADER), {
    properties: header[0]!,
    dictionary: header.readUInt32LE(1),
    size: size === UNKNOWN ? undefined : Number(size),
  });
}

const LZIP_MAGIC = Buffer.from('LZIP\x01', 'latin1');
const LZIP_HEADER = 6;
/** lc 3, lp 0, pb 2: there are no others. */
const LZIP_PROPERTIES = 0x5d;
/** What it costs to begin a member of which nothing comes. */
const MEMBER_COST = 1 << 12;

/**
 * Undoes lzip, all members one after the other.
 *
 * @throws {Damaged} after what stands before the damage
 * @see https://www.nongnu.org/lzip/manual/lzip_manual.html#File-format
 */
export function* unlzip(bytes: Uint8Array, spend: Spend): Generator<Uint8Array> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at !== -1; at = view.indexOf(LZIP_MAGIC, at + LZIP_HEADER)) {
    spend(MEMBER_COST);
    const code = view[at + LZIP_HEADER - 1] ?? 0;
    const most = 2 ** (code & 0x1f);
    const dictionary = most - (most / 16) * (code >> 5);
    yield* unlzma(bytes.subarray(at + LZIP_HEADER), {
      properties: LZIP_PROPERTIES,
      dictionary,
      size: undefined,
    });
  }
}
