import { isAbsolute, join } from 'node:path';

/** The user's cache folder, by the custom of the platform; never a relative one, which a repository could hold. */
export function cacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const named = platform === 'win32' ? env.LOCALAPPDATA : env.XDG_CACHE_HOME;
  if (named && isAbsolute(named)) return join(named, 'leakgate');
  const home = env.HOME && platform !== 'win32' ? env.HOME : process.getBuiltinModule('node:os').homedir();
  return join(home, platform === 'darwin' ? 'Library/Caches' : '.cache', 'leakgate');
}
