import { relativeUri } from './relative-uri.ts';
import type { JsonLocated, JsonRepository } from './schema.ts';

/** Paths below a repository's page, as each host has them. */
const HOSTS: Readonly<Record<string, { commit: string; file: string; line: string }>> = {
  'github.com': { commit: '/commit/', file: '/blob/', line: '#L' },
  'gitlab.com': { commit: '/-/commit/', file: '/-/blob/', line: '#L' },
  'bitbucket.org': { commit: '/commits/', file: '/src/', line: '#lines-' },
};

/** The web page of a commit, without its id; undefined for a host that is not known. */
export function commitPage(repository: JsonRepository | null): string | undefined {
  const known = pageOf(repository);
  return known && `${known.page}${known.host.commit}`;
}

/** The web page of a finding's line in the commit that brought it; undefined where there is none. */
export function linePage(repository: JsonRepository | null, finding: JsonLocated): string | undefined {
  const { commit, file, startLine, where } = finding;
  const known = pageOf(repository);
  if (!known || where !== 'content' || !/^[0-9a-f]{40,64}$/.test(commit ?? '')) return undefined;
  return `${known.page}${known.host.file}${commit}/${relativeUri(file)}${known.host.line}${startLine}`;
}

function pageOf(repository: JsonRepository | null) {
  if (!repository || !URL.canParse(repository.url)) return undefined;
  const { hostname, pathname } = new URL(repository.url);
  const host = Object.hasOwn(HOSTS, hostname) ? HOSTS[hostname] : undefined;
  const path = /^(\/[\w.-]+){2,}$/.exec(pathname.replace(/(?<!\/)\/+$/, '').replace(/\.git$/, ''))?.[0];
  return host && path ? { host, page: `https://${hostname}${path}` } : undefined;
}
