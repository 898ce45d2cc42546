/** A regular expression that leakgate's syntax has no words for; the message says why. */
export class UnsupportedRegex extends Error {}

/** A stretch of a regular expression: text as it stands, or a group. */
type Piece = string | Group;

interface Group {
  /** 1-based number of a capturing group. */
  capture?: number;
  /** `i`, `s`, `-i`: what the group switches. */
  flags?: string;
  branches: Piece[][];
  /** `*`, `{2,3}?`, or nothing. */
  times: string;
}

/** A regular expression in Go's syntax, taken apart as far as its groups. */
export interface GoRegex {
  branches: Piece[][];
  captures: number;
}

/**
 * Takes a regular expression in Go's (RE2's) syntax apart, and writes what leakgate's parser spells otherwise:
 * POSIX classes, `\Q…\E`, `\A`, `\z`, `\x{…}`, flags in the middle.
 *
 * @throws {UnsupportedRegex} with the syntax that has no counterpart
 * @see https://pkg.go.dev/regexp/syntax
 */
export function parseGoRegex(source: string): GoRegex {
  const state: State = { source, at: 0, captures: 0 };
  const branches = parseBranches(state);
  if (state.at < source.length) throw new UnsupportedRegex('a ) without its (');
  return { branches, captures: state.captures };
}

interface State {
  source: string;
  at: number;
  captures: number;
}

function parseBranches(state: State): Piece[][] {
  const branches: Piece[][] = [[]];
  while (state.at < state.source.length && state.source[state.at] !== ')') {
    if (state.source[state.at] === '|') {
      state.at++;
      branches.push([]);
      continue;
    }
    const piece = parsePiece(state);
    if (typeof piece !== 'string' && piece.times === REST) return withRest(branches, piece);
    branches.at(-1)!.push(piece);
  }
  return branches;
}

/** Marks flags that hold until the end of the group that they stand in. */
const REST = 'rest';

/** `a(?i)b|c` is `a(?i:b)|(?i:c)`. */
function withRest(branches: Piece[][], { flags, branches: rest }: Group): Piece[][] {
  const wrap = (inner: Piece[][]): Group => ({ flags: flags!, branches: inner, times: '' });
  if (branches.length === 1 && branches[0]!.length === 0) return [[wrap(rest)]];
  branches.at(-1)!.push(wrap([rest[0]!]));
  return [...branches, ...rest.slice(1).map((branch) => [wrap([branch])])];
}

function parsePiece(state: State): Piece {
  const char = state.source[state.at]!;
  if (char === '\\') return parseEscape(state);
  if (char === '[') return parseClass(state);
  if (char === '(') return parseGroup(state);
  state.at++;
  return char;
}

function parseEscape(state: State): string {
  const rest = state.source.slice(state.at);
  const quoted = /^\\Q([\s\S]*?)(?:\\E|$)/.exec(rest);
  if (quoted) {
    state.at += quoted[0].length;
    return quoted[1]!.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  }
  const hex = /^\\x\{([0-9a-f]+)\}/i.exec(rest);
  if (hex) {
    state.at += hex[0].length;
    return codePoint(Number.parseInt(hex[1]!, 16));
  }
  const [found] = /^\\(?:x[0-9a-f]{2}|[\s\S])/i.exec(rest) ?? [];
  if (found === undefined) throw new UnsupportedRegex('it ends in a backslash');
  state.at += found.length;
  if (found === '\\A') return '^';
  if (found === '\\z' || found === '\\Z') return '$';
  if (found === '\\a') return '\\x07';
  if (/^\\[pPCkKGRXhH0-9]/.test(found)) throw new UnsupportedRegex(`${found} has no counterpart`);
  return found;
}

function codePoint(value: number): string {
  return value < 256 ? `\\x${value.toString(16).padStart(2, '0')}` : String.fromCodePoint(value);
}

const posix: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

