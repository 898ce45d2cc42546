import { compilerTarget } from './compiler-target.ts';
import { containerTarget } from './container-target.ts';
import { deltaTarget } from './delta-target.ts';
import { kernelTarget } from './kernel-target.ts';
import { packTarget } from './pack-target.ts';
import type { LoadTarget } from './target.ts';

/** All that is fuzzed, by name. */
export const targets: Readonly<Record<string, LoadTarget>> = {
  kernel: kernelTarget,
  compiler: compilerTarget,
  delta: deltaTarget,
  pack: packTarget,
  containers: containerTarget,
};
