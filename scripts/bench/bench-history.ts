import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BenchSetting, leakgate } from './bench-setting.ts';
import { atLeast, atMost, type Figure, under } from './figure.ts';
import { historyFolders } from './inputs.ts';
import { type Measured, measure, peakMemory, type Timed, wallRatio } from './measure.ts';
import { printRuns } from './print.ts';
import { reference } from './references.ts';

const BLOBS = 'git cat-file of all blobs';
const OWN = 'leakgate history';

/** Whole histories, beside git reading the same blobs to nowhere. */
export async function benchHistory(setting: BenchSetting): Promise<Figure[]> {
  const all: Map<string, Measured>[] = [];
  const peaks: number[] = [];
  for (const [name, cwd] of historyFolders(setting)) {
    const commands = commandsFor(setting, cwd);
    const runs = measure(commands, setting.quick ? 1 : setting.rounds);
    const own = commands.filter((timed) => timed.name.startsWith(OWN));
    const memory = new Map<string, number | undefined>();
    for (const timed of own) memory.set(timed.name, await peakMemory(timed));
    printRuns(`History: ${name}`, BLOBS, runs, memory);
    all.push(runs);
    peaks.push(memory.get(OWN) ?? Number.NaN);
  }
  const cpu = (name: string) => all.reduce((sum, runs) => sum + (runs.get(name)?.cpuMs ?? Number.NaN), 0);
  const slower = (name: string, aim: number) =>
    atLeast(
      `${name} on the same histories`,
      aim,
      Math.min(...all.map((runs) => wallRatio(runs, name, OWN) ?? Number.NaN)),
      'times as long, at least',
    );
  return [
    atMost(`${all.length} histories, CPU`, 1, cpu(OWN) / cpu(BLOBS), 'cat-file of all blobs'),
    slower('gitleaks git', 20),
    slower('betterleaks git', 10),
    under('memory for any of the histories', 300, Math.max(...peaks), 'MB'),
  ];
}

function commandsFor({ scratch, quick }: BenchSetting, cwd: string): Timed[] {
  const history = [...leakgate, 'history', '--no-repo-config', '--no-progress'];
  const batch = ['git', 'cat-file', '--batch', '--buffer'];
  const text = ['--max-decode-depth', '0', '--max-archive-depth', '0'];
  return [
    { name: BLOBS, command: batch, stdin: blobList(scratch, cwd), cwd },
    {
      name: 'git cat-file of all objects',
      command: [...batch, '--batch-all-objects', '--unordered'],
      cwd,
    },
    { name: OWN, command: history, cwd },
    { name: `${OWN}, text only`, command: [...history, ...text], cwd },
    { name: 'git log -p --all', command: ['git', 'log', '-p', '-U0', '--all'], cwd, most: 1 },
    ...(quick ? [] : scanners(cwd)),
  ];
}

function scanners(cwd: string): Timed[] {
  return (['gitleaks', 'betterleaks'] as const).flatMap((program) =>
    reference(program, ['git', '.', '--no-banner', '--log-level', 'error'], {
      name: `${program} git`,
      cwd,
      most: 1,
    }),
  );
}

/** A file that names every blob, in the order in which they are stored. */
function blobList(scratch: string, cwd: string): string {
  const format = '--batch-check=%(objecttype) %(objectname)';
  const listed = execFileSync('git', ['cat-file', '--batch-all-objects', '--unordered', format], {
    cwd,
    maxBuffer: 2 ** 30,
    encoding: 'latin1',
  });
  const ids = listed.split('\n').flatMap((line) => (line.startsWith('blob ') ? [line.slice(5)] : []));
  const file = path.join(scratch, 'blobs.txt');
  writeFileSync(file, `${ids.join('\n')}\n`);
  return file;
}
