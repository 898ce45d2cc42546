import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { checks } from '../../src/engine/checks/registry.ts';
import { type TempRepo, tempRepo } from '../git/temp-repo.ts';
import type { Adapter } from './adapter.ts';
import type { Act, Mode, Outcome, Situation } from './situation.ts';

/** What came of one situation; `output` is what the scanner printed. */
export interface Result {
  outcome: Outcome | 'no such mode' | 'not run';
  output: string;
  /** The secrets that the situation made. */
  tokens: string[];
}

/** Sets a situation up in a fresh repository, asks the scanner, and removes the repository. */
export function runSituation(situation: Situation, adapter: Adapter): Result {
  const repo = tempRepo(...(situation.init ?? []));
  const tokens: string[] = [];
  const token = () => {
    tokens.push(makeToken(tokens.length, situation.id));
    return tokens.at(-1)!;
  };
  try {
    const act = situation.setup(repo, token) ?? {};
    const command = adapter.command(situation.mode, act.range ?? 'main..topic');
    if (!command) return { outcome: 'no such mode', output: '', tokens };
    const result = isHook(situation.mode)
      ? runAsHook(repo, situation.mode, command, act)
      : runAlone(repo, command, act);
    return {
      outcome: result.status === undefined ? 'not run' : adapter.outcome(result.status),
      output: result.output,
      tokens,
    };
  } finally {
    repo.remove();
  }
}

function makeToken(number: number, seed: string): string {
  return checks['crc32-base62']!.make(seededRandom(`${seed} ${number}`), 'ghp_');
}

const hookNames: Partial<Record<Mode, string>> = {
  commit: 'pre-commit',
  message: 'commit-msg',
  push: 'pre-push',
};

const defaults: Partial<Record<Mode, string[]>> = {
  commit: ['commit', '-m', 'x'],
  message: ['commit', '--allow-empty', '-m', 'x'],
  push: ['push', 'origin', 'HEAD:refs/heads/topic'],
};

function isHook(mode: Mode): boolean {
  return hookNames[mode] !== undefined;
}

interface Ran {
  status: number | undefined;
  output: string;
}

function runAlone(repo: TempRepo, command: readonly string[], { cwd, env }: Act): Ran {
  const [file, ...args] = command;
  const { status, stdout, stderr } = spawnSync(file!, args, {
    cwd: cwd ?? repo.root,
    env: { ...repo.env, ...env },
    encoding: 'utf8',
  });
  return { status: status ?? undefined, output: stdout + stderr };
}

/** Git itself runs the scanner, with the environment that it gives its hooks. */
function runAsHook(repo: TempRepo, mode: Mode, command: readonly string[], act: Act): Ran {
  const cwd = act.cwd ?? repo.root;
  const record = path.join(repo.root, '.git', 'hook-status').replaceAll('\\', '/');
  const hooks = path.join(repo.root, '.git', 'conformance-hooks');
  mkdirSync(hooks, { recursive: true });
  const quoted = command.map((word) => `'${word.replaceAll('\\', '/').replaceAll("'", "'\\''")}'`).join(' ');
  const hook = path.join(hooks, hookNames[mode]!);
  writeFileSync(
    hook,
    `#!/bin/sh\n${quoted} "$@" > '${record}.out' 2>&1\nstatus=$?\necho $status > '${record}'\nexit $status\n`,
  );
  chmodSync(hook, 0o755);
  const args = ['-c', `core.hooksPath=${hooks}`, ...(act.git ?? defaults[mode]!)];
  const git = spawnSync('git', args, {
    cwd,
    env: { ...repo.env, ...act.env },
    encoding: 'utf8',
    input: act.input ?? '',
  });
  if (!existsSync(record)) return { status: undefined, output: git.stdout + git.stderr };
  return { status: Number(readFileSync(record, 'utf8')), output: readFileSync(`${record}.out`, 'utf8') };
}
