import { inflateInKernel } from './kernel-inflate.ts';

/** Deflate can't make more than this many bytes out of one. */
const MAX_RATIO = 1032;

/** Whether `compressed` bytes can hold `size` bytes at all: asked before anything is allocated. */
export function couldHold(compressed: number, size: number): boolean {
  return size <= compressed * MAX_RATIO;
}

/** Why nothing was inflated: the input ends before its stream, the output passes the limit, or neither. */
export type InflateFailure = 'cut short' | 'too long' | 'damaged';

/**
 * Inflates the zlib stream at the start of `input`; what follows it is ignored.
 *
 * @param limit - bytes that may come out at most
 * @param chunkSize - bytes that zlib allocates at a time: best the expected size and one more
 */
export function inflate(input: Uint8Array, limit: number, chunkSize: number): Buffer | InflateFailure {
  return inflateInKernel(input, limit) ?? inflateByZlib(input, limit, chunkSize);
}

/** Takes all sizes, and says what is wrong. Loading zlib costs a hook more than a small commit's objects do. */
function inflateByZlib(input: Uint8Array, limit: number, chunkSize: number): Buffer | InflateFailure {
  const { constants, inflateSync } = process.getBuiltinModule('node:zlib');
  try {
    return inflateSync(input, {
      maxOutputLength: Math.max(1, limit),
      chunkSize: Math.max(constants.Z_MIN_CHUNK, chunkSize),
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') return 'cut short';
    return code === 'ERR_BUFFER_TOO_LARGE' ? 'too long' : 'damaged';
  }
}

/** The first bytes of what `input` inflates to, however it ends. */
export function inflateStart(input: Uint8Array): Buffer {
  const { constants, inflateSync } = process.getBuiltinModule('node:zlib');
  try {
    return inflateSync(input.subarray(0, 64), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0);
  }
}
