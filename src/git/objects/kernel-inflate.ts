import { loadPackKernel, type PackKernel } from '../pack/kernel.ts';

/** Larger streams are left to zlib, which allocates as it goes. */
const LARGEST_INPUT = 1 << 20;
const LARGEST_OUTPUT = 8 << 20;
const PAGE = 65536;
/** The kernel reads and writes a little past what it is given. */
const SLACK = 64;

let kernel: PackKernel | undefined | 'not loaded' = 'not loaded';

/**
 * Inflates the zlib stream at the start of `input` in WebAssembly.
 *
 * @param limit - bytes that may come out at most
 * @returns undefined when it is damaged, large, or there is no WebAssembly: zlib is to say
 */
export function inflateInKernel(input: Uint8Array, limit: number): Buffer | undefined {
  if (input.length > LARGEST_INPUT) return undefined;
  if (kernel === 'not loaded') kernel = withRoom(loadPackKernel());
  if (!kernel) return undefined;
  const source = kernel.heap();
  const target = source + LARGEST_INPUT + SLACK;
  new Uint8Array(kernel.memory.buffer).set(input, source);
  const size = kernel.inflateUpTo(source, source + input.length, target, Math.min(limit, LARGEST_OUTPUT));
  return size < 0 ? undefined : Buffer.from(new Uint8Array(kernel.memory.buffer, target, size));
}

/** Memory that is not written to costs nothing. */
function withRoom(loaded: PackKernel | undefined): PackKernel | undefined {
  if (!loaded) return undefined;
  const end = loaded.heap() + LARGEST_INPUT + LARGEST_OUTPUT + 2 * SLACK;
  loaded.memory.grow(Math.ceil((end - loaded.memory.buffer.byteLength) / PAGE));
  return loaded;
}
