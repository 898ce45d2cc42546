import { SourceError } from '../errors.ts';
import { openInProcess } from './in-process.ts';
import type { ObjectStore } from './objects/object-store.ts';
import { gitFailure, tryGit } from './run.ts';

/** More than this is not held at once. */
const MOST_BYTES = 64 << 20;

/**
 * Reads objects by id, in the order given.
 *
 * @returns undefined for an object that the repository does not have (a partial clone); undefined instead of the
 *   list when the objects are too large to be held together: stream them
 * @throws {SourceError} git failed, or its answer breaks off
 * @see https://git-scm.com/docs/git-cat-file#_batch_output
 */
export function readObjects(ids: readonly string[], cwd: string): (Uint8Array | undefined)[] | undefined {
  return readInProcess(ids, cwd) ?? readByGit(ids, cwd);
}

/** Undefined when an object is not there, damaged or large: git may know more, or has to say so. */
function readInProcess(ids: readonly string[], cwd: string): Uint8Array[] | undefined {
  const store = openInProcess(cwd)?.store;
  const all = store && readFrom(store, ids);
  store?.close();
  return all;
}

function readFrom(store: ObjectStore, ids: readonly string[]): Uint8Array[] | undefined {
  const all: Uint8Array[] = [];
  let total = 0;
  for (const id of ids) {
    const result = store.read(id);
    if (result.kind !== 'object') return undefined;
    total += result.bytes.length;
    if (total > MOST_BYTES) return undefined;
    all.push(result.bytes);
  }
  return all;
}

function readByGit(ids: readonly string[], cwd: string): (Uint8Array | undefined)[] | undefined {
  if (ids.length === 0) return [];
  const args = ['cat-file', '--batch', '--buffer'];
  const result = tryGit(args, cwd, `${ids.join('\n')}\n`, MOST_BYTES);
  if ((result.error as NodeJS.ErrnoException | undefined)?.code === 'ENOBUFS') return undefined;
  if (result.status !== 0) throw gitFailure(args, result);
  const output = result.stdout;
  let at = 0;
  return ids.map((id) => {
    const lineEnd = output.indexOf(10, at);
    const header = output.subarray(at, lineEnd).toString('latin1').split(' ');
    at = lineEnd + 1;
    if (header[1] === 'missing') return undefined;
    const size = Number(header[2]);
    if (lineEnd === -1 || header[0] !== id || at + size > output.length)
      throw new SourceError('git cat-file broke off');
    const bytes = output.subarray(at, at + size);
    at += size + 1;
    return bytes;
  });
}
