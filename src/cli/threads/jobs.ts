import { availableParallelism } from 'node:os';
import { UsageError } from '../../errors.ts';
import type { Flags } from '../options.ts';

const MOST_JOBS = 8;

/**
 * How many threads may search: what `--jobs` says, else as many as the machine has.
 *
 * @throws {UsageError} that is no number of threads
 */
export function jobsOf({ jobs: value }: Flags): number {
  if (value === undefined) return Math.min(MOST_JOBS, availableParallelism());
  const jobs = Number(value);
  if (!Number.isInteger(jobs) || jobs < 1) throw new UsageError(`--jobs ${value}: write a number of threads`);
  return jobs;
}
