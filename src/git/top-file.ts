import { tryGit } from './run.ts';

/**
 * A file at the top of a commit's tree, or of the index.
 *
 * @param revision - a commit; empty for the index
 * @returns undefined when there is none, or git can't read it
 */
export function readTopFile(revision: string, name: string, root: string): Uint8Array | undefined {
  const { status, stdout } = tryGit(['cat-file', 'blob', `${revision}:${name}`], root);
  return status === 0 ? stdout : undefined;
}
