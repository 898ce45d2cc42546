import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { median, middleMean } from './median.ts';

/** A command to time, its children included. */
export interface Timed {
  name: string;
  command: string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** A file that it reads as its standard input. */
  stdin?: string;
  /** Run at most this often: what takes long. Once is without a run before that does not count. */
  most?: number;
}

/** What all runs of one command gave. */
export interface Measured {
  wallMs: number;
  fastestMs: number;
  /** User and system time; undefined where the system does not tell it. */
  cpuMs: number | undefined;
  runs: number;
  /** Why there are no figures: it ended with an error of its own. */
  failure?: string;
}

interface Run {
  wallMs: number;
  cpuMs: number | undefined;
}

/** Findings, or input that could not be read, are no failure. */
const EXPECTED_STATUS = [0, 1, 3];
/** A command that takes longer is ended, and has no figures. */
const LONGEST_MS = 30 * 60_000;

/**
 * Runs several commands in turn, so that a machine whose speed drifts drifts for all of them, after one round that
 * does not count.
 *
 * @returns by name: the median of wall times, and of CPU times, which the system counts in steps of 10 ms, the mean of
 * the middle half
 */
export function measure(commands: readonly Timed[], rounds: number): Map<string, Measured> {
  const runs = new Map<string, Run[]>(commands.map(({ name }) => [name, []]));
  const failures = new Map<string, string>();
  for (let round = 0; round <= rounds; round++) {
    for (const timed of commands) {
      const done = runs.get(timed.name)!;
      if (failures.has(timed.name) || done.length >= (timed.most ?? rounds)) continue;
      const run = runOnce(timed);
      if (typeof run === 'string') failures.set(timed.name, run);
      else if (round > 0 || timed.most === 1) done.push(run);
    }
  }
  return new Map([...runs].map(([name, list]) => [name, summary(list, failures.get(name))]));
}

function summary(runs: readonly Run[], failure: string | undefined): Measured {
  const walls = runs.map(({ wallMs }) => wallMs);
  const cpu = runs.map(({ cpuMs }) => cpuMs).filter((ms) => ms !== undefined);
  return {
    wallMs: median(walls),
    fastestMs: Math.min(...walls),
    cpuMs: cpu.length > 0 ? middleMean(cpu) : undefined,
    runs: runs.length,
    ...(failure === undefined ? {} : { failure }),
  };
}

/** @returns why, when it failed */
function runOnce({ command, cwd, env, stdin }: Timed): Run | string {
  const input = stdin === undefined ? undefined : openSync(stdin, 'r');
  const cpuBefore = childrenCpuMs();
  const started = performance.now();
  const { error, status } = spawnSync(command[0]!, command.slice(1), {
    stdio: [input ?? 'ignore', 'ignore', 'ignore'],
    env: quietEnv(env),
    timeout: LONGEST_MS,
    ...(cwd === undefined ? {} : { cwd }),
  });
  const wallMs = performance.now() - started;
  const cpuAfter = childrenCpuMs();
  if (input !== undefined) closeSync(input);
  if (error) return error.message;
  if (!EXPECTED_STATUS.includes(status ?? -1)) return `status ${status}`;
  return {
    wallMs,
    cpuMs: cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore,
  };
}

/** Nothing is sent anywhere, and node 20 does not read certificates for 100 ms at each start. */
function quietEnv(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env;
  return { ...rest, LEAKGATE_OFFLINE: '1', ...more };
}

/** How many times as long one command took as another. */
export function wallRatio(runs: ReadonlyMap<string, Measured>, name: string, of: string): number | undefined {
  const [run, base] = [runs.get(name), runs.get(of)];
  return run && base ? run.wallMs / base.wallMs : undefined;
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

const POLL_MS = 5;

/** The most memory that the command's own process had at once, in MB; undefined where the system does not tell it. */
export async function peakMemory({ command, cwd, env, stdin }: Timed): Promise<number | undefined> {
  const input = stdin === undefined ? undefined : openSync(stdin, 'r');
  const child = spawn(command[0]!, command.slice(1), {
    stdio: [input ?? 'ignore', 'ignore', 'ignore'],
    env: quietEnv(env),
    ...(cwd === undefined ? {} : { cwd }),
  });
  let peak: number | undefined;
  const timer = setInterval(() => {
    peak = Math.max(peak ?? 0, highWaterMark(child.pid!) ?? 0) || undefined;
  }, POLL_MS);
  await new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  clearInterval(timer);
  if (input !== undefined) closeSync(input);
  return peak;
}

/** `VmHWM` of proc(5), in MB. */
function highWaterMark(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1000;
  } catch {
    return undefined;
  }
}
