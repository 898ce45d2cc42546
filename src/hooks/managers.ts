import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A program that writes a repository's hooks itself, and may write over ours. */
export interface Manager {
  name: string;
  /** What to add to its own config, so that leakgate stays. */
  advice: string;
  /** Its config calls leakgate. */
  callsLeakgate: boolean;
}

interface Known {
  name: string;
  /** Whether it made this hook. */
  made(folder: string, text: string): boolean;
  /** Its config files, relative to the top of the working tree. */
  configs: readonly string[];
  advice: string;
}

const lefthookNames = ['lefthook', '.lefthook', path.join('.config', 'lefthook')];

const known: readonly Known[] = [
  {
    name: 'husky',
    made: (folder) => /[\\/]\.husky([\\/]_)?$/.test(folder),
    configs: ['.husky/pre-commit'],
    advice: 'echo "npx leakgate staged --quiet" >> .husky/pre-commit',
  },
  {
    name: 'lefthook',
    made: (_, text) => text.includes('lefthook'),
    configs: lefthookNames.flatMap((name) =>
      ['yml', 'yaml', 'toml', 'json', 'jsonc'].map((extension) => `${name}.${extension}`),
    ),
    advice: 'npx lefthook add pre-commit, and there the command: run: npx leakgate staged --quiet',
  },
  {
    name: 'pre-commit',
    made: (_, text) => text.includes('pre-commit.com') || text.includes('prek'),
    configs: ['.pre-commit-config.yaml', '.pre-commit-config.yml', 'prek.toml'],
    advice: 'name the hook leakgate in .pre-commit-config.yaml',
  },
  {
    name: 'simple-git-hooks',
    made: (_, text) => text.includes('SKIP_SIMPLE_GIT_HOOKS'),
    configs: ['package.json', '.simple-git-hooks.json', 'simple-git-hooks.json', '.simple-git-hooks.cjs'],
    advice: '"simple-git-hooks": { "pre-commit": "npx leakgate staged --quiet" } in package.json',
  },
];

/**
 * The program that made a hook.
 *
 * @param folder - of the hooks, absolute
 * @param text - of the hook, empty when there is none
 * @param top - of the working tree; undefined in a bare repository
 */
export function managerOf(folder: string, text: string, top: string | undefined): Manager | undefined {
  const manager = known.find(({ made }) => made(folder, text));
  if (!manager) return undefined;
  const configs = top === undefined ? [] : manager.configs.map((name) => path.join(top, name));
  const callsLeakgate = configs.some(
    (file) => existsSync(file) && readFileSync(file, 'utf8').includes('leakgate'),
  );
  return { name: manager.name, advice: manager.advice, callsLeakgate };
}
