/**
 * Compares ways to tell secrets from other values, on what none of them was made from: generated secrets of the
 * accuracy run, and the values beside a secret's name in the repositories of the noise run. Some of these are keys of
 * tests, which look like any other: no method gets below their share.
 *
 *     node scripts/run.mjs scripts/train-judge/compare.ts [--clones DIR]
 */
import { parseArgs } from 'node:util';
import { encode } from 'gpt-tokenizer/encoding/cl100k_base';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { shannonEntropy } from '../../src/engine/entropy.ts';
import { judgeForm } from '../../src/engine/judge.ts';
import { likelihood } from '../../src/engine/judge-model.ts';
import { placeholderReason } from '../../src/engine/placeholders.ts';
import { loadDirectory } from '../../src/rules/directory.ts';
import { passwordGenerators, secretGenerators } from '../accuracy/generic-samples.ts';
import { repositories } from '../accuracy/repositories.ts';
import { treeOf } from '../accuracy/trees.ts';
import { type Kind, mine } from './mine.ts';

/** Scores: higher is more likely a secret. */
const methods: Readonly<Record<string, (value: string, kind: Kind) => number>> = {
  'entropy, bits a character': (value) => shannonEntropy(value),
  'tokens a character': (value) => encode(value).length / value.length,
  'both, multiplied': (value) => (shannonEntropy(value) * encode(value).length) / value.length,
  'the model': likelihood,
};
const RECALLS = [0.99, 0.95, 0.9];
const SAMPLES = 400;

const { values } = parseArgs({ options: { clones: { type: 'string' } } });
const folders = repositories.map((repository) =>
  treeOf(repository, values.clones ?? process.env.LEAKGATE_CLONES),
);
const mined = mine(folders, loadDirectory('rules'), 0).filter(({ named }) => named);

for (const [kind, generators] of [
  ['secret', secretGenerators],
  ['password', passwordGenerators],
] as const) {
  const random = seededRandom(`compare ${kind}`);
  const secrets = Object.values(generators).flatMap((make) =>
    Array.from({ length: SAMPLES }, () => make(random)),
  );
  const others = mined
    .filter((value) => value.kind === kind)
    .map(({ value }) => value)
    .filter((value) => !judgeForm(value, kind) && !placeholderReason(value, kind));
  console.log(
    `${kind}: ${secrets.length} secrets, ${others.length} other values; of these pass at a recall of`,
  );
  for (const [name, score] of Object.entries(methods)) {
    const scores = secrets.map((value) => score(value, kind)).sort((a, b) => a - b);
    const passing = RECALLS.map((recall) => {
      const least = scores[Math.floor((1 - recall) * scores.length)]!;
      const passed = others.filter((value) => score(value, kind) >= least).length;
      return `${100 * recall}%: ${((100 * passed) / others.length).toFixed(1)}%`;
    });
    console.log(`  ${name.padEnd(28)}${passing.map((cell) => cell.padStart(14)).join('')}`);
  }
}
