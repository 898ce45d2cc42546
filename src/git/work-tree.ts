import { isUtf8 } from 'node:buffer';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { SourceError } from '../errors.ts';
import { REMAKE_INDEX } from './index-file.ts';
import { splitNul } from './paths.ts';
import { gitFailure, repositoryVariables, tryGit } from './run.ts';

/**
 * The top of the working tree that holds a folder, found by looking for `.git` as git does, without starting git.
 * In a hook git has set `GIT_DIR` and the current folder is the top.
 *
 * @returns undefined outside of a repository, and inside of a bare one
 */
export function findWorkTree(folder: string, env: NodeJS.ProcessEnv): string | undefined {
  if (env.GIT_WORK_TREE) return path.resolve(folder, env.GIT_WORK_TREE);
  if (env.GIT_DIR) return folder;
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (existsSync(path.join(at, '.git'))) return at;
    if (isGitDir(at)) return undefined;
    if (path.dirname(at) === at) return undefined;
  }
}

/** By the three names that git goes by. */
function isGitDir(folder: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => existsSync(path.join(folder, name)));
}

/** The folder's repository is meant, not the one that a hook runs for. */
const ownRepository = Object.fromEntries(repositoryVariables.map((name) => [name, undefined]));

/** All that git lists in a submodule's folder in which no repository is. */
export const THE_FOLDER = './';

/**
 * Every file below a folder that git tracks or would offer to add, relative to the folder; as bytes where the name is not
 * UTF-8. A nested repository is one entry that ends in `/`; a submodule is one without.
 *
 * @param closed - takes what git says of folders that it can't open, which it leaves out without failing
 * @throws {SourceError} git failed, or listed what is no file
 */
export function listWorkTree(folder: string, closed: string[] = []): (string | Buffer)[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const result = tryGit(args, folder, undefined, undefined, ownRepository);
  if (result.status !== 0) throw gitFailure(args, result);
  closed.push(...(result.stderr.toString().match(/(?<=^warning: )could not open directory .*/gm) ?? []));
  const output = result.stdout;
  const text = output.toString();
  if (text !== `${THE_FOLDER}\0` && `\0${text}`.includes(`\0${THE_FOLDER}\0`))
    throw new SourceError('the index is damaged: it has a file without a name', REMAKE_INDEX);
  if (!text.includes('\ufffd')) return text.split('\0').slice(0, -1);
  return splitNul(output).map((name) => (isUtf8(name) ? name.toString() : name));
}
