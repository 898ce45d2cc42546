import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadDirectory } from '../../src/rules/directory.ts';
import { type BenchSetting, leakgate } from './bench-setting.ts';
import { atLeast, atMost, type Figure, under } from './figure.ts';
import { gateLiterals } from './gate-literals.ts';
import { treeFolder } from './inputs.ts';
import { measure, peakMemory, type Timed, wallRatio } from './measure.ts';
import { printRuns } from './print.ts';
import { reference } from './references.ts';

const REFERENCE = 'ripgrep -j1, 600 literals';
const ONE = 'leakgate, text only, 1 thread';
const TWO = 'leakgate, text only, 2 threads';
const ALL = 'leakgate, with decoding and archives, 1 thread';
const TEXT_ONLY = ['--max-decode-depth', '0', '--max-archive-depth', '0'];
const FEW = 600;

/** A whole tree, with and without decoding and archives, on one thread and two. */
export async function benchTree(setting: BenchSetting): Promise<Figure[]> {
  const cwd = treeFolder(setting);
  const { files, bytes } = receiptOf(cwd);
  const scan = (name: string, ...more: string[]) => ({
    name,
    command: [...leakgate, 'dir', '.', '--no-gitignore', '--no-repo-config', '--no-progress', ...more],
    cwd,
  });
  const own = [
    scan(ONE, '-j', '1', ...TEXT_ONLY),
    scan(TWO, '-j', '2', ...TEXT_ONLY),
    { ...scan(ALL, '-j', '1'), most: 1 },
    { ...scan('leakgate, with decoding and archives, 2 threads', '-j', '2'), most: 1 },
  ];
  const commands = [...ripgrep(setting, cwd), ...own, ...scanners(setting, cwd)];
  const runs = measure(commands, setting.quick ? 1 : setting.rounds);
  const memory = new Map<string, number | undefined>();
  for (const timed of own.filter(({ name }) => name === ONE || name === ALL))
    memory.set(timed.name, await peakMemory(timed));
  printRuns(`Tree: ${files} files, ${(bytes / 1e6).toFixed(0)} MB`, REFERENCE, runs, memory);
  const one = runs.get(ONE)!;
  const slower = (name: string, aim: number) =>
    atLeast(`${name} on the same tree`, aim, wallRatio(runs, name, ONE), 'times as long');
  return [
    atMost('tree, whole pack, one thread', 0.5, wallRatio(runs, ONE, REFERENCE), 'ripgrep, 600 literals'),
    atLeast('the same', 250, bytes / 1000 / one.wallMs, 'MB/s'),
    atMost('the same on two threads', 0.65, wallRatio(runs, TWO, ONE), 'one thread'),
    slower('gitleaks dir', 20),
    slower('betterleaks dir', 10),
    under('memory for the tree, text only', 150, memory.get(ONE), 'MB'),
    under('memory for the tree, with all else', 150, memory.get(ALL), 'MB'),
  ];
}

/** What a scan of text alone says that it read. */
function receiptOf(cwd: string): { files: number; bytes: number } {
  const args = ['dir', '.', '--no-gitignore', '--no-repo-config', '--offline', '-f', 'json', ...TEXT_ONLY];
  const { stdout } = spawnSync(leakgate[0]!, [leakgate[1]!, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const { receipt } = JSON.parse(stdout) as { receipt: { scanned: number; bytes: number } };
  return { files: receipt.scanned, bytes: receipt.bytes };
}

/** ripgrep counts literals; it leaves a file at its first zero byte unless told otherwise. */
function ripgrep({ scratch }: BenchSetting, cwd: string): Timed[] {
  const literals = gateLiterals(loadDirectory('rules'));
  const file = (name: string, words: readonly string[]) => {
    const list = path.join(scratch, name);
    writeFileSync(list, `${words.join('\n')}\n`);
    return list;
  };
  const stride = literals.length / FEW;
  const few = file(
    'few.txt',
    Array.from({ length: FEW }, (_, i) => literals[Math.floor(i * stride)]!),
  );
  const all = file('all.txt', literals);
  const count = (name: string, ...args: string[]) =>
    reference('rg', ['-j1', '-uu', '-c', '-i', '-F', ...args, '.'], { name, cwd });
  return [
    ...count(REFERENCE, '-f', few),
    ...count(`ripgrep -j1, all ${literals.length} literals`, '-f', all).map((timed) => ({
      ...timed,
      most: 1,
    })),
    ...count('ripgrep -j1, 600 literals, binary files too', '-a', '-f', few),
    ...count('ripgrep -j1, one literal', 'ghp_'),
  ];
}

function scanners({ quick }: BenchSetting, cwd: string): Timed[] {
  if (quick) return [];
  return (['gitleaks', 'betterleaks'] as const).flatMap((program) =>
    reference(program, ['dir', '.', '--no-banner', '--log-level', 'error'], {
      name: `${program} dir`,
      cwd,
      most: 1,
    }),
  );
}
