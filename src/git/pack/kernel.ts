import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The WebAssembly module that inflates and applies deltas, with a memory of its own. Addresses are in bytes. */
export interface PackKernel {
  memory: WebAssembly.Memory;
  /** The first address that is the caller's to use. */
  heap(): number;
  /** Where {@link PackKernel.applyDelta} leaves its pairs of 32-bit numbers: start and end of a region. */
  regions(): number;
  /**
   * Inflates the zlib stream between `source` and `sourceEnd` to exactly `size` bytes at `target`.
   *
   * @returns 1, or 0 when it is damaged or has another length
   */
  inflate(source: number, sourceEnd: number, target: number, size: number): number;
  /**
   * The same for a stream of unknown length.
   *
   * @returns its length in bytes; -1 when it is damaged, or longer than `limit`
   */
  inflateUpTo(source: number, sourceEnd: number, target: number, limit: number): number;
  /** Size of the object that the delta makes; -1 when it is damaged, not for this base, or over `limit`. */
  deltaResultSize(delta: number, deltaEnd: number, baseSize: number, limit: number): number;
  /**
   * Applies the delta that {@link PackKernel.deltaResultSize} was just asked about.
   *
   * @param around - bytes on both sides of a change that belong to its region
   * @returns how many regions of the result are new; -1 when the delta is damaged
   */
  applyDelta(base: number, baseSize: number, target: number, size: number, around: number): number;
}

/**
 * Makes a kernel with a memory of its own.
 *
 * @param file - the module compiled from `assembly/kernel.ts`
 * @returns undefined where WebAssembly is switched off (`--jitless`) or the file is not there
 */
export function loadPackKernel(file = join(import.meta.dirname, 'pack-kernel.wasm')): PackKernel | undefined {
  try {
    const module = new WebAssembly.Module(readFileSync(file));
    return new WebAssembly.Instance(module).exports as unknown as PackKernel;
  } catch {
    return undefined;
  }
}
