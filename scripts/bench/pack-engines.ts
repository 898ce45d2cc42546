import { readFileSync } from 'node:fs';
import type { GateTables } from '../../src/engine/kernel/kernel.ts';
import { createWasmKernel } from '../../src/engine/kernel/wasm.ts';
import type { RulePack } from '../../src/engine/rule-pack.ts';
import { createEngine } from '../../src/engine/scan.ts';

const module = new WebAssembly.Module(readFileSync('dist/kernel.wasm'));

/** The built kernel over some tables. */
export const createBuiltKernel = (gate: GateTables) => createWasmKernel(module, gate);

/** An engine over a pack, as a scan has it. */
export function engineOf(pack: RulePack, maxDecodeDepth: number) {
  return createEngine({
    packs: [{ pack }],
    createKernel: createBuiltKernel,
    takes: () => true,
    explain: false,
    maxDecodeDepth,
  });
}
