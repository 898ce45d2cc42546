import { SourceError } from '../errors.ts';
import { spawnGit } from './spawn.ts';

/** Whether a word names a repository elsewhere: `scheme://…`, or `user@host:path`. */
export function isRemote(word: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(word) || /^[^/\\\s]+@[^/\\\s:]+:/.test(word);
}

const SETTINGS = ['protocol.ext.allow=never', 'core.hooksPath=/dev/null', 'core.askPass='];

/**
 * Clones all refs of a repository without working tree, hooks, templates or submodules; asks nobody anything.
 *
 * @param folder - is made, or empty
 * @throws {SourceError} git's complaint, without the URL's credentials
 */
export async function cloneBare(url: string, folder: string, signal: AbortSignal): Promise<void> {
  const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
  const flags = ['--mirror', '--quiet', '--template=', '--no-recurse-submodules'];
  const git = spawnGit([...settings, 'clone', ...flags, '--', url, folder], process.cwd(), signal);
  for await (const _ of git.output);
  const failure = await git.failure();
  if (failure) throw new SourceError(withoutCredentials(failure.message), failure.help);
}

function withoutCredentials(message: string): string {
  return message.replace(/^git -c failed/, 'git clone failed').replace(/\/\/[^/\s'@]*@/g, '//');
}
