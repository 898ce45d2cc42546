/**
 * Coverage-guided fuzzing: mutates inputs, and keeps those that reach new code or do something new.
 *
 *     npm run fuzz -- [kernel] [compiler] [delta] [pack] [containers] [--seconds 60] [--seed N] [--keep]
 *
 * Begins with the seeds of `test/fuzz/seeds/`, which the unit tests run again; `--keep` writes them anew. What fails is
 * written to `.fuzz/`, and ends it with 1.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readSeeds, writeSeeds } from '../../test/fuzz/seeds.ts';
import { targets } from '../../test/fuzz/targets.ts';
import { diceFrom } from './dice.ts';
import { fuzzTarget } from './fuzz-target.ts';

const FAILURES = '.fuzz';
/** Longer inputs are not kept: they would fill the repository. */
const LONGEST_SEED = 2000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
    keep: { type: 'boolean', default: false },
  },
});
const unknown = positionals.find((name) => !Object.hasOwn(targets, name));
if (unknown !== undefined) throw new Error(`${unknown}: one of ${Object.keys(targets).join(', ')}`);

for (const [name, load] of Object.entries(targets)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const target = await load();
  const fuzzed = await fuzzTarget(
    target,
    readSeeds(name),
    Number(values.seconds),
    diceFrom(Number(values.seed)),
  );
  target.close?.();
  const { runs, features, seeds, failures, slowest } = fuzzed;
  console.log(`${name}: ${runs} runs, ${features} features, ${seeds.length} seeds, --seed ${values.seed}`);
  if (slowest)
    console.log(
      `  slowest: ${slowest.ms.toFixed(0)} ms for ${slowest.input.length} bytes, ${saved(name, slowest.input)}`,
    );
  for (const [message, input] of failures) console.log(`  FAILED: ${message}: ${saved(name, input)}`);
  if (failures.size > 0) process.exitCode = 1;
  if (values.keep && failures.size === 0)
    writeSeeds(
      name,
      seeds.filter(({ length }) => length <= LONGEST_SEED),
    );
}

function saved(name: string, input: Uint8Array): string {
  mkdirSync(FAILURES, { recursive: true });
  const file = `${FAILURES}/${name}-${createHash('sha256').update(input).digest('hex').slice(0, 12)}`;
  writeFileSync(file, input);
  return file;
}
