import path from 'node:path';

/**
 * Makes absolute what is relative to the folder of this process: the git that is started runs at the top of the work
 * tree.
 */
export function resolveGitVariables(env: NodeJS.ProcessEnv): void {
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE']) if (env[name]) env[name] = path.resolve(env[name]);
}
