import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Adapter, leakgate } from './adapter.ts';
import { type Result, runSituation } from './run-situation.ts';
import type { Situation } from './situation.ts';
import { situations } from './situations.ts';

/**
 * Prints a table of all situations as Markdown, a column for each scanner:
 * `node scripts/run.mjs test/conformance/report.ts [adapter.mjs ..]`. Each module has an Adapter as its default export;
 * without any, it is leakgate's own.
 */
const files = process.argv.slice(2);
const adapters: Adapter[] = files.length === 0 ? [leakgate] : await Promise.all(files.map(load));

async function load(file: string): Promise<Adapter> {
  const module: { default: Adapter } = await import(pathToFileURL(path.resolve(file)).href);
  return module.default;
}

function cell(situation: Situation, { outcome }: Result): string {
  if (outcome === situation.expected) return 'as expected';
  return outcome === 'no such mode' ? '-' : `**${outcome}**`;
}

const wanted = situations.filter(({ skip }) => !skip);
const right = new Map(adapters.map(({ name }) => [name, 0]));
const lines = wanted.map((situation) => {
  const cells = adapters.map((adapter) => {
    const result = runSituation(situation, adapter);
    if (result.outcome === situation.expected) right.set(adapter.name, right.get(adapter.name)! + 1);
    return cell(situation, result);
  });
  const { mode, id, expected, blinds = '' } = situation;
  return `| ${[mode, id, expected, ...cells, blinds].join(' | ')} |`;
});
const head = ['mode', 'situation', 'must be', ...adapters.map(({ name }) => name), 'who is blind'];
console.log(`| ${head.join(' | ')} |\n|${head.map(() => '---').join('|')}|`);
console.log(lines.join('\n'));
for (const [name, count] of right) console.log(`\n${name}: ${count} of ${wanted.length} as expected`);
