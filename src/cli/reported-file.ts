import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { tryGit } from '../git/run.ts';

/**
 * Where a plain file really is, wherever links lead.
 *
 * @returns undefined when it is none, or not below `root`
 */
export function realFileBelow(root: string, file: string): string | undefined {
  try {
    const real = realpathSync(file);
    return real.startsWith(realpathSync(root) + path.sep) && statSync(real).isFile() ? real : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A file that a report or another scanner's list names: never from outside of the root, whatever it says.
 *
 * @param file - relative to `root`
 * @returns undefined when there is no such file
 */
export function fileInTree(root: string, file: string): Uint8Array | undefined {
  const real = realFileBelow(root, path.join(root, file));
  if (real === undefined) return undefined;
  try {
    return readFileSync(real);
  } catch {
    return undefined;
  }
}

/** The same as a commit has it. */
export function fileInCommit(root: string, commit: string, file: string): Uint8Array | undefined {
  const { status, stdout } = tryGit(['cat-file', 'blob', `${commit}:${file}`], root);
  return status === 0 ? stdout : undefined;
}

/** The names of a commit's files, none where there is no such commit. */
export function namesInCommit(root: string, commit: string): string[] {
  const { stdout } = tryGit(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit], root);
  return stdout.toString().split('\0').slice(0, -1);
}
