import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { tryGit } from '../git/run.ts';

/**
 * A file that a report or another scanner's list names: never from outside of the root, whatever it says.
 *
 * @param file - relative to `root`
 * @returns undefined when there is no such file
 */
export function fileInTree(root: string, file: string): Uint8Array | undefined {
  try {
    const top = realpathSync(root);
    const real = realpathSync(path.join(top, file));
    return real.startsWith(top + path.sep) ? readFileSync(real) : undefined;
  } catch {
    return undefined;
  }
}

/** The same as a commit has it. */
export function fileInCommit(root: string, commit: string, file: string): Uint8Array | undefined {
  const { status, stdout } = tryGit(['cat-file', 'blob', `${commit}:${file}`], root);
  return status === 0 ? stdout : undefined;
}
