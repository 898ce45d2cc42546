import type { Run } from './compiler/needed-runs.ts';

/** A {@link Run} to be looked for: 1 for each byte that it takes. */
export interface RunTable {
  takes: Uint8Array;
  length: number;
}

/** Makes a run's table. */
export function runTable({ ranges, length }: Run): RunTable {
  const takes = new Uint8Array(256);
  for (let i = 0; i < ranges.length; i += 2)
    takes.fill(1, ranges.charCodeAt(i), ranges.charCodeAt(i + 1) + 1);
  return { takes, length };
}

/** Where matches may be longer, a text that repeats what they begin with would be looked through again and again. */
const LONGEST_LOOK = 1024;

/**
 * Whether one of the runs may stand between `from` and `end`, which is not included; true where there are none, and where
 * that is far apart.
 */
export function hasRuns(bytes: Uint8Array, from: number, end: number, runs: readonly RunTable[]): boolean {
  if (runs.length === 0 || end - from > LONGEST_LOOK) return true;
  return runs.some((run) => hasRun(bytes, from, end, run));
}

/** Of most stretches as long as the run, the last few bytes say that it is not there. */
function hasRun(bytes: Uint8Array, from: number, end: number, { takes, length }: RunTable): boolean {
  for (let start = from; start + length <= end; ) {
    let at = start + length - 1;
    while (at >= start && takes[bytes[at]!] === 1) at--;
    if (at < start) return true;
    start = at + 1;
  }
  return false;
}
