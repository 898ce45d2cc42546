import { ConfigError } from '../errors.ts';

/** A glob as a pattern over the characters of a path. */
export type GlobNode =
  | { type: 'char'; fits: (code: number) => boolean }
  | { type: 'seq'; items: GlobNode[] }
  | { type: 'alt'; items: GlobNode[] }
  /** Any number of times. */
  | { type: 'many'; item: GlobNode };

/** A glob that can't be taken beside so many wildcards. */
export class GlobSyntaxError extends ConfigError {}

const SLASH = 47;
const inSegment: GlobNode = { type: 'char', fits: (code) => code !== SLASH };
const anything: GlobNode = { type: 'many', item: { type: 'char', fits: () => true } };
const empty: GlobNode = { type: 'seq', items: [] };
const segment: GlobNode = { type: 'many', item: inSegment };
const oneOrMore = (item: GlobNode): GlobNode => ({ type: 'seq', items: [item, { type: 'many', item }] });
const literal = (code: number): GlobNode => ({ type: 'char', fits: (other) => other === code });
/** `/**` at the end: behind a `*` it is what lies below, behind a name the name as well. */
const below: GlobNode = { type: 'seq', items: [literal(SLASH), anything] };
const itselfOrBelow: GlobNode = { type: 'alt', items: [empty, below] };
/** `**` and the slash behind it. */
const folders: GlobNode = {
  type: 'many',
  item: { type: 'seq', items: [oneOrMore(inSegment), literal(SLASH)] },
};

interface State {
  glob: string;
  at: number;
}

/**
 * Parses a glob as picomatch reads it with `dot`: `*`, `**`, `?`, classes, braces, and the groups `?( *( +( @(`.
 *
 * @throws {GlobSyntaxError} `!(…)`, or brackets that do not close
 */
export function parseGlob(glob: string): GlobNode {
  const state = { glob: glob.replace(/(?:\/\*\*)+(?=\/\*\*(?:\/|$))/g, ''), at: 0 };
  const node = parseSequence(state, '');
  if (state.at < state.glob.length)
    throw new GlobSyntaxError(`glob ${glob}: a ${state.glob[state.at]} too many`);
  return node;
}

/** @param ends - characters that end it */
function parseSequence(state: State, ends: string): GlobNode {
  const items: GlobNode[] = [];
  while (state.at < state.glob.length && !ends.includes(state.glob[state.at]!)) items.push(parseItem(state));
  return { type: 'seq', items };
}

function parseItem(state: State): GlobNode {
  const rest = state.glob.slice(state.at);
  const tail = /^\/\*\*+(?=[,}|)]|$)/.exec(rest)?.[0];
  if (tail) return took(state, tail.length, state.glob[state.at - 1] === '*' ? below : itselfOrBelow);
  if (/^\*\*+(?:\/|[,}|)]|$)/.test(rest) && startsSegment(state)) return parseFolders(state, rest);
  const group = /^[?*+@!]\(/.exec(rest)?.[0];
  if (group) return parseGroup(state, group[0]!);
  const stars = /^\*+(?!\()/.exec(rest)?.[0];
  if (stars) return took(state, stars.length, segment);
  if (rest[0] === '?') return took(state, 1, inSegment);
  if (rest[0] === '[') return parseClass(state, rest);
  if (rest[0] === '{' && rest.includes('}')) return parseBraces(state);
  const skipped = rest[0] === '\\' && rest.length > 1 ? 1 : 0;
  return took(state, 1 + skipped, literal(rest.charCodeAt(skipped)));
}

function took(state: State, length: number, node: GlobNode): GlobNode {
  state.at += length;
  return node;
}

function startsSegment({ glob, at }: State): boolean {
  return at === 0 || '/{,(|'.includes(glob[at - 1]!);
}

function parseFolders(state: State, rest: string): GlobNode {
  const stars = /^\*+/.exec(rest)![0].length;
  return rest[stars] === '/' ? took(state, stars + 1, folders) : took(state, stars, anything);
}

function parseGroup(state: State, kind: string): GlobNode {
  if (kind === '!')
    throw new GlobSyntaxError(`glob ${state.glob}: !( ) can't be used beside so many wildcards`);
  state.at += 2;
  const inner = alternatives(state, '|', ')');
  if (kind === '@') return inner;
  if (kind === '?') return { type: 'alt', items: [empty, inner] };
  return kind === '+' ? oneOrMore(inner) : { type: 'many', item: inner };
}

function parseBraces(state: State): GlobNode {
  const range = /^\{(\w)\.\.(\w)\}/.exec(state.glob.slice(state.at));
  if (range) {
    const [first, last] = [range[1]!.charCodeAt(0), range[2]!.charCodeAt(0)];
    return took(state, range[0].length, { type: 'char', fits: (code) => code >= first && code <= last });
  }
  state.at++;
  return alternatives(state, ',', '}');
}

function alternatives(state: State, between: string, end: string): GlobNode {
  const items: GlobNode[] = [];
  do {
    items.push(parseSequence(state, between + end));
  } while (state.glob[state.at++] === between);
  if (state.glob[state.at - 1] !== end) throw new GlobSyntaxError(`glob ${state.glob}: a ${end} is missing`);
  return { type: 'alt', items };
}

function parseClass(state: State, rest: string): GlobNode {
  const whole = /^\[(\^?)(\]?(?:\\.|[^\]\\])*)\]/.exec(rest);
  if (!whole) return took(state, 1, literal(rest.charCodeAt(0)));
  const body = whole[2]!.replace(/^\]/, '\\]').replaceAll('[', '\\[');
  const one = new RegExp(`^[${whole[1]}${body}]$`);
  return took(state, whole[0].length, {
    type: 'char',
    fits: (code) => code !== SLASH && one.test(String.fromCharCode(code)),
  });
}
