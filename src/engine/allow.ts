import type { Candidate } from '../types.ts';
import { compileText } from './compiler/compile.ts';
import { PatternError } from './compiler/parse.ts';
import { latin1 } from './latin1.ts';
import type { PatternMatcher } from './matcher.ts';

/** Conditions on the text of a candidate: of each kind that is there, one must hold. */
export interface TextConditions {
  /** RE2 syntax. */
  secret?: readonly string[] | undefined;
  match?: readonly string[] | undefined;
  line?: readonly string[] | undefined;
  /** Parts of the secret, any case. */
  'stop-words'?: readonly string[] | undefined;
}

/** The indexes of the conditions that hold for a candidate. */
export type Marker = (candidate: Candidate) => number[];

/** Bytes of a line that are looked at on either side of a match. */
const LINE_REACH = 4096;

/**
 * @param compile - of a linear-time engine: the patterns may be those of a scanned repository
 * @param fail - makes the error for a pattern that can't be compiled
 */
export function createMarker(
  all: readonly TextConditions[],
  compile: (re2: string) => PatternMatcher,
  fail: (index: number, message: string) => Error,
): Marker {
  const tests = all.map((conditions, index) => testOf(conditions, compile, (text) => fail(index, text)));
  if (tests.length === 0) return () => [];
  return (candidate) => {
    const texts = textsOf(candidate);
    return tests.flatMap((test, i) => (test(texts) ? [i] : []));
  };
}

interface Texts {
  secret: string;
  match: string;
  line: string;
}

function textsOf({ chunk: { bytes }, matchStart, matchEnd, start, end }: Candidate): Texts {
  const text = (from: number, to: number) => latin1(bytes, from, to);
  const before = text(matchStart - LINE_REACH, matchStart);
  const after = text(matchEnd, matchEnd + LINE_REACH);
  const match = text(matchStart, matchEnd);
  const lineEnd = after.indexOf('\n');
  const line =
    before.slice(before.lastIndexOf('\n') + 1) + match + (lineEnd < 0 ? after : after.slice(0, lineEnd));
  return { secret: text(start, end), match, line };
}

function testOf(
  conditions: TextConditions,
  compile: (re2: string) => PatternMatcher,
  fail: (message: string) => Error,
): (texts: Texts) => boolean {
  const kinds = (['secret', 'match', 'line'] as const).flatMap((kind) => {
    const patterns = conditions[kind]?.map((source) => compiled(source, compile, fail));
    return patterns ? [(texts: Texts) => patterns.some((find) => find(texts[kind], 0) !== undefined)] : [];
  });
  const words = conditions['stop-words']?.map((word) => Buffer.from(word.toLowerCase()).toString('latin1'));
  const holdsWord = ({ secret }: Texts) =>
    !words || words.some((word) => secret.toLowerCase().includes(word));
  return (texts) => kinds.every((holds) => holds(texts)) && holdsWord(texts);
}

function compiled(
  source: string,
  compile: (re2: string) => PatternMatcher,
  fail: (message: string) => Error,
): PatternMatcher {
  try {
    return compile(compileText(source, 're2'));
  } catch (error) {
    if (error instanceof PatternError) throw fail(`${source}: ${error.message}`);
    throw error;
  }
}