function parseClass(state: State): string {
  const open = /^\[\^?/.exec(state.source.slice(state.at))![0];
  state.at += open.length;
  let text = open;
  if (state.source[state.at] === ']') {
    text += '\\]';
    state.at++;
  }
  while (state.source[state.at] !== ']') {
    if (state.at >= state.source.length) throw new UnsupportedRegex('a [ without its ]');
    text += parseClassItem(state);
  }
  state.at++;
  return `${text}]`;
}

function parseClassItem(state: State): string {
  const named = /^\[:(\^?)([a-z]+):\]/.exec(state.source.slice(state.at));
  if (named) {
    state.at += named[0].length;
    const set = posix[named[2]!];
    if (named[1] || set === undefined) throw new UnsupportedRegex(`${named[0]} has no counterpart`);
    return set;
  }
  if (state.source[state.at] === '\\') return parseEscape(state);
  const char = state.source[state.at++]!;
  return char === '[' ? '\\[' : char;
}

function parseGroup(state: State): Group {
  const rest = state.source.slice(state.at);
  const [open, marks] = /^\((\?(?:P?<[A-Za-z_]\w*>|[imsU-]*[:)]|.?))?/.exec(rest)!;
  state.at += open.length;
  const kind = groupKind(marks, state);
  const isRest = marks !== undefined && /^\?[imsU-]+\)$/.test(marks);
  const branches = parseBranches(state);
  if (isRest) return { ...kind, branches, times: REST };
  if (state.source[state.at] !== ')') throw new UnsupportedRegex('a ( without its )');
  state.at++;
  const times = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(state.source.slice(state.at))?.[0] ?? '';
  state.at += times.length;
  return { ...kind, branches, times };
}

function groupKind(marks: string | undefined, state: State): Pick<Group, 'capture' | 'flags'> {
  if (marks === undefined || /^\?P?</.test(marks)) {
    if (marks && !marks.endsWith('>')) throw new UnsupportedRegex('look-around: RE2 has none');
    return { capture: ++state.captures };
  }
  const flags = /^\?([imsU-]*)[:)]$/.exec(marks)?.[1];
  if (flags === undefined) throw new UnsupportedRegex(`(${marks} has no counterpart: RE2 has no look-around`);
  if (flags.includes('U')) throw new UnsupportedRegex('the flag U has no counterpart');
  const kept = flags.replaceAll('m', '').replace(/-$/, '');
  return kept === '' ? {} : { flags: kept };
}

/**
 * Writes it in leakgate's syntax. Lines begin and end at `^` and `$`, as with the flag `m`.
 *
 * @param secret - number of the group that becomes the group `secret`; the others capture nothing
 */
export function printGoRegex(branches: readonly Piece[][], secret?: number): string {
  const only = branches.length === 1 && branches[0]!.length === 1 ? branches[0]![0]! : '';
  if (typeof only !== 'string' && only.flags && !only.flags.includes('-') && only.times === '')
    return `(?${only.flags})${printGoRegex(only.branches, secret)}`;
  return branches.map((pieces) => pieces.map((piece) => printPiece(piece, secret)).join('')).join('|');
}

function printPiece(piece: Piece, secret: number | undefined): string {
  if (typeof piece === 'string') return piece;
  const { capture, flags, branches, times } = piece;
  const open = capture !== undefined && capture === secret ? '?<secret>' : `?${flags ?? ''}:`;
  const inner = branches.map((pieces) => pieces.map((part) => printPiece(part, secret)).join('')).join('|');
  return `(${open}${inner})${times}`;
}

/** What is known of a capturing group. */
export interface Capture {
  /** Takes part in every match. */
  definite: boolean;
  /** Holds nothing but words, as in `(password|secret)`. */
  words: boolean;
}

/** The capturing groups by their number, from 1 on; the entry 0 is not used. */
export function capturesOf(branches: readonly Piece[][], definite = true, found: Capture[] = []): Capture[] {
  const sure = definite && branches.length === 1;
  for (const piece of branches.flat()) {
    if (typeof piece === 'string') continue;
    const always = sure && !/^(?:[*?]|\{0)/.test(piece.times);
    if (piece.capture !== undefined)
      found[piece.capture] = { definite: always, words: isWords(piece.branches) };
    capturesOf(piece.branches, always, found);
  }
  return found;
}

function isWords(branches: readonly Piece[][]): boolean {
  return branches.every((pieces) =>
    pieces.every((piece) =>
      typeof piece === 'string'
        ? /^(?:[\w\s-]|\\[-_.]|\[[-_.\s]{1,4}\]|\?)$/.test(piece)
        : isWords(piece.branches),
    ),
  );
}
