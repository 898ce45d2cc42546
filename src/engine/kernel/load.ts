import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CreateKernel } from './kernel.ts';
import { createWasmKernel } from './wasm.ts';

/** Which kernel it is, for `-v`, and how to make one over some tables. */
export interface KernelMaker {
  name: string;
  create: CreateKernel;
}

/**
 * Makes kernels: WebAssembly ones, or their twins in TypeScript where that is forbidden (`node --jitless`) or gets no
 * memory (`ulimit -v`: each takes gigabytes of addresses).
 */
export async function loadKernel(): Promise<KernelMaker> {
  const module = compiledModule();
  if (!module) return { name: 'typescript', create: (await import('./twin.ts')).createTwin };
  return { name: 'wasm', create: (...options) => createWasmKernel(module, ...options) };
}

function compiledModule(): WebAssembly.Module | undefined {
  if (process.env.LEAKGATE_KERNEL === 'typescript' || typeof WebAssembly === 'undefined') return undefined;
  try {
    new WebAssembly.Memory({ initial: 1 });
    return new WebAssembly.Module(readFileSync(path.join(import.meta.dirname, 'kernel.wasm')));
  } catch {
    return undefined;
  }
}
