import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../../src/setup/cache-folder.ts';
import type { Repository } from './repositories.ts';

/** Work trees by commit, kept between runs; outside of any repository, whose top their paths would begin at. */
const CACHE = `${cacheFolder(process.env, process.platform)}-bench/trees`;

/**
 * The folder that holds a repository's work tree at its commit. Made once: from a clone or mirror below `clones`
 * (`owner+name/repo`, `owner+name`, `name` or `name.git`), else fetched from GitHub, that commit alone.
 *
 * @param cache - folder that it is kept in
 */
export function treeOf({ name, commit }: Repository, clones: string | undefined, cache = CACHE): string {
  const tree = path.join(cache, `${name.replace('/', '+')}-${commit.slice(0, 12)}`);
  if (existsSync(tree)) return tree;
  const gitDir = cloneOf(name, clones) ?? fetched(name, commit, cache);
  const index = `${tree}.index`;
  const git = (...args: string[]) =>
    execFileSync('git', [`--git-dir=${gitDir}`, `--work-tree=${tree}.part`, ...args], {
      env: { ...process.env, GIT_INDEX_FILE: index, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'ignore'],
    });
  mkdirSync(`${tree}.part`, { recursive: true });
  git('read-tree', commit);
  try {
    git('-c', 'core.hooksPath=/dev/null', '-c', 'core.autocrlf=false', 'checkout-index', '--all');
  } catch {
    console.error(`${name}: some files could not be written (a mirror may lack large ones)`);
  }
  rmSync(index, { force: true });
  renameSync(`${tree}.part`, tree);
  return tree;
}

/** The git directory of a clone or mirror; undefined where `clones` has none. */
export function cloneOf(name: string, clones: string | undefined): string | undefined {
  if (clones === undefined) return undefined;
  const both = name.replace('/', '+');
  const last = name.split('/')[1]!;
  const folders = [`${both}/repo`, both, last, `${last}.git`].map((folder) => path.resolve(clones, folder));
  const found = folders.find((folder) => existsSync(folder));
  return found && existsSync(path.join(found, '.git')) ? path.join(found, '.git') : found;
}

function fetched(name: string, commit: string, cache: string): string {
  const gitDir = path.join(`${cache}-clones`, `${name.replace('/', '+')}.git`);
  execFileSync('git', ['init', '--quiet', '--bare', gitDir]);
  const url = `https://github.com/${name}.git`;
  execFileSync('git', [`--git-dir=${gitDir}`, 'fetch', '--quiet', '--depth=1', url, commit], {
    stdio: 'inherit',
  });
  return gitDir;
}
