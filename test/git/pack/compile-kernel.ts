import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildKernel } from '../../../scripts/build-kernel.mjs';
import { loadPackKernel, type PackKernel } from '../../../src/git/pack/kernel.ts';

/** Compiles the module from its source, so that tests never run an old build. */
export async function compilePackKernel(): Promise<PackKernel> {
  const folder = mkdtempSync(join(tmpdir(), 'leakgate-kernel-'));
  const file = join(folder, 'pack-kernel.wasm');
  await buildKernel('src/git/pack/assembly/kernel.ts', file);
  const kernel = loadPackKernel(file);
  rmSync(folder, { recursive: true });
  return kernel!;
}
