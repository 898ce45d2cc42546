import { homedir } from 'node:os';
import path from 'node:path';

/** The user's cache folder, by the custom of the platform; never a relative one, which a repository could hold. */
export function cacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const named = platform === 'win32' ? env.LOCALAPPDATA : env.XDG_CACHE_HOME;
  if (named && path.isAbsolute(named)) return path.join(named, 'leakgate');
  return path.join(homedir(), platform === 'darwin' ? 'Library/Caches' : '.cache', 'leakgate');
}
