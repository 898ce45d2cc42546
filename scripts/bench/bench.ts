/**
 * The figures of the engine's table, beside their references, in one run:
 *
 *     npm run bench -- [--tree FOLDER] [--history REPOSITORY]... [--rounds N]
 *
 * The tree defaults to node_modules (pinned by the lock file), the history to one made here. References that are
 * not installed (ripgrep, gitleaks, betterleaks) are left out, and said so.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadDirectory } from '../../src/rules/directory.ts';
import { gateLiterals } from './gate-literals.ts';
import { makeHistory, makeStagedCommit } from './make-repository.ts';
import { measure, type Run, type Timed } from './measure.ts';

const { values } = parseArgs({
  options: {
    tree: { type: 'string', default: 'node_modules' },
    history: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '5' },
  },
});
const rounds = Number(values.rounds);
const scratch = mkdtempSync(path.join(tmpdir(), 'leakgate-bench-'));
const leakgate = [process.execPath, path.resolve('dist/leakgate.cjs')];
const empty = path.join(scratch, 'empty.cjs');
writeFileSync(empty, '');

try {
  benchHook();
  benchTree(path.resolve(values.tree));
  for (const repository of values.history ?? [makeHistory(scratch, 400)])
    benchHistory(path.resolve(repository));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function benchHook(): void {
  const cwd = makeStagedCommit(scratch, { files: 20, lines: 50 });
  table(
    'hook: 1,000 added lines in 20 files',
    'empty node script',
    [
      { name: 'empty node script', command: [process.execPath, empty] },
      { name: 'leakgate staged', command: [...leakgate, 'staged'], cwd },
      {
        name: 'leakgate staged, by git',
        command: [...leakgate, 'staged'],
        cwd,
        env: { LEAKGATE_GIT_READER: 'git' },
      },
      { name: 'git diff --cached', command: ['git', 'diff', '--cached'], cwd },
    ],
    Math.max(rounds, 15),
  );
}

function benchTree(tree: string): void {
  const literals = path.join(scratch, 'literals.txt');
  const words = gateLiterals(loadDirectory('rules')).slice(0, 600);
  writeFileSync(literals, `${words.join('\n')}\n`);
  const scan = [...leakgate, 'dir', tree, '--no-gitignore'];
  table(`tree: ${tree}`, 'ripgrep -j1, 600 literals', [
    ...installed('rg', 'ripgrep -j1, 600 literals', [
      'rg',
      '-j1',
      '-uu',
      '-c',
      '-i',
      '-F',
      '-f',
      literals,
      tree,
    ]),
    ...installed('rg', 'ripgrep -j1, one literal', ['rg', '-j1', '-uu', '-c', '-F', 'ghp_', tree]),
    { name: 'leakgate dir -j 1', command: [...scan, '-j', '1'] },
    { name: 'leakgate dir -j 2', command: [...scan, '-j', '2'] },
    ...installed('gitleaks', 'gitleaks dir', [
      'gitleaks',
      'dir',
      tree,
      '--no-banner',
      '--log-level',
      'error',
    ]),
    ...installed('betterleaks', 'betterleaks dir', [
      'betterleaks',
      'dir',
      tree,
      '--no-banner',
      '--log-level',
      'error',
    ]),
  ]);
}

function benchHistory(repository: string): void {
  const git = ['git', '-C', repository];
  table(`history: ${repository}`, 'git cat-file of all objects', [
    {
      name: 'git cat-file of all objects',
      command: [...git, 'cat-file', '--batch-all-objects', '--batch', '--unordered', '--buffer'],
    },
    { name: 'git log -p --all', command: [...git, 'log', '-p', '-U0', '--all'] },
    { name: 'leakgate history', command: [...leakgate, 'history', repository] },
    ...installed('gitleaks', 'gitleaks git', [
      'gitleaks',
      'git',
      repository,
      '--no-banner',
      '--log-level',
      'error',
    ]),
    ...installed('betterleaks', 'betterleaks git', [
      'betterleaks',
      'git',
      repository,
      '--no-banner',
      '--log-level',
      'error',
    ]),
  ]);
}

function installed(program: string, name: string, command: string[]): Timed[] {
  const found = spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
  if (!found) console.log(`(${program} is not installed: ${name} is left out)`);
  return found ? [{ name, command }] : [];
}

function table(title: string, reference: string, commands: Timed[], count = rounds): void {
  console.log(
    `\n${title}\n${'median of'.padEnd(32)} ${'wall ms'.padStart(9)} ${'CPU ms'.padStart(9)} ${'× reference'.padStart(12)}`,
  );
  const runs = measure(commands, count);
  const base = runs.get(reference) ?? [...runs.values()][0]!;
  for (const [name, run] of runs) console.log(row(name, run, base));
}

function row(name: string, { wallMs, cpuMs }: Run, base: Run): string {
  const ratio = (wallMs / base.wallMs).toFixed(2);
  return `${name.padEnd(32)} ${wallMs.toFixed(0).padStart(9)} ${(cpuMs?.toFixed(0) ?? '-').padStart(9)} ${ratio.padStart(12)}`;
}
