import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import type { Repository } from '../accuracy/repositories.ts';
import { cloneOf, treeOf } from '../accuracy/trees.ts';
import type { BenchSetting } from './bench-setting.ts';
import { histories, tree } from './pinned.ts';

/** The folder of the pinned work trees, or the one that was named instead. */
export function treeFolder({ tree: named, clones, cache }: BenchSetting): string {
  if (named !== undefined) return path.resolve(named);
  const pins = createHash('sha256').update(JSON.stringify(tree)).digest('hex').slice(0, 12);
  const folder = path.join(cache, `tree-${pins}`);
  mkdirSync(folder, { recursive: true });
  for (const repository of tree) treeOf(repository, clones, folder);
  return folder;
}

/** The git directories of the pinned histories, or those that were named instead, by a short name. */
export function historyFolders({
  histories: named,
  quick,
  clones,
  cache,
}: BenchSetting): Map<string, string> {
  if (named !== undefined)
    return new Map(named.map((folder) => [path.basename(folder), path.resolve(folder)]));
  const wanted = quick ? histories.slice(0, 1) : histories;
  return new Map(wanted.map((repository) => [repository.name, historyOf(repository, clones, cache)]));
}

/**
 * All that one commit reaches, in one pack that git wrote here. A mirror may lack some of its largest files: then
 * this lacks them too, and `git log -p` fails.
 */
function historyOf({ name, commit }: Repository, clones: string | undefined, cache: string): string {
  const folder = path.join(cache, `${name.replace('/', '+')}-${commit.slice(0, 12)}.git`);
  if (existsSync(folder)) return folder;
  const half = `${folder}.${process.pid}`;
  execFileSync('git', ['init', '--quiet', '--bare', half]);
  const from = cloneOf(name, clones) ?? fetchedHistory(name, commit, cache);
  const pack = path.join(half, 'objects', 'pack', 'pack');
  execFileSync('git', ['pack-objects', '--revs', '--missing=allow-any', '--quiet', pack], {
    cwd: from,
    input: `${commit}\n`,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  execFileSync('git', ['-C', half, 'update-ref', 'refs/heads/main', commit]);
  execFileSync('git', ['-C', half, 'symbolic-ref', 'HEAD', 'refs/heads/main']);
  renameSync(half, folder);
  return folder;
}

function fetchedHistory(name: string, commit: string, cache: string): string {
  const gitDir = path.join(cache, `${name.replace('/', '+')}-whole.git`);
  execFileSync('git', ['init', '--quiet', '--bare', gitDir]);
  const url = `https://github.com/${name}.git`;
  execFileSync('git', [`--git-dir=${gitDir}`, 'fetch', '--quiet', '--no-tags', url, commit], {
    stdio: 'inherit',
  });
  return gitDir;
}
