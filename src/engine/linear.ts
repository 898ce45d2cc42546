import { createRequire } from 'node:module';
import type { PatternMatch, PatternMatcher } from './matcher.ts';

/** Engine for patterns that did not ship with leakgate: each runs in time linear in the text. */
export interface LinearEngine {
  /** `re2` (the native addon, where the user installed it) or `re2js`. */
  name: string;
  /** @param source - RE2 syntax */
  compile(source: string): PatternMatcher;
}

/**
 * Loads the native `re2` if it is installed beside leakgate (never from the scanned folder), else `re2js`.
 *
 * @param only - takes this one, for tests; throws when it is not there
 */
export async function loadLinear(only?: 're2' | 're2js'): Promise<LinearEngine> {
  const native = only === 're2js' ? undefined : loadNative();
  if (native) return { name: 're2', compile: (source) => nativeMatcher(native, source) };
  if (only === 're2') throw new Error('re2 is not installed');
  const { RE2JS } = await import('re2js');
  return { name: 're2js', compile: (source) => portableMatcher(RE2JS.compile(source)) };
}

type NativeRe2 = new (source: string, flags: string) => RegExp;

function loadNative(): NativeRe2 | undefined {
  try {
    return createRequire(import.meta.url)('re2') as NativeRe2;
  } catch {
    return undefined;
  }
}

function nativeMatcher(Re2: NativeRe2, source: string): PatternMatcher {
  const regex = new Re2(source, 'gdu');
  return (text, from) => {
    regex.lastIndex = from;
    const match = regex.exec(text);
    return match?.indices
      ? { start: match.indices[0]![0], end: match.indices[0]![1], groups: { ...match.indices.groups } }
      : undefined;
  };
}

type PortablePattern = ReturnType<typeof import('re2js').RE2JS.compile>;

function portableMatcher(pattern: PortablePattern): PatternMatcher {
  const names = Object.keys(pattern.namedGroups());
  return (text, from) => {
    const matcher = pattern.matcher(text);
    if (!matcher.find(from)) return undefined;
    const groups: PatternMatch['groups'] = {};
    for (const name of names) {
      const start = matcher.start(name);
      if (start >= 0) groups[name] = [start, matcher.end(name)];
    }
    return { start: matcher.start(), end: matcher.end(), groups };
  };
}
