/** A place that git fetches from, without what does not say which repository it is. */
interface Place {
  scheme: string;
  /** Empty for a folder. */
  host: string;
  port: string;
  path: string;
}

const URL_FORM = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:]*)(?::(\d*))?(\/.*)?$/i;
/** A folder for Git for Windows, a host for others. */
const DRIVE_FORM = /^(?:file:\/\/\/?)?([a-z]:[\\/].*)$/is;
const SCP_FORM = /^(?:[^/@:]*@)?(\[[^\]]*\]|[^/:]+):(.*)$/s;

/**
 * Whether two URLs are the same repository, though one is of https and the other of ssh.
 *
 * @see https://git-scm.com/docs/git-fetch#_git_urls
 */
export function sameRepository(a: string, b: string, platform = process.platform): boolean {
  if (a === b) return true;
  const one = placeOf(a, platform);
  const other = placeOf(b, platform);
  if (one.host !== other.host || one.path !== other.path) return false;
  return one.scheme !== other.scheme || one.port === other.port;
}

function placeOf(url: string, platform: NodeJS.Platform): Place {
  const folder = platform === 'win32' ? DRIVE_FORM.exec(url)?.[1] : undefined;
  if (folder !== undefined)
    return { scheme: '', host: '', port: '', path: nameOf(folder.replace(/[\\/]+/g, '/')) };
  const [, scheme, host, port = '', path = ''] = URL_FORM.exec(url) ?? [];
  if (scheme?.toLowerCase() === 'file') return { scheme: '', host: '', port, path: nameOf(path) };
  if (scheme !== undefined)
    return { scheme: scheme.toLowerCase(), host: host!.toLowerCase(), port, path: nameOf(path) };
  const [, server, below = ''] = SCP_FORM.exec(url) ?? [];
  if (server === undefined) return { scheme: '', host: '', port, path: nameOf(url) };
  return { scheme: 'scp', host: server.toLowerCase(), port, path: nameOf(`/${below.replace(/^\//, '')}`) };
}

function nameOf(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return path.slice(0, end).replace(/\.git$/, '');
}
