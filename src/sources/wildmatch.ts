import { type ByteSet, readClass } from './wildmatch-class.ts';

/** What a pattern asks for, one after the other; bytes are those of UTF-8. */
export type Token =
  /** One of these bytes; `literal` where it is that one alone. */
  | { kind: 'one'; set: ByteSet; literal?: string }
  /** Any number of these. */
  | { kind: 'many'; set: ByteSet }
  /** Nothing, or all that the next two ask for. */
  | { kind: 'folders' };

const ANY: ByteSet = new Uint8Array(256).fill(1);
const SLASH: ByteSet = setOf('/');
const IN_NAME: ByteSet = ANY.map((_, byte) => (byte === 47 ? 0 : 1));

/**
 * A pattern of a `.gitignore` without its `!` and its last `/`, as git reads it over paths. Undefined: it matches
 * nothing.
 *
 * @param pattern - a character for each byte
 * @see https://git-scm.com/docs/gitignore#_pattern_format
 */
export function readPattern(pattern: string, ignoreCase: boolean): Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; ) {
    const char = pattern[at]!;
    if (char === '*') {
      const stars = readStars(pattern, at);
      tokens.push(...stars.tokens);
      at = stars.end;
    } else if (char === '?') {
      tokens.push({ kind: 'one', set: IN_NAME });
      at++;
    } else if (char === '[') {
      const read = readClass(pattern, at, ignoreCase);
      if (!read) return undefined;
      tokens.push({ kind: 'one', set: read.set });
      at = read.end;
    } else {
      if (char === '\\') at++;
      if (at === pattern.length) return undefined;
      tokens.push(literalToken(pattern[at++]!, ignoreCase));
    }
  }
  return tokens;
}

/** Two stars or more, between slashes or the pattern's ends, go through folders. */
function readStars(pattern: string, start: number): { tokens: Token[]; end: number } {
  let end = start;
  while (pattern[end] === '*') end++;
  const opens = start === 0 || pattern[start - 1] === '/';
  const rest = pattern.slice(end, end + 2);
  const closes = rest === '' || rest.startsWith('/') || rest === '\\/';
  if (end - start === 1 || !opens || !closes) return { tokens: [{ kind: 'many', set: IN_NAME }], end };
  if (!rest.startsWith('/')) return { tokens: [{ kind: 'many', set: ANY }], end };
  const slash: Token = { kind: 'one', set: SLASH };
  return { tokens: [{ kind: 'folders' }, { kind: 'many', set: ANY }, slash], end: end + 1 };
}

const literals = { exact: new Map<string, Token>(), anyCase: new Map<string, Token>() };

function literalToken(char: string, ignoreCase: boolean): Token {
  const known = ignoreCase ? literals.anyCase : literals.exact;
  let token = known.get(char);
  if (!token) {
    const set = ignoreCase ? setOf(lowerAscii(char), upperAscii(char)) : setOf(char);
    token = { kind: 'one', set, literal: ignoreCase ? lowerAscii(char) : char };
    known.set(char, token);
  }
  return token;
}

function setOf(...chars: string[]): ByteSet {
  const set = new Uint8Array(256);
  for (const char of chars) set[char.charCodeAt(0)] = 1;
  return set;
}

/** As git folds case: ASCII alone. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function upperAscii(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** Loops that a regular expression may have to try against each other. */
const MOST_TRIED = 2;

/** Whether tokens fit the whole of a text, a character for each byte; no pattern makes it slow. */
export function matcherOf(tokens: readonly Token[]): (text: string) => boolean {
  const loops = tokens.filter(({ kind }) => kind === 'many').length;
  if (loops > MOST_TRIED) return (text) => fitsLinearly(tokens, text);
  const regex = new RegExp(`^${tokens.map(sourceOf).join('')}$`);
  return (text) => regex.test(text);
}

function sourceOf(token: Token, index: number, all: readonly Token[]): string {
  if (token.kind === 'folders') return '(?:';
  const end = all[index - 2]?.kind === 'folders' ? ')?' : '';
  return `${rangesOf(token.set)}${token.kind === 'many' ? '*' : ''}${end}`;
}

function rangesOf(set: ByteSet): string {
  const ranges: string[] = [];
  for (let from = 0; from < 256; from++) {
    if (!set[from]) continue;
    let to = from;
    while (set[to + 1]) to++;
    ranges.push(from === to ? hex(from) : `${hex(from)}-${hex(to)}`);
    from = to;
  }
  const isOne = ranges.length === 1 && ranges[0]!.length === 4;
  return isOne ? ranges[0]! : `[${ranges.join('')}]`;
}

function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

/** All ways at once, a character at a time. */
function fitsLinearly(tokens: readonly Token[], text: string): boolean {
  let places = withoutTaking(tokens, new Set([0]));
  for (let i = 0; i < text.length && places.size > 0; i++) {
    const next = new Set<number>();
    for (const place of places) {
      const token = tokens[place];
      if (!token || token.kind === 'folders' || !token.set[text.charCodeAt(i)]) continue;
      next.add(token.kind === 'many' ? place : place + 1);
    }
    places = withoutTaking(tokens, next);
  }
  return places.has(tokens.length);
}

/** Adds the places that are reached without a character; the set grows while it is walked. */
function withoutTaking(tokens: readonly Token[], places: Set<number>): Set<number> {
  for (const place of places) {
    const kind = tokens[place]?.kind;
    if (kind === 'many' || kind === 'folders') places.add(place + 1);
    if (kind === 'folders') places.add(place + 3);
  }
  return places;
}
