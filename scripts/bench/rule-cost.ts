/**
 * What each rule costs on ordinary text: how often its literals occur, how often the automata let one through to
 * the regular expression, and how many bytes the expression then looks at; each for a million bytes of text.
 *
 *     node scripts/run.mjs scripts/bench/rule-cost.ts [FOLDER]      (default: node_modules, pinned by the lock file)
 *
 * Exits with 1 when a rule is over the budget.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { globSource } from '../../src/config/globs.ts';
import { createSearcher } from '../../src/engine/candidates.ts';
import { compileRule } from '../../src/engine/compiler/compile.ts';
import { ENTRY_WORDS, Entry, HEADER_BYTES } from '../../src/engine/compiler/layout.ts';
import { packRules } from '../../src/engine/compiler/pack.ts';
import { buildTables } from '../../src/engine/compiler/tables.ts';
import { createTwin } from '../../src/engine/kernel/twin.ts';
import { ecmaMatcher } from '../../src/engine/matcher.ts';
import { openPack } from '../../src/engine/rule-pack.ts';
import { loadDirectory } from '../../src/rules/directory.ts';

const TEXT_BYTES = 24e6;
const LARGEST_FILE = 1e6;
/** For a million bytes: literal hits, runs of the regular expression, and bytes that these look at. */
const budget = { literals: 3000, runs: 60, bytes: 20_000 };

const text = corpus(process.argv[2] ?? 'node_modules');
const megabytes = text.length / 1e6;
const rules = loadDirectory('rules');
const costs = rules.map((rule) => ({ id: rule.id, literals: 0, runs: 0, bytes: 0, ms: 0 }));
countLiterals();
countRuns();
const over = costs.filter(
  ({ literals, runs, bytes }) => literals > budget.literals || runs > budget.runs || bytes > budget.bytes,
);
print();
process.exitCode = over.length > 0 ? 1 : 0;

function corpus(folder: string): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  const entries = readdirSync(`${folder}/`, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const files = entries
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(`${path.sep}gpt-tokenizer${path.sep}`)) // megabytes of lists of tokens
    .sort();
  const stride = Math.max(1, Math.floor(files.length / 4000));
  for (let i = 0; i < files.length && length < TEXT_BYTES; i += stride) {
    const bytes = readFileSync(files[i]!);
    if (bytes.length > LARGEST_FILE || bytes.subarray(0, 8000).includes(0)) continue;
    parts.push(bytes);
    length += bytes.length;
  }
  return Buffer.concat(parts);
}

/** The same gate with no automata: every literal is a hit. */
function countLiterals(): void {
  const bare = rules.map((rule) => {
    const compiled = compileRule(rule);
    return {
      ...compiled,
      gate: compiled.gate?.map((entry) => ({ ...entry, forward: undefined, backward: undefined })),
    };
  });
  const gate = buildTables(bare);
  const { tables } = gate;
  const words = new Int32Array(tables.buffer, tables.byteOffset, tables.byteLength >> 2);
  const { count, entries } = createTwin(gate).find(text);
  for (let i = 0; i < count; i++) {
    costs[words[(HEADER_BYTES >> 2) + entries[i]! * ENTRY_WORDS + Entry.rule]!]!.literals += 1 / megabytes;
  }
}

function countRuns(): void {
  const pack = openPack(packRules(rules, globSource));
  const byId = new Map(costs.map((cost) => [cost.id, cost]));
  const measured = (id: string, ecma: string) => {
    const cost = byId.get(id)!;
    const matcher = ecmaMatcher(ecma);
    return (window: string, from: number) => {
      const started = performance.now();
      const match = matcher(window, from);
      cost.ms += (performance.now() - started) / megabytes;
      cost.runs += 1 / megabytes;
      cost.bytes += ((match?.end ?? window.length) - from) / megabytes;
      return match;
    };
  };
  const ids = new Map(rules.map((_, i) => [pack.rule(i).ecma, pack.rule(i).rule.id]));
  createSearcher(
    pack,
    createTwin(pack.gate),
    ({ ecma }) => measured(ids.get(ecma) ?? rules[0]!.id, ecma),
    () => true,
  ).search(text);
}

function print(): void {
  const total = { literals: 0, runs: 0, bytes: 0, ms: 0 };
  for (const cost of costs)
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += cost[key];
  const row = (id: string, { literals, runs, bytes, ms }: typeof total) =>
    console.log(
      `${id.padEnd(44)} ${[literals, runs, bytes].map((n) => n.toFixed(1).padStart(10)).join(' ')} ${ms.toFixed(3).padStart(8)}`,
    );
  console.log(
    `${rules.length} rules on ${megabytes.toFixed(0)} MB; for each MB:`.padEnd(44),
    '  literals       runs      bytes       ms',
  );
  for (const cost of costs.toSorted((a, b) => b.ms - a.ms).slice(0, 20)) row(cost.id, cost);
  row('all', total);
  if (over.length > 0) console.log('over the budget:');
  for (const cost of over) row(cost.id, cost);
}
