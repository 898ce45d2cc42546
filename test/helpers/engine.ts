import { globSource } from '../../src/config/globs.ts';
import { packRules } from '../../src/engine/compiler/pack.ts';
import { createTwin } from '../../src/engine/kernel/twin.ts';
import { openPack } from '../../src/engine/rule-pack.ts';
import { createEngine, type EngineOptions } from '../../src/engine/scan.ts';
import { createSearch } from '../../src/engine/search.ts';
import type { Chunk, Rule } from '../../src/types.ts';

/** An engine over these rules with the TypeScript kernel; options may be overridden. */
export function engineOf(rules: readonly Rule[], options: Partial<EngineOptions> = {}) {
  return createEngine({
    packs: [{ pack: openPack(packRules(rules, globSource)) }],
    createKernel: createTwin,
    takes: () => true,
    explain: true,
    ...options,
  });
}

/** A chunk of a text, as if it stood in a file. */
export function chunkOf(text: string | Uint8Array, path = 'file.txt'): Chunk {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return { kind: 'chunk', path, where: 'content', bytes, firstLine: 1 };
}

/** The search of an engine over these rules, with the TypeScript kernel. */
export function searchOf(rules: readonly Rule[]) {
  const packs = [{ pack: openPack(packRules(rules, globSource)) }];
  return createSearch({ packs, createKernel: createTwin, takes: () => true });
}
