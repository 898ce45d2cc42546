/** Offsets of a match and of its named groups in the text. */
export interface PatternMatch {
  start: number;
  end: number;
  groups: Record<string, [start: number, end: number] | undefined>;
}

/**
 * Finds a pattern's first match that starts at `from` or later.
 *
 * @param last - one that starts later may be left out, which is quicker
 */
export type PatternMatcher = (text: string, from: number, last?: number) => PatternMatch | undefined;

/** How patterns are printed, no other group begins like this; those of atomic runs have a name with `_`. */
const NAMED_GROUP = /\(\?<(\w+)>/g;
const REFERENCE = /\\k<(\w+)>/g;

/** Up to so many places are tried by themselves; of more, V8 skips many. */
const FEW_PLACES = 64;

/**
 * V8's engine, for patterns that ship with leakgate and are checked for bad backtracking at build. It gives the places of
 * groups without names in half the time.
 */
export function ecmaMatcher(source: string): PatternMatcher {
  // The first group is the whole match, wherever it starts.
  const names = ['_match', ...Array.from(source.matchAll(NAMED_GROUP), ([, name]) => name!)];
  const numbered = source
    .replace(NAMED_GROUP, '(')
    .replace(REFERENCE, (_, name: string) => `(?:\\${names.indexOf(name) + 1})`);
  const told = [...names.entries()].filter(([, name]) => !name.startsWith('_'));
  let near: RegExp | undefined;
  let far: RegExp | undefined;
  return (text, from, last = text.length) => {
    let regex: RegExp;
    if (last - from < FEW_PLACES) regex = near ??= new RegExp(`[^]{0,${FEW_PLACES - 1}}?(${numbered})`, 'yd');
    else regex = far ??= new RegExp(`(${numbered})`, 'gd');
    regex.lastIndex = from;
    const { indices } = regex.exec(text) ?? {};
    if (!indices) return undefined;
    const groups: PatternMatch['groups'] = {};
    for (const [i, name] of told) groups[name] = indices[i + 1];
    const [start, end] = indices[1]!;
    return { start, end, groups };
  };
}

/** Remembers a match that lies ahead, for an engine that takes no notice of `last`. */
export function lookingAhead(matcher: PatternMatcher): PatternMatcher {
  let ahead: { text: string; from: number; match: PatternMatch | undefined } | undefined;
  return (text, from) => {
    const isKnown = ahead?.text === text && ahead.from <= from && !(ahead.match && ahead.match.start < from);
    if (!isKnown) ahead = { text, from, match: matcher(text, from) };
    return ahead!.match;
  };
}
