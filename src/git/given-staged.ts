import { readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { parseRawEntry, type StagedEntry } from './raw-diff.ts';

/** What git was asked before leakgate was there. */
export interface GivenStaged {
  /** How the index differs from HEAD. */
  entries: StagedEntry[];
  /** The new blobs by id; perhaps not all. */
  blobs: ReadonlyMap<string, Uint8Array>;
}

/** Argument of `hook run pre-commit`: standard input is what the commands of `print-staged.ts` print. */
export const STAGED_ON_STDIN = 'staged-on-stdin';

const STDIN = 0;
/** What a pipe of Linux holds. */
const PIPE_BYTES = 65536;
/** More than this is not held at once. */
const MOST_BYTES = 64 << 20;
const END = 'end\n';
const LF = 10;
const ENTRY = /^:[0-7]{6} [0-7]{6} [0-9a-f]{40,64} [0-9a-f]{40,64} [A-Z]\d*$/;
const BLOB = /^([0-9a-f]{40,64}) (?:blob (\d{1,10})|missing)$/;

/**
 * What the next commit is made from, if it was given.
 *
 * @param root - the top of the working tree
 * @param env - of the hook: `GIT_INDEX_FILE` counts
 */
export type ReadGiven = (root: string, env: NodeJS.ProcessEnv) => GivenStaged | undefined;

/**
 * Starts to read what the commands of `print-staged.ts` print, so that what a pipe can't hold is printed meanwhile. It
 * reads as undefined when git failed (an unborn HEAD is such a case), the output broke off, is large or something else;
 * when it holds objects that the index at hand has not, or nothing: that is seldom true.
 */
export function startReading(): ReadGiven {
  const input = openInput();
  input.readPart();
  return (root, env) => {
    while (input.readPart());
    const given = parseStaged(input.bytes());
    return given && isOfIndex(given.entries, root, env) ? given : undefined;
  };
}

/** Standard input as far as it was read; what can't be read is missing at the end. */
function openInput() {
  let buffer: Buffer = Buffer.allocUnsafeSlow(2 * PIPE_BYTES);
  let length = 0;
  return {
    bytes: () => buffer.subarray(0, length),
    /** Whether there was more. */
    readPart(): boolean {
      if (length > MOST_BYTES) return false;
      if (buffer.length - length < PIPE_BYTES) buffer = withRoom(buffer, length);
      const got = tryReadSync(buffer, length);
      length += got;
      return got > 0;
    },
  };
}

function withRoom(buffer: Buffer, length: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(2 * buffer.length);
  buffer.copy(larger, 0, 0, length);
  return larger;
}

function tryReadSync(buffer: Buffer, at: number): number {
  try {
    return readSync(STDIN, buffer, at, PIPE_BYTES, null);
  } catch {
    return 0;
  }
}

/** Undefined when it is not whole. */
export function parseStaged(output: Buffer): GivenStaged | undefined {
  const list = parseList(output);
  const blobs = list && parseBlobs(output, list.end + END.length);
  return blobs && { entries: list.entries, blobs };
}

/** Each entry is a field that starts with `:` and a path, each with NUL behind it. */
function parseList(output: Buffer): { entries: StagedEntry[]; end: number } | undefined {
  const entries: StagedEntry[] = [];
  let at = 0;
  while (output[at] === COLON) {
    const pathStart = output.indexOf(0, at) + 1;
    const pathEnd = pathStart === 0 ? 0 : output.indexOf(0, pathStart);
    const line = output.toString('latin1', at, Math.max(at, pathStart - 1));
    if (pathEnd <= pathStart || !ENTRY.test(line)) return undefined;
    entries.push(parseRawEntry(line, output.subarray(pathStart, pathEnd)));
    at = pathEnd + 1;
  }
  return isEnd(output, at) ? { entries, end: at } : undefined;
}

const COLON = 0x3a;

function isEnd(output: Buffer, at: number): boolean {
  return output.toString('latin1', at, at + END.length) === END;
}

/** @see https://git-scm.com/docs/git-cat-file#_batch_output */
function parseBlobs(output: Buffer, start: number): Map<string, Uint8Array> | undefined {
  const blobs = new Map<string, Uint8Array>();
  let at = start;
  while (!isEnd(output, at)) {
    const lineEnd = output.indexOf(LF, at);
    const [, id, size] = BLOB.exec(output.toString('latin1', at, Math.max(at, lineEnd))) ?? [];
    if (id === undefined) return undefined;
    at = lineEnd + 1;
    if (size === undefined) continue;
    const end = at + Number(size);
    if (output[end] !== LF) return undefined;
    blobs.set(id, output.subarray(at, end));
    at = end + 1;
  }
  return at + END.length === output.length ? blobs : undefined;
}

/**
 * In a hook git names the index; by hand it is the ordinary one, or this is not used. List and index have one order, so
 * that a large index is gone through once.
 */
function isOfIndex(entries: readonly StagedEntry[], root: string, env: NodeJS.ProcessEnv): boolean {
  const index = tryRead(
    env.GIT_INDEX_FILE ? path.resolve(env.GIT_INDEX_FILE) : path.join(root, '.git', 'index'),
  );
  if (!index || entries.length === 0) return false;
  let at = 0;
  return entries.every(({ newMode, newId }) => {
    if (newMode === '000000') return true;
    at = index.indexOf(newId, at, 'hex');
    return at >= 0;
  });
}

function tryRead(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
