import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** One run of a whole process, its children included. */
export interface Run {
  wallMs: number;
  /** User and system time; undefined where the system does not tell it. */
  cpuMs: number | undefined;
}

/** A command to time. */
export interface Timed {
  name: string;
  command: string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/**
 * Runs several commands in turn, so that a machine whose speed drifts drifts for all of them, after one round that
 * does not count.
 *
 * @returns medians by name
 */
export function measure(commands: readonly Timed[], rounds: number): Map<string, Run> {
  const runs = new Map<string, Run[]>(commands.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const timed of commands) {
      const run = runOnce(timed);
      if (round > 0) runs.get(timed.name)!.push(run);
    }
  }
  return new Map([...runs].map(([name, list]) => [name, medianRun(list)]));
}

function runOnce({ name, command, cwd, env }: Timed): Run {
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env;
  const cpuBefore = childrenCpuMs();
  const started = performance.now();
  const { error, status } = spawnSync(command[0]!, command.slice(1), {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { ...rest, LEAKGATE_OFFLINE: '1', ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const wallMs = performance.now() - started;
  if (error || status === null || status > 1)
    throw new Error(`${name}: ${error?.message ?? `status ${status}`}`);
  const cpuAfter = childrenCpuMs();
  return {
    wallMs,
    cpuMs: cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore,
  };
}

const MS_PER_TICK = 10;

/** CPU time of the children that have ended, from `cutime` and `cstime` of proc(5). */
function childrenCpuMs(): number | undefined {
  try {
    const fields = readFileSync('/proc/self/stat', 'latin1').split(') ')[1]!.split(' ');
    return (Number(fields[13]) + Number(fields[14])) * MS_PER_TICK;
  } catch {
    return undefined;
  }
}

function medianRun(runs: readonly Run[]): Run {
  const cpu = runs.map((run) => run.cpuMs).filter((ms) => ms !== undefined);
  return { wallMs: median(runs.map((run) => run.wallMs)), cpuMs: cpu.length > 0 ? median(cpu) : undefined };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
