/** What the module exports besides its memory: see `../kernel.ts`. */
import { REGIONS } from './layout';

export { applyDelta, deltaResultSize } from './delta';
export { inflate, inflateUpTo } from './inflate';

export function heap(): usize {
  return (__heap_base + 15) & ~15;
}

export function regions(): usize {
  return REGIONS;
}
