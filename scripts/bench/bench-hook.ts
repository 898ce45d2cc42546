import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BenchSetting, leakgate } from './bench-setting.ts';
import { atMost, type Figure } from './figure.ts';
import { makeStagedCommit } from './make-repository.ts';
import { measure, type Timed, wallRatio } from './measure.ts';
import { printRuns } from './print.ts';

const EMPTY = 'empty node script';
const DIRECT = 'hook run pre-commit';
const BY_SH = 'the installed hook, by sh';
/** What git starts; elsewhere its sh does, which is not in PATH. */
const INSTALLED = process.platform === 'win32' ? DIRECT : BY_SH;
/** Short runs scatter: there are more of them. */
const LEAST_ROUNDS = 21;

/** Start and hook: what a commit waits for, beside an empty script under the same node. */
export function benchHook({ scratch, rounds, quick }: BenchSetting): Figure[] {
  const empty = path.join(scratch, 'empty.cjs');
  writeFileSync(empty, '');
  const config = path.join(scratch, 'gitconfig');
  writeFileSync(config, '');
  const env = { GIT_CONFIG_GLOBAL: config, GIT_CONFIG_NOSYSTEM: '1' };
  const emptyScript = { name: EMPTY, command: [process.execPath, empty] };
  const count = quick ? 7 : Math.max(rounds, LEAST_ROUNDS);
  const run = (title: string, commands: readonly Omit<Timed, 'env'>[]) => {
    const runs = measure(
      [emptyScript, ...commands].map((timed) => ({ ...timed, env })),
      count,
    );
    printRuns(title, EMPTY, runs);
    return runs;
  };
  const cwd = makeStagedCommit(scratch, { files: 0, lines: 0 });
  run('Start', [
    { name: 'leakgate --version', command: [...leakgate, '--version'], cwd },
    { name: 'leakgate --help', command: [...leakgate, '--help'], cwd },
    { name: 'hook run pre-commit, nothing staged', command: [...leakgate, 'hook', 'run', 'pre-commit'], cwd },
  ]);
  const [hook] = [
    { files: 20, lines: 50 },
    { files: 1, lines: 50 },
    { files: 300, lines: 50 },
  ].map((commit) =>
    run(`Hook: ${commit.lines} added lines in each of ${commit.files} files`, hookCommands(scratch, commit)),
  );
  return [
    atMost(
      'hook on 1,000 added lines, 20 files',
      1.35,
      wallRatio(hook!, INSTALLED, EMPTY),
      'an empty node script',
    ),
  ];
}

function hookCommands(scratch: string, commit: { files: number; lines: number }): Omit<Timed, 'env'>[] {
  const cwd = makeStagedCommit(scratch, commit);
  execFileSync(leakgate[0]!, [leakgate[1]!, 'hook', 'install', '--hooks', 'pre-commit'], {
    cwd,
    stdio: 'ignore',
  });
  const hookFile = { name: BY_SH, command: ['sh', '.git/hooks/pre-commit'], cwd };
  return [
    { name: DIRECT, command: [...leakgate, 'hook', 'run', 'pre-commit'], cwd },
    ...(process.platform === 'win32' ? [] : [hookFile]),
    { name: 'leakgate staged', command: [...leakgate, 'staged'], cwd },
    { name: 'git diff --cached', command: ['git', 'diff', '--cached'], cwd },
  ];
}
