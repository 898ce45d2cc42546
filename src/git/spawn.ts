import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { Readable, type Writable } from 'node:stream';
import type { SourceError } from '../errors.ts';
import { gitArguments, gitEnvironment, gitFailure } from './run.ts';

/** A git that runs beside us. */
export interface RunningGit {
  output: AsyncIterable<Buffer>;
  /** Waits for its end; undefined when it succeeded. */
  failure(): Promise<SourceError | undefined>;
}

type Lines = Iterable<string> | AsyncIterable<string>;

const COMPLAINT_LENGTH = 4096;

/**
 * Starts git without waiting for it. It ends when `signal` is aborted, or when its output is no longer read.
 *
 * @param lines - for its standard input: lines, or blocks of them, each without its last line end
 */
export function spawnGit(
  args: readonly string[],
  cwd: string,
  signal: AbortSignal,
  lines: Lines = [],
): RunningGit {
  const child = spawn('git', gitArguments(args), {
    cwd,
    env: { ...process.env, ...gitEnvironment },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  if (!child.stdout) return notStarted(args, child);
  const stop = () => child.kill();
  signal.addEventListener('abort', stop, { once: true });
  const ended = endOf(args, child).finally(() => signal.removeEventListener('abort', stop));
  const fed = feed(child.stdin, lines, signal).catch((error: unknown) => {
    child.kill();
    return error;
  });
  return {
    output: child.stdout,
    async failure() {
      const failure = await ended;
      const error = await fed;
      if (error) throw error;
      return failure;
    },
  };
}

/**
 * The lines of a git's standard output, in blocks of whole lines without the last line end.
 *
 * @throws {SourceError} it failed
 */
export async function* lineBlocks(
  args: readonly string[],
  cwd: string,
  signal: AbortSignal,
  lines: Lines = [],
): AsyncGenerator<string> {
  const git = spawnGit(args, cwd, signal, lines);
  let rest = '';
  for await (const bytes of git.output) {
    rest += bytes.toString('latin1');
    const end = rest.lastIndexOf('\n');
    if (end === -1) continue;
    yield rest.slice(0, end);
    rest = rest.slice(end + 1);
  }
  const failure = await git.failure();
  if (failure && !signal.aborted) throw failure;
}

/** Where no file descriptor is left it has no streams either. */
function notStarted(args: readonly string[], child: ChildProcess): RunningGit {
  const failure = new Promise<SourceError>((resolve) => {
    child.once('error', (error) =>
      resolve(gitFailure(args, { error, status: null, signal: null, stderr: Buffer.alloc(0) })),
    );
  });
  return { output: Readable.from([]), failure: () => failure };
}

function endOf(
  args: readonly string[],
  child: ChildProcessByStdio<Writable, Readable, Readable>,
): Promise<SourceError | undefined> {
  let stderr = '';
  child.stderr.on('data', (bytes: Buffer) => {
    if (stderr.length < COMPLAINT_LENGTH) stderr += bytes.toString();
  });
  return new Promise((resolve) => {
    const fail = (result: { error?: Error; status: number | null; signal: NodeJS.Signals | null }) =>
      resolve(gitFailure(args, { ...result, stderr: Buffer.from(stderr) }));
    child.once('error', (error) => fail({ error, status: null, signal: null }));
    child.once('close', (status, signal) => (status === 0 ? resolve(undefined) : fail({ status, signal })));
  });
}

const FEED_SIZE = 1 << 15;

/** Writes lines as fast as git takes them; that it ended early is told by its status, not here. */
async function feed(stdin: Writable, lines: Lines, signal: AbortSignal): Promise<void> {
  stdin.on('error', () => {});
  let batch = '';
  for await (const line of lines) {
    batch += `${line}\n`;
    if (batch.length < FEED_SIZE) continue;
    if (signal.aborted || stdin.destroyed) break;
    await write(stdin, batch);
    batch = '';
  }
  stdin.end(batch);
}

function write(stdin: Writable, text: string): Promise<void> {
  return new Promise((resolve) => stdin.write(text, () => resolve()));
}
