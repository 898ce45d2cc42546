import picomatch from 'picomatch';

/**
 * The regular expression of a glob over paths. `/` is the separator on every platform; a glob without one matches
 * the file name in any folder; dot files are files; `folder/` means all below it.
 */
export function globSource(glob: string): string {
  const below = glob.endsWith('/') ? `${glob}**` : glob;
  return picomatch.makeRe(below.includes('/') ? below.replace(/^\//, '') : `**/${below}`, { dot: true })
    .source;
}

/** Whether any of the globs matches a path. */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  const compiled = globs.map((glob) => new RegExp(globSource(glob)));
  return (path) => compiled.some((regex) => regex.test(path));
}
