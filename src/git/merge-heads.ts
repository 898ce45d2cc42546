import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The commits that the next commit merges, besides HEAD: from `MERGE_HEAD`, or in a `pre-merge-commit` hook, which
 * runs before git writes that file, from the variables that git sets for it.
 *
 * @param root - the top of the working tree
 * @returns full object ids; empty when no merge is going on
 * @see https://git-scm.com/docs/githooks#_pre_merge_commit
 */
export function mergeHeads(root: string, env: NodeJS.ProcessEnv): string[] {
  const gitDir = env.GIT_DIR ? path.resolve(root, env.GIT_DIR) : gitDirOf(root);
  const content = tryRead(path.join(gitDir, 'MERGE_HEAD'));
  if (content !== undefined) return content.split('\n').filter((line) => /^[0-9a-f]{40,64}$/.test(line));
  return Object.keys(env)
    .map((name) => /^GITHEAD_([0-9a-f]{40,64})$/.exec(name)?.[1])
    .filter((id) => id !== undefined);
}

/** `.git` is a folder, or in a linked work tree and a submodule a file that names one. */
function gitDirOf(root: string): string {
  const dotGit = path.join(root, '.git');
  if (existsSync(path.join(dotGit, 'HEAD'))) return dotGit;
  const target = /^gitdir: (.*?)\r?\n?$/.exec(tryRead(dotGit) ?? '')?.[1];
  return target === undefined ? root : path.resolve(root, target);
}

/** Most often there is none: an error costs more than the question. */
function tryRead(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
