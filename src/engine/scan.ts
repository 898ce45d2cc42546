import type { Chunk } from '../types.ts';
import { decodeLayers } from './decoding/decode-layers.ts';
import { type Judged, type JudgeOptions, judgeMatches } from './judge-matches.ts';
import { namedValueLayers } from './named-values.ts';
import { createSearch, type SearchOptions } from './search.ts';

/** How what was found in a chunk is looked at. */
export interface LookOptions extends JudgeOptions {
  /** How many encodings on top of each other are undone; absent: none. */
  maxDecodeDepth?: number;
}

export interface EngineOptions extends SearchOptions, LookOptions {}

/** What one chunk gives. */
export interface ScanResult extends Judged {
  /** Lines of what was searched. */
  lines: number;
  /** What a limit kept from being decoded: sentences for the receipt. */
  limits?: readonly string[];
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
    scan(chunk: Chunk): ScanResult {
      const found = search(chunk.bytes, chunk.regions);
      const { layers, limits } = decodeLayers(chunk, found, search, options.maxDecodeDepth ?? 0);
      const judged = judgeMatches(
        chunk,
        [{ chunk, matches: found.list }, ...layers, ...namedValueLayers(chunk, search)],
        options,
      );
      return { ...judged, lines: found.lines, limits };
    },
  };
}
