import { addAll } from '../add-all.ts';
import type { SearchTimes, SlowInput } from '../types.ts';

/** No input is named for less, however small it is: the first ones wait for code to be loaded. Those are `long`. */
const NOTABLE_MS = 250;
/** An input is named for this, however large it is. */
const SLOW_MS = 1000;
/** In between, one is named that took this many times as long as others of its size. */
const UNFAIR = 10;

/** Nothing searched yet. */
export function newTimes(): SearchTimes {
  return { ms: 0, bytes: 0, long: [] };
}

/**
 * Counts one input, or a further stretch of the one before.
 *
 * @param input - `bytes`: what was searched of it, and inside of it
 */
export function addTime(times: SearchTimes, { path, ms, bytes }: SlowInput, continued = false): void {
  times.ms += ms;
  times.bytes += bytes;
  const wasLong = continued && times.last !== undefined && times.last.ms >= NOTABLE_MS;
  if (continued && times.last) {
    times.last.ms += ms;
    times.last.bytes += bytes;
  } else times.last = { path, ms, bytes };
  if (!wasLong && times.last.ms >= NOTABLE_MS) times.long.push(times.last);
}

/** Adds the times of one search to those of another. */
export function joinTimes({ ms, bytes, long }: SearchTimes, all: SearchTimes): void {
  all.ms += ms;
  all.bytes += bytes;
  addAll(long, all.long);
}

/** The inputs that took a second, or many times their share of the time; the slowest first, in whole milliseconds. */
export function slowInputs({ ms, bytes, long }: SearchTimes): SlowInput[] {
  const sum = (key: 'ms' | 'bytes') => long.reduce((all, input) => all + input[key], 0);
  const msPerByte = (ms - sum('ms')) / Math.max(1, bytes - sum('bytes'));
  return long
    .filter((input) => input.ms >= SLOW_MS || (msPerByte > 0 && input.ms > UNFAIR * msPerByte * input.bytes))
    .sort((a, b) => b.ms - a.ms)
    .map((input) => ({ ...input, ms: Math.round(input.ms) }));
}
