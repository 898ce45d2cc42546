import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderAt, makeFolder, makeRepo, makeToken, type Repo, tokenLine } from '../helpers/repo.ts';
import { findInSystem, findTool } from '../helpers/tools.ts';

const programs = [
  ["Debian's pre-commit", findInSystem('/usr/bin/pre-commit', /^pre-commit 3\.0/)],
  ['the newest pre-commit', findTool('pre-commit', 'bin', 'pre-commit')],
  ['prek', findTool('prek', 'bin', 'prek')],
] as const;

/** A repository that takes its hook from a source; npm finds nothing but its own cache. */
function configured(source: string, rev: string): { repo: Repo; env: NodeJS.ProcessEnv } {
  const repo = makeRepo();
  repo.add(
    '.pre-commit-config.yaml',
    `repos:\n  - repo: ${source}\n    rev: ${rev}\n    hooks:\n      - id: leakgate\n`,
  );
  repo.git('commit', '-qm', 'config');
  const env = {
    PRE_COMMIT_HOME: path.join(repo.home, 'pre-commit'),
    PREK_HOME: path.join(repo.home, 'prek'),
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
  };
  return { repo, env };
}

let release: { source: string; rev: string };
let removeRelease: () => void;
afterAll(() => removeRelease());

/** What a release tag holds, as a repository of its own. */
beforeAll(() => {
  const repo = makeFolder((remove) => {
    removeRelease = remove;
  });
  repo.git('init', '-q');
  const { status, all } = repo.run(process.execPath, [path.resolve('scripts/hook-source.mjs'), repo.root], {
    cwd: path.relative(repo.root, process.cwd()),
  });
  if (status !== 0) throw new Error(all);
  release = committed(repo);
});

function committed(repo: Repo): { source: string; rev: string } {
  repo.git('add', '-A', '--force', '.');
  repo.git('commit', '-qm', 'release');
  return { source: repo.root, rev: repo.git('rev-parse', 'HEAD') };
}

describe.each(programs)('%s, from a release tag and without a network', (_, program) => {
  test.skipIf(program === undefined)('commit, run --all-files, run --files', () => {
    const { repo, env } = configured(release.source, release.rev);
    const run = (command: string, ...args: string[]) => repo.run(command, args, { env });
    expect(run(program!, 'install').status).toBe(0);
    // In this stage pre-commit passes .git/COMMIT_EDITMSG, which is in no index.
    expect(run(program!, 'install', '--hook-type', 'commit-msg').status).toBe(0);

    repo.add('clean', 'a\n');
    const clean = run('git', 'commit', '-q', '-m', 'clean');
    expect(clean.status, clean.all).toBe(0);
    const token = makeToken();
    repo.add('sub/.env', tokenLine(token));
    const stopped = run('git', 'commit', '-m', 'x');
    expect(stopped.status).toBe(1);
    expect(stopped.all).toContain('sub/.env:1:14');
    expect(stopped.all).not.toContain(token);

    repo.git('commit', '-qnm', 'past the hook');
    for (const args of [['--all-files'], ['--files', 'sub/.env']]) {
      const { status, all } = run(program!, 'run', ...args);
      expect(all).toContain('sub/.env:1:14');
      expect(status).toBe(1);
    }
    expect(run(program!, 'run', '--files', '.pre-commit-config.yaml').status).toBe(0);
  });

  test.skipIf(program === undefined)('keeps and runs the hook that leakgate installed before', () => {
    const repo = makeRepo();
    repo.add('.pre-commit-config.yaml', 'repos: []\n');
    repo.git('commit', '-qm', 'config');
    repo.leakgate(['hook', 'install']);
    const env = { PRE_COMMIT_HOME: path.join(repo.home, 'p'), PREK_HOME: path.join(repo.home, 'q') };
    expect(repo.run(program!, ['install'], { env }).status).toBe(0);
    expect(repo.leakgate(['hook', 'status']).stdout).toMatch(/pre-commit +installed/);
    repo.add('.env', tokenLine());
    expect(repo.run('git', ['commit', '-m', 'x'], { env }).all).toContain('1 secret found');
  });
});

const newest = findTool('pre-commit', 'bin', 'pre-commit');

/** Slow: it installs all that building needs, from npm's cache where `npm install` has left it. */
test.skipIf(newest === undefined)(
  'pre-commit, from a clone of the sources',
  () => {
    const sources = makeRepo();
    const self = folderAt(process.cwd(), sources.home);
    const files = self.git('ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0');
    for (const file of files.filter((name) => name !== '')) {
      mkdirSync(path.dirname(path.join(sources.root, file)), { recursive: true });
      cpSync(file, path.join(sources.root, file));
    }
    const { source, rev } = committed(sources);
    const { repo, env } = configured(source, rev);
    repo.add('.env', tokenLine());
    const primed = {
      npm_config_offline: 'false',
      npm_config_prefer_offline: 'true',
      npm_config_ignore_scripts: 'false',
      npm_config_cache: npmCache(),
      ...passedOn(),
    };
    const { status, all } = repo.run(newest!, ['run'], { env: { ...env, ...primed } });
    expect(all).toContain('.env:1:14');
    expect(status).toBe(1);
  },
  900_000,
);

function npmCache(): string {
  return (
    process.env.npm_config_cache ?? path.join(process.env.HOME ?? process.env.LOCALAPPDATA ?? '', '.npm')
  );
}

/** What this machine needs to reach a registry. */
function passedOn(): NodeJS.ProcessEnv {
  const wanted = /^(https?_proxy|no_proxy|npm_config_registry|NODE_EXTRA_CA_CERTS)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => wanted.test(name)));
}
