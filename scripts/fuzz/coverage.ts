import { Session } from 'node:inspector';

interface Range {
  startOffset: number;
  endOffset: number;
  count: number;
}

/** What ran since the last look: names of blocks of code, each with how often in powers of two. */
export interface Coverage {
  /** @param runs - inputs that ran meanwhile: counts are divided by it */
  take(runs: number): Set<string>;
  stop(): void;
}

/** Counts V8's own coverage, of the code in this process's scripts whose URL has `part` in it. */
export function startCoverage(part: string): Coverage {
  const session = new Session();
  session.connect();
  const post = <T>(method: string, params: object = {}): T => {
    let result: unknown;
    session.post(method, params, (error: Error | null, value: unknown) => {
      if (error) throw error;
      result = value;
    });
    return result as T;
  };
  post('Profiler.enable');
  post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const known = new Map<string, Map<string, Range>>();
  return {
    take(runs) {
      type Script = { url: string; functions: { functionName: string; ranges: Range[] }[] };
      const { result } = post<{ result: Script[] }>('Profiler.takePreciseCoverage');
      const blocks = new Set<string>();
      for (const { url, functions } of result) {
        if (!url.includes(part)) continue;
        for (const { ranges } of functions)
          addBlocks(blocks, `${url}:${ranges[0]!.startOffset}`, ranges, known, runs);
      }
      return blocks;
    },
    stop: () => session.disconnect(),
  };
}

/** V8 leaves out a block that ran as often as what is around it: those seen before are told all the same. */
function addBlocks(
  blocks: Set<string>,
  name: string,
  ranges: readonly Range[],
  known: Map<string, Map<string, Range>>,
  runs: number,
): void {
  const mine = known.get(name) ?? new Map<string, Range>();
  known.set(name, mine);
  for (const range of ranges) mine.set(`${range.startOffset}-${range.endOffset}`, range);
  for (const [key, { startOffset, endOffset }] of mine) {
    const around = ranges.findLast(
      (range) => range.startOffset <= startOffset && range.endOffset >= endOffset,
    );
    const count = around?.count ?? 0;
    if (count > 0)
      blocks.add(`${name} ${key} ${Math.min(8, Math.floor(Math.log2(Math.max(1, count / runs))))}`);
  }
}
