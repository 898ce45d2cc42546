import type { PatternMatch, PatternMatcher } from './matcher.ts';

/**
 * A matcher for which a text ends before a control character that a secret would hold: as the strings of a program do,
 * which stand next to each other with a zero between them. What is no match then is none.
 */
export function textMatcher(matcher: PatternMatcher): PatternMatcher {
  return (text, from, last) => {
    const most = last ?? text.length;
    for (let at = from; at <= most; ) {
      const match = matcher(text, at, last);
      const end = match ? controlIn(text, match) : -1;
      if (!match || end === -1) return match;
      const shorter = matcher(text.slice(0, end), match.start, match.start);
      if (shorter?.start === match.start && controlIn(text, shorter) === -1) return shorter;
      at = Math.max(match.start + 1, match.groups.secret![0]);
    }
    return undefined;
  };
}

/** Where the first control character of the secret stands that is no space; -1 for none. */
function controlIn(text: string, { groups }: PatternMatch): number {
  const [start, end] = groups.secret ?? [0, 0];
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 ? code < 0x09 || code > 0x0d : code === 0x7f) return at;
  }
  return -1;
}
