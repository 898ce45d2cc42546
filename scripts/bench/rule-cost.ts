/**
 * What each rule costs on ordinary text, the dearest first; `count-costs.ts` says in what.
 *
 *     npm run bench:rules -- [FOLDER]      (default: node_modules, pinned by the lock file)
 *
 * `test/e2e/rule-cost.test.ts` holds the rules to their budget.
 */
import { builtPack } from './built-pack.ts';
import { textsOf } from './corpus.ts';
import { countCosts, type RuleCost } from './count-costs.ts';
import { printTable } from './print.ts';

const TEXT_BYTES = 24e6;
const SHOWN = 25;

const text = Buffer.concat(textsOf(process.argv[2] ?? 'node_modules', TEXT_BYTES));
const costs = countCosts(builtPack(), text);
const sum = (key: Exclude<keyof RuleCost, 'id'>) => costs.reduce((all, cost) => all + cost[key], 0);
const all = {
  id: 'all',
  literals: sum('literals'),
  hits: sum('hits'),
  runs: sum('runs'),
  steps: sum('steps'),
};
const dearest = costs.toSorted((a, b) => weight(b) - weight(a)).slice(0, SHOWN);
const rows = [all, ...dearest].map(({ id, literals, hits, runs, steps }) => [
  id,
  ...[literals, hits, runs, steps].map((count) => count.toFixed(1)),
]);
printTable(
  `${costs.length} rules on ${(text.length / 1e6).toFixed(0)} MB, for each MB`,
  ['rule', 'literals', 'hits', 'runs', 'steps'],
  rows,
);

/** Roughly what they take: a run of a pattern costs as much as a hundred literals, or as a hundred bytes that it looks at. */
function weight({ literals, runs, steps }: RuleCost): number {
  return literals / 100 + runs + steps / 100;
}
