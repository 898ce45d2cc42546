import path from 'node:path';
import type { Mode, Outcome } from './situation.ts';

/** A scanner under test. */
export interface Adapter {
  name: string;
  /**
   * Program and arguments for one mode, run in the repository; for the hooks, what git gives them is added to the
   * arguments and comes on standard input. undefined: the scanner has no such mode.
   */
  command(mode: Mode, range: string): string[] | undefined;
  /** What its exit status means. */
  outcome(status: number): Outcome;
}

const words: Readonly<Record<Mode, (range: string) => string[]>> = {
  commit: () => ['hook', 'run', 'pre-commit'],
  message: () => ['hook', 'run', 'commit-msg'],
  push: () => ['hook', 'run', 'pre-push'],
  range: (range) => ['diff', range],
  history: () => ['history'],
  unreachable: () => ['history', '--unreachable'],
};

/** The built command of this repository. */
export const leakgate: Adapter = {
  name: 'leakgate',
  command: (mode, range) => [
    process.execPath,
    path.resolve('dist/leakgate.cjs'),
    ...words[mode](range),
    '--offline',
  ],
  outcome: (status) => (status === 0 ? 'clean' : status === 1 ? 'found' : 'incomplete'),
};
