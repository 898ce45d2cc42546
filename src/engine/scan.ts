import type { Chunk } from '../types.ts';
import { type Judged, type JudgeOptions, judgeMatches } from './judge-matches.ts';
import { createSearch, type SearchOptions } from './search.ts';

export interface EngineOptions extends SearchOptions, JudgeOptions {}

/** What one chunk gives. */
export interface ScanResult extends Judged {
  /** Lines of what was searched. */
  lines: number;
}

/** Bytes in, findings out; pure, no I/O. A promise only when the code for what was found is still to be loaded. */
export interface Engine {
  scan(chunk: Chunk): ScanResult | Promise<ScanResult>;
  /** How many containers inside of each other are opened; absent: none. */
  maxArchiveDepth?: number;
}

/** An engine with all its code at hand. */
export function createEngine(options: EngineOptions) {
  const search = createSearch(options);
  return {
    scan: (chunk: Chunk): ScanResult => {
      const { list, lines } = search(chunk.bytes, chunk.regions);
      return { ...judgeMatches(chunk, list, options), lines };
    },
  };
}
