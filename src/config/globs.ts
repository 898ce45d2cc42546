import picomatch from 'picomatch';
import { globAutomaton } from './glob-automaton.ts';

/**
 * The regular expression of a glob over paths. `/` is the separator on every platform; a glob without one matches
 * the file name in any folder; dot files are files; `folder/` means all below it. For globs that can be trusted: some
 * take a time that grows with a high power of the path's length.
 */
export function globSource(glob: string): string {
  return picomatch.makeRe(wholeGlob(glob), { dot: true }).source;
}

function wholeGlob(glob: string): string {
  const below = glob.endsWith('/') ? `${glob}**` : glob;
  return below.includes('/') ? below.replace(/^\//, '') : `**/${below}`;
}

/** Wildcards and braces that a regular expression may have to try against each other. */
const MOST_TRIED = 2;

/** Few enough that the time which a regular expression takes stays small for any path. */
function isTame(glob: string): boolean {
  const tried = glob.replace(/\\./g, '').match(/\*+|\{/g) ?? [];
  return tried.length <= MOST_TRIED && !/[*+]\(/.test(glob);
}

/**
 * Whether any of the globs matches a path. They may be those of a scanned repository: none makes it slow.
 *
 * @throws {GlobSyntaxError} `!(…)` beside many wildcards
 */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  const whole = globs.map(wholeGlob);
  const wild = whole.filter((glob) => !isTame(glob));
  const tame = whole.filter(isTame).map((glob) => new RegExp(picomatch.makeRe(glob, { dot: true }).source));
  const automaton = wild.length > 0 ? globAutomaton(wild) : () => false;
  return (path) => tame.some((regex) => regex.test(path)) || automaton(path);
}

/** {@link globMatcher} for lists that are asked for again and again, as those of rules are: each is compiled once. */
export function globsFit(): (globs: readonly string[], path: string) => boolean {
  const compiled = new Map<string, (path: string) => boolean>();
  return (globs, path) => {
    const key = globs.join('\0');
    const known = compiled.get(key) ?? globMatcher(globs);
    compiled.set(key, known);
    return known(path);
  };
}
