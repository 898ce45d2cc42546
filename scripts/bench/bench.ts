/**
 * The figures of the engine's table, beside their references, in one run:
 *
 *     npm run bench -- [hook] [tree] [history] [stages] [rules] [threads] [slow] [--quick]
 *
 * The tree and the histories are those of `pinned.ts`, kept in the user's cache folder. They come from GitHub, or from
 * LEAKGATE_CLONES (or --clones), a folder of clones or mirrors. `--tree FOLDER` and `--history REPOSITORY` name others.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder } from '../../src/setup/cache-folder.ts';
import { benchRules, benchStages } from './bench-engine.ts';
import { benchHistory } from './bench-history.ts';
import { benchHook } from './bench-hook.ts';
import type { BenchSetting } from './bench-setting.ts';
import { benchSlow } from './bench-slow.ts';
import { benchThreads } from './bench-threads.ts';
import { benchTree } from './bench-tree.ts';
import type { Figure } from './figure.ts';
import { printFigures } from './print.ts';

const sections: Record<string, (setting: BenchSetting) => Figure[] | Promise<Figure[]>> = {
  hook: benchHook,
  tree: benchTree,
  history: benchHistory,
  stages: benchStages,
  rules: benchRules,
  threads: benchThreads,
  slow: benchSlow,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    tree: { type: 'string' },
    history: { type: 'string', multiple: true },
    clones: { type: 'string' },
  },
});
const unknown = positionals.find((name) => !Object.hasOwn(sections, name));
if (unknown !== undefined) throw new Error(`${unknown}: one of ${Object.keys(sections).join(', ')}`);

const cache = `${cacheFolder(process.env, process.platform)}-bench`;
mkdirSync(cache, { recursive: true });
const scratch = mkdtempSync(path.join(tmpdir(), 'leakgate-bench-'));
try {
  await run({
    scratch,
    cache,
    clones: values.clones ?? process.env.LEAKGATE_CLONES,
    rounds: Number(values.rounds),
    quick: values.quick,
    tree: values.tree,
    histories: values.history,
  });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function run(setting: BenchSetting): Promise<void> {
  const { version, platform, arch } = process;
  const load = loadavg()[0]!.toFixed(2);
  console.log(
    `node ${version}, ${platform} ${arch}, ${availableParallelism()} × ${cpus()[0]?.model}, load ${load}`,
  );
  const figures: Figure[] = [];
  for (const [name, section] of Object.entries(sections)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    figures.push(...(await section(setting)));
  }
  if (figures.length > 0) printFigures(figures);
}
