import { globSource } from '../../src/config/globs.ts';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { packRules } from '../../src/engine/compiler/pack.ts';
import { createTwin } from '../../src/engine/kernel/twin.ts';
import { openPack, type RulePack } from '../../src/engine/rule-pack.ts';
import { createSearch } from '../../src/engine/search.ts';
import { loadDirectory } from '../../src/rules/directory.ts';
import type { Chunk, Rule } from '../../src/types.ts';
import type { BenchSetting } from './bench-setting.ts';
import { builtPack } from './built-pack.ts';
import { textsOf } from './corpus.ts';
import { literalGate } from './count-costs.ts';
import { atMost, type Figure, under } from './figure.ts';
import { inTurn } from './in-turn.ts';
import { treeFolder } from './inputs.ts';
import { createBuiltKernel, engineOf } from './pack-engines.ts';
import { printTable } from './print.ts';

const TEXT_BYTES = 32e6;
const MAX_DECODE_DEPTH = 4;

/** The engine's stages alone, warm, over text in memory. */
export function benchStages(setting: BenchSetting): Figure[] {
  const texts = textsOf(treeFolder(setting), TEXT_BYTES);
  const megabytes = sizeOf(texts);
  const pack = builtPack();
  const literals = literalGate(pack.gate);
  const kernels = {
    'module, literals alone': createBuiltKernel(literals),
    'module, literals and automata': createBuiltKernel(pack.gate),
    'twin, literals alone': createTwin(literals),
    'twin, literals and automata': createTwin(pack.gate),
  };
  const search = createSearch({ packs: [{ pack }], createKernel: createBuiltKernel, takes: () => true });
  const [plain, decoding] = [engineOf(pack, 0), engineOf(pack, MAX_DECODE_DEPTH)];
  const tasks = new Map<string, () => void>([
    ...Object.entries(kernels).map(([name, kernel]): [string, () => void] => [
      name,
      () => texts.forEach((text) => void kernel.find(text)),
    ]),
    ['gate and patterns', () => texts.forEach((text) => void search(text))],
    ['engine, no decoding', () => scanAll(plain, texts)],
    ['engine, with decoding', () => scanAll(decoding, texts)],
  ]);
  const times = inTurn(tasks, roundsOf(setting));
  const rows = [...times].map(([name, ms]) => [
    name,
    (megabytes / (ms / 1000)).toFixed(0),
    (ms / megabytes).toFixed(2),
  ]);
  printTable(
    `Stages: ${pack.count} rules, ${megabytes.toFixed(0)} MB in ${texts.length} texts, CPU`,
    ['stage', 'MB/s', 'ms/MB'],
    rows,
  );
  return [];
}

/** Providers of the seed sheet. */
const seed = new Set(
  'github anaconda azure azure-devops alibaba gitlab bitbucket atlassian jenkins'.split(' '),
);
const LEFT_OUT = 100;

/** What many rules cost: the whole pack beside the seed's, and beside itself without some rules. */
export function benchRules(setting: BenchSetting): Figure[] {
  const texts = textsOf(treeFolder(setting), TEXT_BYTES);
  const rules = loadDirectory('rules');
  const seedRules = rules.filter(({ provider }) => seed.has(provider));
  const draws = Array.from({ length: setting.quick ? 1 : 4 }, (_, i) => without(rules, `draw ${i}`));
  const packs = new Map<string, RulePack>([
    [`whole pack, ${rules.length} rules`, builtPack()],
    [`seed pack, ${seedRules.length} rules`, packOf(seedRules)],
    ...draws.map((draw, i): [string, RulePack] => [`without ${LEFT_OUT} rules, draw ${i + 1}`, packOf(draw)]),
  ]);
  const engines = [...packs].map(([name, pack]) => [name, engineOf(pack, 0)] as const);
  const times = inTurn(
    new Map(engines.map(([name, engine]) => [name, () => scanAll(engine, texts)])),
    roundsOf(setting),
  );
  const [whole, small, ...less] = [...times.values()] as [number, number, ...number[]];
  const rows = [...times].map(([name, ms]) => [
    name,
    (ms / sizeOf(texts)).toFixed(2),
    (ms / whole).toFixed(3),
  ]);
  printTable('Rules: the engine without decoding, CPU', ['pack', 'ms/MB', '× whole pack'], rows);
  const mean = less.reduce((sum, ms) => sum + ms, 0) / less.length;
  return [
    under('one more rule, on average', 0.1, (100 * (whole - mean)) / whole / LEFT_OUT, '%'),
    atMost('whole pack', 1.3, whole / small, `the seed's ${seedRules.length} rules`),
  ];
}

function packOf(rules: readonly Rule[]): RulePack {
  return openPack(packRules(rules, globSource));
}

function without(rules: readonly Rule[], name: string): Rule[] {
  const random = seededRandom(name);
  const left = [...rules];
  for (let i = 0; i < LEFT_OUT; i++) left.splice(Math.floor(random() * left.length), 1);
  return left;
}

function scanAll(engine: { scan(chunk: Chunk): unknown }, texts: readonly Buffer[]): void {
  for (const bytes of texts)
    engine.scan({ kind: 'chunk', path: 'file.txt', where: 'content', bytes, firstLine: 1 });
}

function roundsOf({ quick, rounds }: BenchSetting): number {
  return quick ? 2 : rounds;
}

function sizeOf(texts: readonly Buffer[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0) / 1e6;
}
