import { tryGit } from '../git/run.ts';
import type { JsonRepository } from '../report/schema.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the repository at hand comes from, as CI says or git does; null outside of one. */
export function findRepository(cwd: string, env: Environment): JsonRepository | null {
  const git = (...args: string[]) => {
    const { status, stdout } = tryGit(args, cwd);
    return status === 0 ? stdout.toString().trim() || null : null;
  };
  const revision = git('rev-parse', '--verify', '--quiet', 'HEAD');
  const url = ciUrl(env) ?? git('config', '--get', 'remote.origin.url');
  const known = url === null ? null : webUrl(url);
  if (known === null) return null;
  return { url: known, revision, branch: ciBranch(env) ?? git('symbolic-ref', '--quiet', '--short', 'HEAD') };
}

/** By the documented variables of each service. */
function ciUrl(env: Environment): string | null {
  const gitHub = env.GITHUB_REPOSITORY
    ? `${env.GITHUB_SERVER_URL ?? 'https://github.com'}/${env.GITHUB_REPOSITORY}`
    : undefined;
  const all = [gitHub, env.CI_PROJECT_URL, env.BUILD_REPOSITORY_URI, env.BITBUCKET_GIT_HTTP_ORIGIN];
  return all.find((url) => url !== undefined && url !== '') ?? null;
}

function ciBranch(env: Environment): string | null {
  const all = [env.GITHUB_HEAD_REF, env.GITHUB_REF_NAME, env.CI_COMMIT_REF_NAME, env.BITBUCKET_BRANCH];
  return all.find((name) => name !== undefined && name !== '') ?? null;
}

/** Never with credentials, which a remote's URL may hold; null for what is no place on the network. */
function webUrl(remote: string): string | null {
  const scp = /^(?:[^@/]+@)?([^:/]+):(?!\/\/)(.+)$/.exec(remote);
  const text = scp && !/^[A-Za-z]$/.test(scp[1]!) ? `ssh://${scp[1]}/${scp[2]}` : remote;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (!['https:', 'http:', 'ssh:', 'git:'].includes(url.protocol)) return null;
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url.href;
}
