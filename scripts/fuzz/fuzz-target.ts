import type { FuzzTarget } from '../../test/fuzz/target.ts';
import { type Coverage, startCoverage } from './coverage.ts';
import { type Dice, pick } from './dice.ts';
import { mutate } from './mutate.ts';

/** An input that did something that none before it did. */
interface Kept {
  input: Uint8Array;
  features: ReadonlySet<string>;
}

/** What a target was seen to do. */
export interface Fuzzed {
  runs: number;
  features: number;
  /** As few inputs as reach all blocks of code and do all that was seen. */
  seeds: Uint8Array[];
  /** By message: the first input that made it fail. */
  failures: Map<string, Uint8Array>;
  /** The input that took longest for its length, besides a part for each run. */
  slowest: { input: Uint8Array; ms: number } | undefined;
}

const BATCH = 24;
/** A run is not slow for less. */
const LEAST_MS = 20;

/** Runs mutated inputs until the time is over, and keeps those that do something new. */
export async function fuzzTarget(
  target: FuzzTarget,
  seeds: readonly Uint8Array[],
  seconds: number,
  dice: Dice,
): Promise<Fuzzed> {
  const coverage = startCoverage('.scripts-');
  const seen = new Set<string>();
  const kept: Kept[] = [];
  const fuzzed: Fuzzed = { runs: 0, features: 0, seeds: [], failures: new Map(), slowest: undefined };
  const keep = async (input: Uint8Array) => {
    const features = await featuresOf(target, coverage, input, fuzzed);
    if (![...features].some((feature) => !seen.has(feature))) return;
    for (const feature of features) seen.add(feature);
    kept.push({ input, features });
  };
  const first = [...target.starts, ...seeds];
  for (const input of first) await keep(input);
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end) {
    const inputs = kept.map(({ input }) => input);
    const batch = Array.from({ length: BATCH }, () => {
      const parent = dice(3) === 0 ? inputs.at(-1 - dice(Math.min(30, inputs.length)))! : pick(inputs, dice);
      return mutate(parent, inputs, target.words, target.longest, dice);
    });
    coverage.take(1);
    const own: Set<string>[] = [];
    for (const input of batch) own.push(await runOne(target, input, fuzzed));
    const together = coverage.take(BATCH);
    const all = [...together].some((feature) => !seen.has(feature));
    for (const [i, input] of batch.entries())
      if (all || [...own[i]!].some((feature) => !seen.has(feature))) await keep(input);
  }
  coverage.stop();
  return { ...fuzzed, features: seen.size, seeds: fewest(kept) };
}

async function featuresOf(
  target: FuzzTarget,
  coverage: Coverage,
  input: Uint8Array,
  fuzzed: Fuzzed,
): Promise<Set<string>> {
  coverage.take(1);
  const own = await runOne(target, input, fuzzed);
  return new Set([...coverage.take(1), ...own]);
}

async function runOne(target: FuzzTarget, input: Uint8Array, fuzzed: Fuzzed): Promise<Set<string>> {
  fuzzed.runs++;
  const started = performance.now();
  try {
    return new Set(await target.run(input));
  } catch (error) {
    const { message, stack = '' } = error as Error;
    const key = `${message.replace(/\d+/g, 'n').slice(0, 60)} ${/\n\s+at (\S+)/.exec(stack)?.[1]}`;
    if (!fuzzed.failures.has(key)) fuzzed.failures.set(key, input);
    return new Set([`failed: ${key}`]);
  } finally {
    const ms = performance.now() - started;
    const pace = (run: { input: Uint8Array; ms: number }) => run.ms / (run.input.length + 1000);
    const { slowest } = fuzzed;
    if (ms > LEAST_MS && (!slowest || pace({ input, ms }) > pace(slowest))) fuzzed.slowest = { input, ms };
  }
}

/** How often a block ran is no reason to keep an input for ever: whether it did is. */
function fewest(kept: readonly Kept[]): Uint8Array[] {
  const plain = (feature: string) => feature.replace(/ \d$/, '');
  const left = new Set(kept.flatMap(({ features }) => [...features].map(plain)));
  const few: Uint8Array[] = [];
  for (const { input, features } of kept.toSorted((a, b) => a.input.length - b.input.length)) {
    const fresh = [...features].map(plain).filter((feature) => left.has(feature));
    if (fresh.length === 0) continue;
    for (const feature of fresh) left.delete(feature);
    few.push(input);
  }
  return few;
}
