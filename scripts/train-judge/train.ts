/**
 * Trains the model that judges values without a shape of their own, and writes src/engine/judge-weights.ts.
 *
 *     node scripts/run.mjs scripts/train-judge/train.ts [--clones DIR]
 *
 * Secrets are generated; what is none is mined from the source trees of repositories.ts, which are fetched as those of
 * `npm run accuracy` are. The same seed and trees give the same weights.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { judgeForm } from '../../src/engine/judge.ts';
import { loadDirectory } from '../../src/rules/directory.ts';
import { treeOf } from '../accuracy/trees.ts';
import { type Kind, type MinedValue, mine } from './mine.ts';
import { calibrate, type Labelled, type Model, scoreOf, train } from './model.ts';
import { positives } from './positives.ts';
import { trainingRepositories } from './repositories.ts';

const GENERATED = 40_000;
const LITERALS = 60_000;
/** A value beside a secret's name counts for this many literals from anywhere. */
const NAMED_WEIGHT = 3;
/** What a model that has not seen it scores higher is likely a secret, or a hash, which looks the same: left out. */
const DOUBTFUL = -1.5;

const { values } = parseArgs({ options: { clones: { type: 'string' } } });
const folders = trainingRepositories.map((r) => treeOf(r, values.clones ?? process.env.LEAKGATE_CLONES));
const mined = mine(folders, loadDirectory('rules'), LITERALS);
const models = { secret: trained('secret'), password: trained('password') };
writeFileSync('src/engine/judge-weights.ts', moduleOf(models));

function trained(kind: Kind): Model {
  const random = seededRandom(`judge ${kind}`);
  const others = mined.filter((value) => value.kind === kind && judgeForm(value.value, kind) === undefined);
  const made = positives(kind, GENERATED, random).map((value) => ({ value, secret: true }));
  const halves = [0, 1].map((half) => others.filter((_, i) => i % 2 === half));
  const sure = halves.flatMap((half, i) => {
    const unseeing = train([...made, ...labelled(halves[1 - i]!)], random);
    return half.filter(({ value }) => scoreOf(unseeing, value) < DOUBTFUL);
  });
  const isHeld = (index: number) => index % 10 === 0;
  const parts = (held: boolean): Labelled[] => [
    ...made.filter((_, i) => isHeld(i) === held),
    ...labelled(sure.filter((_, i) => isHeld(i) === held)),
  ];
  const model = calibrate(train(parts(false), random), parts(true));
  console.log(`${kind}: ${made.length} generated, ${sure.length} of ${others.length} mined values kept`);
  return model;
}

function labelled(values: readonly MinedValue[]): Labelled[] {
  return values.flatMap(({ value, named }) =>
    Array.from({ length: named ? NAMED_WEIGHT : 1 }, () => ({ value, secret: false })),
  );
}

function moduleOf(models: Record<Kind, Model>): string {
  const constants = Object.entries(models).map(([kind, { weights, scale, slope, offset }]) => {
    const rounded = [scale, slope, offset].map((number) => Number(number.toPrecision(6)));
    const text = Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength).toString('base64');
    return `  ${kind}: {
    scale: ${rounded[0]},
    slope: ${rounded[1]},
    offset: ${rounded[2]},
    weights: '${text}',
  },`;
  });
  return `/** Written by scripts/train-judge/train.ts: signed bytes in base64, one a bucket, times \`scale\`. */
export const judgeWeights = {
${constants.join('\n')}
} as const;
`;
}
