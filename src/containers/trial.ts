import { isUtf8 } from 'node:buffer';

/** What is tried of a file, and what comes out of it at most. */
const HEAD = 1024;
const MOST_OUT = 1 << 20;

/** Whether it is zlib: loose objects of git, and what programs wrote that take no other format. */
export function isZlib(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x78 || (bytes[1] !== 0x01 && bytes[1] !== 0x9c && bytes[1] !== 0xda)) return false;
  const { constants, inflateSync } = process.getBuiltinModule('node:zlib');
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 2 * MOST_OUT };
  return (tried(bytes, (head) => inflateSync(head, options))?.length ?? 0) > 0;
}

/** So many bytes of compressed text are no UTF-8, and have few zeros. */
const NOISE = 32;
const MOST_ZEROS = 6;

/** Whether it is Brotli, which has no first bytes of its own: bytes without a pattern, out of which text comes, or very much. */
export function isBrotli(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, NOISE);
  if (start.length < NOISE || isUtf8(start)) return false;
  if (start.filter((byte) => byte === 0).length > MOST_ZEROS) return false;
  const { brotliDecompressSync, constants } = process.getBuiltinModule('node:zlib');
  const options = { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength: MOST_OUT };
  const text = tried(bytes, (head) => brotliDecompressSync(head, options));
  return text === undefined || isText(text);
}

/** @returns nothing where it is something else; undefined where it is too much */
function tried(bytes: Uint8Array, undo: (head: Uint8Array) => Buffer): Buffer | undefined {
  try {
    return undo(bytes.subarray(0, HEAD));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? undefined : Buffer.alloc(0);
  }
}

/** Whether the first bytes are UTF-8 without control characters. */
function isText(bytes: Buffer): boolean {
  const start = bytes.subarray(0, HEAD);
  const end = start.findLastIndex((byte) => byte < 0x80);
  const whole = start.subarray(0, Math.max(0, end));
  return (
    whole.length >= NOISE && isUtf8(whole) && !whole.some((byte) => byte < 9 || (byte > 13 && byte < 0x20))
  );
}
