import { spawnSync } from 'node:child_process';
import type { Timed } from './measure.ts';

/** Programs that leakgate is measured beside, and the variables that name them. */
const programs = {
  rg: 'LEAKGATE_BENCH_RG',
  gitleaks: 'LEAKGATE_BENCH_GITLEAKS',
  betterleaks: 'LEAKGATE_BENCH_BETTERLEAKS',
};
type Program = keyof typeof programs;

const told = new Set<Program>();

/** A reference program's command, as a list to be spread; empty, and said so once, where it is not installed. */
export function reference(program: Program, args: readonly string[], timed: Omit<Timed, 'command'>): Timed[] {
  const command = process.env[programs[program]] ?? program;
  if (spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0)
    return [{ ...timed, command: [command, ...args] }];
  if (!told.has(program)) console.log(`(${program} is not here: set ${programs[program]}, or install it)`);
  told.add(program);
  return [];
}
