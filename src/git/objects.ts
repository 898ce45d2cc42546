import { SourceError } from '../errors.ts';
import { runGit } from './run.ts';

/**
 * Reads objects by id, in the order given.
 *
 * @returns undefined for an object that the repository does not have (a partial clone)
 * @throws {SourceError} git failed, or its answer breaks off
 * @see https://git-scm.com/docs/git-cat-file#_batch_output
 */
export function readObjects(ids: readonly string[], cwd: string): (Uint8Array | undefined)[] {
  if (ids.length === 0) return [];
  const output = runGit(['cat-file', '--batch', '--buffer'], cwd, `${ids.join('\n')}\n`);
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
