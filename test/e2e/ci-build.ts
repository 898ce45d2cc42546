import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { packLeakgate } from '../helpers/packed.ts';
import { folderAt, makeFolder, type Repo, tokenLine } from '../helpers/repo.ts';

/** The version that pages name, and that npm is to have. */
export const version: string = JSON.parse(readFileSync('package.json', 'utf8')).version;

/** The clone of one build, and what the service would say about it. */
export interface Build {
  clone: Repo;
  /** Beside the clone, for what a service keeps outside of it. */
  temp: string;
  /** Ids: `base` is on main, `tip` is what is built. */
  base: string;
  tip: string;
}

/**
 * A build of a branch with one commit, in a fresh clone with the tip checked out; main has an old secret.
 *
 * @param cloneOptions - more of `git clone`
 */
export function makeBuild(content: string, ...cloneOptions: string[]): Build {
  const origin = makeFolder();
  origin.git('init', '-q');
  origin.add('old.env', tokenLine());
  origin.git('commit', '-qm', 'Old');
  const base = origin.git('rev-parse', 'HEAD');
  origin.git('checkout', '-qb', 'topic');
  origin.add('new.env', content);
  origin.git('commit', '-qm', 'New');
  const tip = origin.git('rev-parse', 'HEAD');
  const above = path.dirname(origin.root);
  origin.git('clone', '-q', ...cloneOptions, pathToFileURL(origin.root).href, path.join(above, 'clone'));
  mkdirSync(path.join(above, 'temp'));
  const clone = folderAt(path.join(above, 'clone'), origin.home);
  clone.git('checkout', '-q', '--detach', tip);
  return { clone, temp: path.join(above, 'temp'), base, tip };
}

/** A machine of a CI service, on which npm has this version of leakgate. */
export interface Runner {
  /** Runs commands as a runner's shell does, until one fails. */
  run: (build: Build, commands: readonly string[], variables: Record<string, string>) => Ran;
  remove: () => void;
}

/** How the commands ended, and all that they wrote. */
export interface Ran {
  status: number | null;
  all: string;
}

/** Packs leakgate; `npx` and `npm` take it for what they would download. */
export function makeRunner(): Runner {
  const packed = packLeakgate();
  const bin = path.join(packed.folder.home, 'bin');
  const command = path.join(packed.folder.root, 'package/dist/leakgate.cjs');
  const npm = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  const spec = `[ "$arg" = "leakgate@${version}" ] && arg='${packed.tarball}'`;
  const programs = {
    npx: `[ "$1 $2" = "--yes leakgate@${version}" ] || exit 99\nshift 2\nexec node '${command}' "$@"`,
    npm: `for arg; do shift; ${spec}; set -- "$@" "$arg"; done\nexec '${npm}' --offline "$@"`,
    'buildkite-agent': 'cat >../temp/annotation',
  };
  mkdirSync(bin);
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
  return {
    run: (build, commands, variables) => runAll(bin, build, commands, variables),
    remove: packed.remove,
  };
}

function runAll(
  bin: string,
  { clone }: Build,
  commands: readonly string[],
  variables: Record<string, string>,
): Ran {
  const env = { ...variables, PATH: `${bin}:${path.dirname(process.execPath)}:${process.env.PATH}` };
  let all = '';
  for (const command of commands) {
    const ran = clone.run('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', command], { env });
    all += ran.all;
    if (ran.status !== 0) return { status: ran.status, all };
  }
  return { status: 0, all };
}
