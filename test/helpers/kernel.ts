import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildKernel } from '../../scripts/build-kernel.mjs';
import type { GateTables } from '../../src/engine/kernel/kernel.ts';
import { createWasmKernel } from '../../src/engine/kernel/wasm.ts';

/** Compiles the kernel from its source, so that tests never run an old build. */
export async function compileKernel() {
  const folder = mkdtempSync(path.join(tmpdir(), 'leakgate-kernel-'));
  const file = path.join(folder, 'kernel.wasm');
  await buildKernel('src/engine/kernel/assembly/kernel.ts', file);
  const module = new WebAssembly.Module(readFileSync(file));
  rmSync(folder, { recursive: true });
  return (tables: GateTables) => createWasmKernel(module, tables);
}
