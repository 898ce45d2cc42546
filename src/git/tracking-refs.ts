import { runGit, tryGit } from './run.ts';
import { sameRepository } from './same-repository.ts';

const REMOTES = 'refs/remotes/';

/**
 * What one remote has, as far as remote-tracking refs tell: where fetch refspecs put them.
 *
 * @param remote - its name, or a URL: then the remotes that have it
 * @param url - what is pushed to, where that is known: a remote may be fetched from one place and pushed to others, of
 *   which its tracking refs tell nothing
 * @returns ids of objects; none for a remote that nothing was fetched from nor pushed to
 * @throws {SourceError} git failed
 */
export function trackedBy(remote: string, url: string | undefined, cwd: string): string[] {
  const names = url === undefined ? [remote, ...remotesAt(remote, cwd)] : remotesAt(url, cwd);
  const patterns = names.flatMap((name) => trackingPatterns(name, cwd));
  if (patterns.length === 0) return [];
  return lines(runGit(['for-each-ref', '--format=%(objectname) %(refname)', REMOTES], cwd)).flatMap(
    (line) => {
      const [id, ref] = splitOnce(line, ' ');
      return patterns.some((pattern) => fits(ref, pattern)) ? [id] : [];
    },
  );
}

/** What `git remote -v` writes behind a URL; the filter of a partial clone may follow. */
const FETCH = ' (fetch)';
const PUSH = ' (push)';

/** Names of the remotes that are fetched from a URL and pushed to it, as git rewrites theirs (`pushInsteadOf`). */
function remotesAt(url: string, cwd: string): string[] {
  const found = lines(runGit(['remote', '-v'], cwd)).flatMap((line) => {
    const [name, rest] = splitOnce(line, '\t');
    const way = rest.lastIndexOf(FETCH) > rest.lastIndexOf(PUSH) ? FETCH : PUSH;
    return sameRepository(rest.slice(0, rest.lastIndexOf(way)), url) ? [{ name, way }] : [];
  });
  const pushed = new Set(found.filter(({ way }) => way === PUSH).map(({ name }) => name));
  return found.filter(({ name, way }) => way === FETCH && pushed.has(name)).map(({ name }) => name);
}

/** The right sides of its fetch refspecs; a mirror's, which are the refs of this repository, tell nothing. */
function trackingPatterns(remote: string, cwd: string): string[] {
  return settings(['--get-all', `remote.${remote}.fetch`], cwd)
    .map((refspec) => splitOnce(refspec, ':')[1])
    .filter((pattern) => pattern.startsWith(REMOTES));
}

function settings(args: readonly string[], cwd: string): string[] {
  const { status, stdout } = tryGit(['config', '-z', ...args], cwd);
  return status === 0 ? stdout.toString().split('\0').slice(0, -1) : [];
}

/** @param pattern - with at most one `*`, which goes over slashes, too */
function fits(ref: string, pattern: string): boolean {
  const [start, end] = splitOnce(pattern, '*');
  if (!pattern.includes('*')) return ref === pattern;
  return ref.length >= start.length + end.length && ref.startsWith(start) && ref.endsWith(end);
}

function splitOnce(text: string, separator: string): [before: string, after: string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function lines(output: Buffer): string[] {
  return output.toString().split('\n').slice(0, -1);
}
