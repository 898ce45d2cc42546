import { expect, test } from 'vitest';
import { builtPack } from '../../scripts/bench/built-pack.ts';
import { textsOf } from '../../scripts/bench/corpus.ts';
import {
  budget,
  countCosts,
  mostSteps,
  type RuleCost,
  wholeBudget,
} from '../../scripts/bench/count-costs.ts';

/** Packages that are the same on every platform; of the pinned ones, those with much code, data and text. */
const packages = ['typescript', 'mongodb', 'zod', 'recheck', 'yaml', 'yargs', 'mysql2'];
const BYTES_EACH = 1.5e6;

const pack = builtPack();
const textIn = (folders: readonly string[]) =>
  Buffer.concat(folders.flatMap((folder) => textsOf(folder, BYTES_EACH)));
const text = textIn(packages.map((name) => `node_modules/${name}`));
const costs = countCosts(pack, text);
const kinds = ['literals', 'hits', 'runs', 'steps'] as const;

test.each(kinds)('no rule costs more %s than a rule may on ordinary text', (kind) => {
  expect(text.length).toBeGreaterThan(4e6);
  const over = costs.filter((cost) => cost[kind] > budget[kind]);
  expect(over.map(({ id, [kind]: cost }: RuleCost) => `${id}: ${cost.toFixed(0)}`)).toEqual([]);
});

test.each(kinds)('all rules together cost no more %s than so many may', (kind) => {
  const sum = costs.reduce((all, cost) => all + cost[kind], 0);
  expect(sum).toBeLessThan((wholeBudget[kind] * pack.count) / 1000);
  expect(sum).toBeGreaterThan(0);
});

test('no rule takes too many steps where all services and kinds of secrets are named', () => {
  const over = countCosts(pack, textIn(['rules', 'docs'])).filter(({ steps }) => steps > mostSteps);
  expect(over.map(({ id, steps }) => `${id}: ${steps.toFixed(0)}`)).toEqual([]);
});
