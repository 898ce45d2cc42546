import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { leakgateFile, makeRepo, type Repo } from '../helpers/repo.ts';

interface Shell {
  /** Prints what is completed at the end of `words`, a line for each, after the script. */
  complete: (words: readonly string[]) => string;
  args: readonly string[];
}

const shells: Readonly<Record<string, Shell>> = {
  bash: {
    args: ['--norc', '-c'],
    complete: (words) => `COMP_WORDS=(${quoted(words)}); COMP_CWORD=${words.length - 1}
      _leakgate '${words[0]}'; printf '%s\\n' "\${COMPREPLY[@]}"; complete -p leakgate >/dev/null`,
  },
  zsh: {
    args: ['-f', '-c'],
    complete: (words) => `words=(${quoted(words)}); CURRENT=${words.length}
      _describe() { print -l -- "\${(P@)2}" }; _files() { }; _leakgate`,
  },
  fish: { args: ['--no-config', '-c'], complete: (words) => `complete -C '${words.join(' ')}'` },
};

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(' ');
}

const has = (name: string) => spawnSync(name, ['--version']).status === 0;

describe.each(Object.entries(shells))('%s', (name, { args, complete }) => {
  const completedIn = (repo: Repo, words: readonly string[]): string[] => {
    const before = name === 'zsh' ? 'compdef() { };' : '';
    const script = `${before} ${repo.leakgate(['completion', name]).stdout} ${complete(words)}`;
    const { stdout } = spawnSync(name, [...args, script], {
      encoding: 'utf8',
      cwd: repo.root,
      env: { ...repo.env, PATH: `${repo.home}${path.delimiter}${process.env.PATH}` },
    });
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.replace(/[\t:].*/, ''));
  };

  test.skipIf(process.platform === 'win32' || !has(name))(
    'completes commands, actions, flags and their values',
    () => {
      const repo = makeRepo();
      symlinkSync(leakgateFile, path.join(repo.home, 'leakgate'));
      const completed = (...words: string[]) => completedIn(repo, ['leakgate', ...words]);
      expect(completed('d').sort()).toEqual(['diff', 'dir', 'doctor']);
      expect(completed('')).toContain('staged');
      expect(completed('hook', 'inst')).toEqual(['install']);
      expect(completed('hook', 'run', '')).toContain('pre-push');
      expect(completed('dir', '--max-f')).toEqual(['--max-file-size']);
      expect(completed('dir', '--format', 'sa')).toEqual(['sarif']);
      expect(completed('dir', '--offline', '--of')).toEqual([]);
      expect(completed('rules', 'show', 'github-pa')).toContain('github-pat');
      expect(completed('staged', '--block-on', 'live,unk')).toEqual(['live,unknown']);
    },
    60_000,
  );

  test.skipIf(process.platform === 'win32' || !has(name))('runs no leakgate of the folder', () => {
    const repo = makeRepo();
    symlinkSync(leakgateFile, path.join(repo.home, 'leakgate'));
    repo.write('leakgate', '#!/bin/sh\necho dangerous >ran\n');
    chmodSync(path.join(repo.root, 'leakgate'), 0o755);
    expect(completedIn(repo, ['./leakgate', 'dia'])).toEqual([]);
    expect(existsSync(path.join(repo.root, 'ran'))).toBe(false);
  });
});

test('a shell that there is no script for is named', () => {
  const repo = makeRepo();
  for (const shell of ['tcsh', 'constructor']) {
    const { status, stderr } = repo.leakgate(['completion', shell]);
    expect(status).toBe(2);
    expect(stderr).toContain(shell);
  }
});

test('no name that every object has is taken for a command', () => {
  const repo = makeRepo();
  for (const args of [['constructor'], ['help', 'toString']]) {
    expect(repo.leakgate(args).stderr).not.toContain('a bug');
  }
});
