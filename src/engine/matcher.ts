/** Offsets of a match and of its named groups in the text. */
export interface PatternMatch {
  start: number;
  end: number;
  groups: Record<string, [start: number, end: number] | undefined>;
}

/** Finds a pattern's first match that starts at `from` or later. */
export type PatternMatcher = (text: string, from: number) => PatternMatch | undefined;

/** V8's engine, for patterns that ship with leakgate and are checked for bad backtracking at build. */
export function ecmaMatcher(source: string): PatternMatcher {
  const regex = new RegExp(source, 'gd');
  return (text, from) => {
    regex.lastIndex = from;
    const match = regex.exec(text);
    if (!match?.indices) return undefined;
    const [start, end] = match.indices[0]!;
    return { start, end, groups: match.indices.groups ?? {} };
  };
}
