import type { SpawnSyncReturns } from 'node:child_process';
import { SetupError, SourceError } from '../errors.ts';

/**
 * What each git that leakgate starts is told: ask nothing, page nothing, lock nothing, run no program that the
 * repository's own config names, show the objects as they are stored. The caller's environment goes along, since
 * a hook's `GIT_INDEX_FILE` and quarantine folders are in it.
 */
export const gitEnvironment = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_GRAFT_FILE: '/dev/null/none',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_PAGER: 'cat',
  GIT_TRACE: '0',
  LC_ALL: 'C',
};

/** Variables by which the caller's environment, such as a hook's, names a repository. */
export const repositoryVariables = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR'] as const;

const settings = [
  '--no-pager',
  '--literal-pathspecs',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.quotePath=false',
];

/** The whole argument list for a git command line. */
export function gitArguments(args: readonly string[]): string[] {
  return [...settings, ...args];
}

/**
 * Runs git and returns its standard output.
 *
 * @param input - for its standard input
 * @throws {SourceError} git failed: its own first line of complaint is the message
 */
export function runGit(args: readonly string[], cwd: string, input?: string | Uint8Array): Buffer {
  const result = tryGit(args, cwd, input);
  if (result.status !== 0) throw gitFailure(args, result);
  return result.stdout;
}

/**
 * Runs git, whatever its exit status.
 *
 * @throws {SourceError} it could not be started
 * @param maxBuffer - the most bytes of output that are taken
 * @param env - more variables; an undefined one is taken away
 */
export function tryGit(
  args: readonly string[],
  cwd: string,
  input?: string | Uint8Array,
  maxBuffer = Number.POSITIVE_INFINITY,
  env: NodeJS.ProcessEnv = {},
): SpawnSyncReturns<Buffer> {
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const result = spawnSync('git', gitArguments(args), {
    cwd,
    input,
    env: { ...process.env, ...gitEnvironment, ...env },
    maxBuffer,
    windowsHide: true,
  });
  if ((result.error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
    throw new SetupError('git was not found', 'install git, or add its folder to PATH');
  }
  if (!result.output) throw gitFailure(args, result);
  return result;
}

/** The error for a git that failed, with what mends the usual causes. */
export function gitFailure(
  args: readonly string[],
  result: Pick<SpawnSyncReturns<Buffer>, 'stderr' | 'error' | 'status' | 'signal'>,
): SourceError {
  const complaint =
    result.stderr?.toString().trim().split('\n')[0] ||
    result.error?.message ||
    `status ${result.status ?? result.signal}`;
  return new SourceError(
    `git ${args[0]} failed: ${complaint.replace(/^(?:fatal|error): /, '')}`,
    helpFor(complaint),
  );
}

function helpFor(complaint: string): string | undefined {
  if (complaint.includes('dubious ownership'))
    return 'git config --global --add safe.directory <folder>, if you trust it';
  if (complaint.includes('not a git repository'))
    return 'run leakgate inside a git repository, or use: leakgate dir';
  return undefined;
}
