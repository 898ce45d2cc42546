/**
 * Recall and noise of the whole rule pack.
 *
 *     npm run accuracy -- [recall] [noise] [--clones DIR] [--list] [--save]
 *
 * `recall` sets generated samples of every rule, and generated secrets of no provider, into many languages and files.
 * `noise` scans the work trees of well-known repositories (LEAKGATE_CLONES or --clones names a folder of clones or
 * mirrors; what is not there is fetched) with the built command. Both say what changed since the run that was saved
 * last. `--list` prints what was missed, and what is not reviewed yet; `--save` keeps the figures.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadDirectory } from '../../src/rules/directory.ts';
import { measureNoise } from './noise.ts';
import { noiseFigures, printNoise, printRecall, recallFigures } from './print.ts';
import { genericRecall, providerRecall } from './recall.ts';
import { reviewedKey } from './reviewed.ts';

const SAVED = 'scripts/accuracy/last.json';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { clones: { type: 'string' }, list: { type: 'boolean' }, save: { type: 'boolean' } },
});
const wanted = (part: string) => positionals.length === 0 || positionals.includes(part);
const before = readSaved();
const now: Record<string, number> = {};

if (wanted('recall')) {
  const rules = loadDirectory('rules');
  for (const [kind, recall] of [
    ['provider', providerRecall(rules)],
    ['generic', genericRecall(rules)],
  ] as const) {
    printRecall(kind, recall);
    Object.assign(now, recallFigures(kind, recall));
    if (values.list) for (const line of recall.missed) console.log(`missed: ${line}`);
  }
}
if (wanted('noise')) {
  const noise = measureNoise(values.clones ?? process.env.LEAKGATE_CLONES);
  printNoise(noise);
  Object.assign(now, noiseFigures(noise));
  const unseen = noise.findings.filter(({ label }) => label === 'new');
  if (values.list) for (const found of unseen) console.log(`new\t${reviewedKey(found)}\t${found.ruleId}`);
}
printChanges();
if (values.save) writeFileSync(SAVED, `${JSON.stringify({ ...before, ...now }, null, 2)}\n`);

function readSaved(): Record<string, number> {
  try {
    return JSON.parse(readFileSync(SAVED, 'utf8')) as Record<string, number>;
  } catch {
    return {};
  }
}

function printChanges(): void {
  const changed = Object.entries(now).filter(
    ([key, value]) => before[key] !== undefined && before[key] !== value,
  );
  console.log(changed.length === 0 ? '\nnothing changed since the saved run' : '\nsince the saved run:');
  for (const [key, value] of changed) console.log(`  ${key}: ${before[key]} -> ${value}`);
}
