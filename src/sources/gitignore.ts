import { groupedBy } from '../grouped-by.ts';
import { lowerAscii, matcherOf, readPattern, type Token } from './wildmatch.ts';

/** The rules of one `.gitignore`. */
export interface IgnoreRules {
  /**
   * What the last rule that fits says; undefined: none fits. That a folder above is ignored is not looked at.
   *
   * @param name - the last part of `path`
   * @param start - where in `path` the folder of the rules ends
   */
  ignores(name: string, path: string, start: number, isFolder: boolean): boolean | undefined;
}

interface Rule {
  /** Its place among the rules: the last that fits decides. */
  order: number;
  negative: boolean;
  foldersOnly: boolean;
  /** A name in any folder is meant, not a path. */
  byName: boolean;
  /** A pattern without wildcards. */
  exact: string | undefined;
  /** What all that fits begins and ends with. */
  head: string;
  tail: string;
  fits(text: string): boolean;
}

/** The order in which rules are asked: those that decide first. */
type Rules = Rule[];

/**
 * Reads a `.gitignore` as git does, byte by byte. Most rules name a file or an ending, and are found by it; only what
 * they leave is asked one by one.
 *
 * @param ignoreCase - git's `core.ignoreCase`
 */
export function readIgnoreRules(content: Uint8Array, ignoreCase: boolean): IgnoreRules {
  const rules = rulesOf(content, ignoreCase).reverse();
  const needPath = rules.some(({ byName }) => !byName);
  const kinds = groupedBy(rules, foundBy);
  const of = (kind: FoundBy) => kinds.get(kind) ?? [];
  const names = groupedBy(of('name'), ({ exact }) => exact);
  const paths = groupedBy(of('path'), ({ exact }) => exact);
  const endings = groupedBy(of('ending'), ({ tail }) => tail.charCodeAt(tail.length - 1));
  const beginnings = groupedBy(of('beginning'), ({ head }) => head.charCodeAt(0));
  const rest = of('none');
  return {
    ignores(name, path, start, isFolder) {
      const text = bytesOf(name, ignoreCase);
      const whole = needPath ? bytesOf(path.slice(start), ignoreCase) : text;
      let last = lastFitting(names.get(text), undefined, text, whole, isFolder);
      if (paths.size > 0) last = lastFitting(paths.get(whole), last, text, whole, isFolder);
      last = lastFitting(endings.get(text.charCodeAt(text.length - 1)), last, text, whole, isFolder);
      last = lastFitting(beginnings.get(text.charCodeAt(0)), last, text, whole, isFolder);
      last = lastFitting(rest, last, text, whole, isFolder);
      return last && !last.negative;
    },
  };
}

type FoundBy = 'name' | 'path' | 'ending' | 'beginning' | 'none';

function foundBy({ exact, byName, head, tail }: Rule): FoundBy {
  if (exact !== undefined) return byName ? 'name' : 'path';
  if (tail !== '') return 'ending';
  return byName && head !== '' ? 'beginning' : 'none';
}

function lastFitting(
  rules: Rules | undefined,
  known: Rule | undefined,
  name: string,
  path: string,
  isFolder: boolean,
): Rule | undefined {
  if (!rules) return known;
  for (const rule of rules) {
    if (known && rule.order < known.order) return known;
    if (rule.foldersOnly && !isFolder) continue;
    if (rule.fits(rule.byName ? name : path)) return rule;
  }
  return known;
}

/** A character for each byte of UTF-8, as git compares. */
function bytesOf(text: string, ignoreCase: boolean): string {
  const bytes = /[^\0-\x7f]/.test(text) ? Buffer.from(text).toString('latin1') : text;
  return ignoreCase ? lowerAscii(bytes) : bytes;
}

function rulesOf(content: Uint8Array, ignoreCase: boolean): Rule[] {
  const text = Buffer.from(content.buffer, content.byteOffset, content.length).toString('latin1');
  const lines = text.replace(/^\xef\xbb\xbf/, '').split('\n');
  return lines.flatMap((line, order) => {
    if (line.startsWith('#')) return [];
    const rule = ruleOf(withoutTrailingSpaces(withoutEnd(line)), order, ignoreCase);
    return rule ? [rule] : [];
  });
}

/** A carriage return before the end of a line is of that end; at a NUL git stops to read. */
function withoutEnd(line: string): string {
  const end = line.endsWith('\r') ? line.slice(0, -1) : line;
  const nul = end.indexOf('\0');
  return nul < 0 ? end : end.slice(0, nul);
}

/** All but one that a backslash keeps. */
function withoutTrailingSpaces(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ') end--;
  let slashes = 0;
  while (line[end - 1 - slashes] === '\\') slashes++;
  return line.slice(0, slashes % 2 === 1 ? end + 1 : end);
}

const SPECIAL = /[*?[\\]/;
/** A pattern that means the same as the name behind it. */
const ANY_FOLDER = /^\*{2,}\/([^/]+)$/;

function ruleOf(line: string, order: number, ignoreCase: boolean): Rule | undefined {
  const negative = line.startsWith('!');
  const foldersOnly = line.endsWith('/') && line.length > Number(negative);
  const pattern = line.slice(Number(negative), foldersOnly ? -1 : undefined);
  const rooted = pattern.startsWith('/') ? pattern.slice(1) : pattern;
  const anywhere = ANY_FOLDER.exec(rooted)?.[1];
  const byName = anywhere !== undefined || !pattern.includes('/');
  const whole = anywhere ?? rooted;
  if (whole === '') return undefined;
  const text = ignoreCase ? lowerAscii(whole) : whole;
  const special = whole.search(SPECIAL);
  if (special < 0)
    return { order, negative, foldersOnly, byName, exact: text, head: '', tail: '', fits: () => true };
  const head = text.slice(0, special);
  // What stands before the first wildcard is compared apart, as in git, to which `a**/b` is `a`, then `**/b`.
  const tokens = readPattern(whole.slice(special), ignoreCase);
  if (!tokens) return undefined;
  const plain = plainOf(tokens);
  const fits = fitter(head, tokens, plain, byName);
  return { order, negative, foldersOnly, byName, exact: undefined, head, tail: plain.at(-1)!, fits };
}

/** The stretches of the tokens that are plain text; empty where one ends or begins with something else. */
function plainOf(tokens: readonly Token[]): string[] {
  const stretches = [''];
  for (const token of tokens) {
    if (token.kind === 'one' && token.literal !== undefined) stretches.push(stretches.pop() + token.literal);
    else stretches.push('');
  }
  return stretches;
}

/** What can be compared is compared before a pattern is made of the rest. */
function fitter(
  head: string,
  tokens: readonly Token[],
  plain: readonly string[],
  byName: boolean,
): Rule['fits'] {
  const tail = plain.at(-1)!;
  const inside = plain.slice(0, -1).filter((stretch) => stretch !== '');
  const isAll = byName && tokens.length === tail.length + 1 && tokens[0]!.kind === 'many';
  let matches: ((text: string) => boolean) | undefined;
  return (text) => {
    if (text.length < head.length + tail.length) return false;
    if (!text.endsWith(tail) || !text.startsWith(head)) return false;
    if (isAll) return true;
    if (!hasInOrder(text, inside, head.length)) return false;
    matches ??= matcherOf(tokens);
    return matches(text.slice(head.length));
  };
}

function hasInOrder(text: string, stretches: readonly string[], from: number): boolean {
  let at = from;
  for (const stretch of stretches) {
    const found = text.indexOf(stretch, at);
    if (found < 0) return false;
    at = found + stretch.length;
  }
  return true;
}
