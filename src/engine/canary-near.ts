import { canaryHost, namesCanary } from './checks/canary.ts';
import { latin1 } from './latin1.ts';

/** Tells which service's decoys are named in bytes `from` to `to` of a text. */
export type CanaryFinder = (bytes: Uint8Array, from: number, to: number) => string | undefined;

/** Bytes that are looked at once, however many ask about them. */
const BLOCK = 1024;
/** A name that begins in a block ends at most so far behind it. */
const LONGEST_NAME = 32;

/** For texts of which many stretches near each other are asked about: most of them name none. */
export function createCanaryFinder(): CanaryFinder {
  const texts = new WeakMap<Uint8Array, Map<number, boolean>>();
  return (bytes, from, to) => {
    if (to - from < BLOCK) return canaryHost(latin1(bytes, from, to));
    const known = texts.get(bytes) ?? new Map<number, boolean>();
    texts.set(bytes, known);
    const isNamed = (block: number) => {
      const start = block * BLOCK;
      const named = known.get(block) ?? namesCanary(latin1(bytes, start, start + BLOCK + LONGEST_NAME));
      known.set(block, named);
      return named;
    };
    const first = Math.floor(Math.max(0, from) / BLOCK);
    for (let block = first; block * BLOCK < Math.min(to, bytes.length); block++)
      if (isNamed(block)) return canaryHost(latin1(bytes, from, to));
    return undefined;
  };
}
