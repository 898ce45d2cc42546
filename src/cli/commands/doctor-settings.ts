import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { explain } from '../../config/explain.ts';
import { globMatcher } from '../../config/globs.ts';
import { type Layer, readLayers } from '../../config/layers.ts';
import { settingsOf } from '../../config/settings.ts';
import { shownPath } from '../../git/paths.ts';
import { listWorkTree } from '../../git/work-tree.ts';
import { cacheFolder } from '../../setup/cache-folder.ts';
import { engineFor } from '../../setup/engine.ts';
import { readIgnoreFile } from '../../setup/suppressions.ts';
import { IGNORE_NAME } from '../../suppress/ignore-file.ts';
import { today } from '../../suppress/suppress.ts';

/** Prints one line; an empty `what` goes on with the one before. */
export type Say = (what: string, text: string) => Promise<void>;

/**
 * Says what the settings make of a scan here: the engine, rules that are off and by whom, what allows nothing any more,
 * what the cache holds.
 *
 * @param top - of the working tree; undefined outside of one
 * @throws {ConfigError | RuleError} the config, the ignore file or a rule is wrong, as a scan would say
 */
export async function saySettings(top: string | undefined, say: Say): Promise<void> {
  const cwd = process.cwd();
  const layers = await readLayers({}, cwd, top ?? cwd, process.env);
  const { rules, names } = await engineFor(settingsOf(layers), false);
  await say('engine', `${names}; ${rules} rules in force`);
  for (const { key, value, at } of explain(layers)) {
    if (at !== null && ['only', 'skip'].includes(key))
      await say('rules off', `${at} ${key}: ${String(value)}`);
  }
  if (top !== undefined) await sayDead(layers, top, say);
  await sayCache(say);
}

async function sayDead(layers: readonly Layer[], top: string, say: Say): Promise<void> {
  const files = listWorkTree(top).map(shownPath);
  for (const { at, glob } of layers.flatMap(pathGlobs)) {
    if (!files.some(globMatcher([glob]))) await say('dead', `${at} ${glob}: no file has such a path`);
  }
  const { entries = [] } = readIgnoreFile(path.join(top, IGNORE_NAME), false) ?? {};
  const now = today();
  for (const { line, expires, ruleId, path: file } of entries) {
    if (expires !== undefined && expires < now)
      await say('dead', `${IGNORE_NAME}:${line} ${ruleId} in ${file}: expired on ${expires}`);
  }
  if (entries.length > 0)
    await say(
      'ignored',
      `${entries.length} entries in ${IGNORE_NAME}; leakgate baseline --prune takes out unused ones`,
    );
}

function pathGlobs({ values, at }: Layer): { glob: string; at: string }[] {
  const excludes = (values.exclude ?? []).map((glob, i) => ({ glob, at: at(['exclude', i]) }));
  const allowed = (values.allow ?? []).flatMap(({ paths = [] }, i) =>
    paths.map((glob, j) => ({ glob, at: at(['allow', i, 'paths', j]) })),
  );
  return [...excludes, ...allowed];
}

/** Folders of the cache, and what is in them. */
const kept: Readonly<Record<string, string>> = {
  verdicts: 'answers of providers, without secrets',
  rules: 'own rules, compiled',
  code: "leakgate's own code, compiled",
};

async function sayCache(say: Say): Promise<void> {
  const folder = cacheFolder(process.env, process.platform);
  await say('cache', folder);
  for (const [name, what] of Object.entries(kept)) {
    const sizes = fileSizes(path.join(folder, name));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    await say('', `${what}: ${sizes.length} files, ${Math.ceil(bytes / 1024)} KiB`);
  }
}

function fileSizes(folder: string): number[] {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return names.flatMap((name) => {
      const stats = statSync(path.join(folder, name), { throwIfNoEntry: false });
      return stats?.isFile() ? [stats.size] : [];
    });
  } catch {
    return [];
  }
}
