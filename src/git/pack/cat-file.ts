import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ObjectType } from '../objects/object-id.ts';
import { gitArguments, gitEnvironment, gitFailure } from '../run.ts';
import { createChunkReader } from './chunk-reader.ts';

/** An object, or a block of a large one; good until the next is asked for. */
export interface ReadObject {
  kind: 'object';
  oid: string;
  type: ObjectType;
  bytes: Uint8Array;
  /** Where `bytes` starts in the object. Blocks of one object overlap. */
  start: number;
  /** Bytes of the whole object. */
  size: number;
}

/** The repository does not have the object. */
export interface MissingObject {
  kind: 'missing';
  oid: string;
}

/** Larger objects come in blocks of this size. */
const BLOCK = 8 << 20;
/** What two neighbouring blocks have in common: more than any pattern spans. */
const OVERLAP = 64 << 10;
const IDS_AT_ONCE = 1024;

/**
 * Streams objects out of `git cat-file --batch`.
 *
 * @param cwd - a folder of the repository
 * @throws {SourceError} git failed, or its answer breaks off
 * @see https://git-scm.com/docs/git-cat-file#_batch_output
 */
export async function* catFile(
  oids: AsyncIterable<string> | Iterable<string>,
  cwd: string,
  signal?: AbortSignal,
): AsyncGenerator<ReadObject | MissingObject> {
  const git = startGit(['cat-file', '--batch', '--buffer'], cwd, signal);
  // A git that dies closes its input: what it has to say comes from its status.
  const asked = pipeline(Readable.from(linesOf(oids)), git.child.stdin).catch(() => {});
  const reader = createChunkReader(git.child.stdout);
  try {
    for (let line = await reader.line(); line !== undefined; line = await reader.line()) {
      const [oid = '', type = '', size] = line.split(' ');
      if (type === 'missing') {
        yield { kind: 'missing', oid };
        continue;
      }
      yield* contentOf(reader, { kind: 'object', oid, type: type as ObjectType, size: Number(size) });
      await reader.bytes(1);
    }
    await asked;
    await git.finished();
  } finally {
    git.child.kill();
  }
}

async function* contentOf(
  reader: ReturnType<typeof createChunkReader>,
  head: Omit<ReadObject, 'bytes' | 'start'>,
): AsyncGenerator<ReadObject> {
  if (head.size <= BLOCK) {
    yield { ...head, bytes: await reader.bytes(head.size), start: 0 };
    return;
  }
  let kept = Buffer.alloc(0);
  for (let start = 0; start + kept.length < head.size; start += BLOCK - OVERLAP) {
    const more = Math.min(BLOCK, head.size - start) - kept.length;
    const bytes = Buffer.concat([kept, await reader.bytes(more)]);
    yield { ...head, bytes, start };
    kept = Buffer.from(bytes.subarray(BLOCK - OVERLAP));
  }
}

/**
 * Ids of all objects but trees, in an order that is cheap to read them in.
 *
 * @throws {SourceError} git failed
 */
export async function* listObjects(cwd: string, signal?: AbortSignal): AsyncGenerator<string> {
  const format = '--batch-check=%(objectname) %(objecttype)';
  const git = startGit(['cat-file', '--batch-all-objects', '--unordered', '--buffer', format], cwd, signal);
  git.child.stdin.end();
  const reader = createChunkReader(git.child.stdout);
  try {
    for (let line = await reader.line(); line !== undefined; line = await reader.line()) {
      const [oid = '', type] = line.split(' ');
      if (type !== 'tree') yield oid;
    }
    await git.finished();
  } finally {
    git.child.kill();
  }
}

function startGit(args: string[], cwd: string, signal: AbortSignal | undefined) {
  const child = spawn('git', gitArguments(args), {
    cwd,
    env: { ...process.env, ...gitEnvironment, GIT_NO_LAZY_FETCH: '1' },
    windowsHide: true,
    ...(signal === undefined ? {} : { signal }),
  });
  const complaints: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  child.stdin.on('error', () => {});
  const closed = once(child, 'close');
  closed.catch(() => {});
  const finished = async (): Promise<void> => {
    const [status, killedBy] = (await closed) as [number | null, NodeJS.Signals | null];
    if (status === 0) return;
    throw gitFailure(args, { stderr: Buffer.concat(complaints), status, signal: killedBy });
  };
  return { child, finished };
}

async function* linesOf(oids: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  let lines: string[] = [];
  for await (const oid of oids) {
    lines.push(`${oid}\n`);
    if (lines.length < IDS_AT_ONCE) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}
