import { members, type Node } from '../engine/compiler/ir.ts';
import { parsePattern } from '../engine/compiler/parse.ts';
import { textPattern } from './pattern.ts';

/** Globs that together match what a regular expression does, or why there are none. */
export type PathGlobs = { globs: string[] } | { lost: string };

/**
 * The globs that match the same paths as a regular expression that is looked for anywhere in the path.
 *
 * @param source - Go's syntax
 */
export function pathGlobs(source: string): PathGlobs {
  const converted = textPattern(source);
  if ('lost' in converted) return converted;
  try {
    const globs = expanded(parsePattern(converted.pattern)).map(globOf);
    return { globs: joined([...new Set(globs)]).map(atRoot) };
  } catch (error) {
    if (error instanceof NoGlob) return { lost: `no glob says the same: ${error.message}` };
    throw error;
  }
}

/** What may stand at the root, or below any folder, is one glob. */
function joined(globs: readonly string[]): string[] {
  const below = new Set(globs.filter((one) => globs.includes(`**/*/${one}`)));
  return globs.flatMap((one) => {
    if (below.has(one)) return [`**/${one}`];
    return one.startsWith('**/*/') && below.has(one.slice(5)) ? [] : [one];
  });
}

/** A glob without `/` would match in any folder. */
function atRoot(one: string): string {
  return one.includes('/') ? one : `/${one}`;
}

class NoGlob extends Error {}

/** Any text without `/`, and any text. */
const SEGMENT = '*';
const ANY = '{*,*/**/*}';
const MOST_FORMS = 64;

/** The forms of a pattern, so that borders stand at the begin and end of each alone. */
function expanded(node: Node): Node[][] {
  switch (node.type) {
    case 'alt':
      return hasAssert(node) ? node.items.flatMap(expanded) : [[node]];
    case 'seq':
      return node.items.reduce<Node[][]>(
        (forms, item) => {
          const next = forms.flatMap((form) => expanded(item).map((more) => [...form, ...more]));
          if (next.length > MOST_FORMS) throw new NoGlob('it has too many forms');
          return next;
        },
        [[]],
      );
    case 'repeat':
      if (node.min === 0 && node.max === 1 && hasAssert(node.item)) return [[], ...expanded(node.item)];
      return [[node]];
    default:
      return [[node]];
  }
}

function hasAssert(node: Node): boolean {
  switch (node.type) {
    case 'assert':
      return true;
    case 'seq':
    case 'alt':
      return node.items.some(hasAssert);
    case 'repeat':
    case 'group':
      return hasAssert(node.item);
    default:
      return false;
  }
}

function globOf(form: readonly Node[]): string {
  const starts = isAssert(form[0], 'line-start');
  const ends = isAssert(form.at(-1), 'line-end') && form.length > (starts ? 1 : 0);
  const inner = form.slice(starts ? 1 : 0, ends ? -1 : undefined);
  const opened = !starts || isAny(inner[0]);
  const closed = !ends || isAny(inner.at(-1));
  while (isAny(inner[0])) inner.shift();
  while (isAny(inner.at(-1))) inner.pop();
  if (inner.length === 0) throw new NoGlob('it fits every path');
  const text = inner.map(glob).join('');
  const tail = text.endsWith('/') ? '**' : '{*,*/**}';
  return `${opened ? '**/*' : ''}${text}${closed ? tail : ''}`;
}

function isAssert(node: Node | undefined, kind: string): boolean {
  return node?.type === 'assert' && node.kind === kind;
}

/** `.*`, in any spelling. */
function isAny(node: Node | undefined): boolean {
  return node?.type === 'repeat' && node.min === 0 && node.max === Infinity && isWide(node.item);
}

/** A set that has `/` and nearly all the rest. */
function isWide(node: Node): boolean {
  return node.type === 'set' && node.set[47] === 1 && members(node.set).length > 200;
}

/** `[^/]`, with or without further exceptions that no path has. */
function isInSegment(node: Node): boolean {
  return node.type === 'set' && node.set[47] === 0 && members(node.set).length > 250;
}

function glob(node: Node): string {
  switch (node.type) {
    case 'set':
      return setGlob(node);
    case 'seq':
      return node.items.map(glob).join('');
    case 'alt':
      return braces(node.items.map(glob));
    case 'group':
      return glob(node.item);
    case 'repeat':
      return repeatGlob(node);
    case 'assert':
      throw new NoGlob('a border in the middle');
  }
}

function braces(items: readonly string[]): string {
  return items.length === 1 ? items[0]! : `{${items.join(',')}}`;
}

function setGlob(node: Node & { type: 'set' }): string {
  if (isWide(node) || isInSegment(node)) return '?';
  const bytes = members(node.set);
  if (bytes.some((byte) => byte === 47 || byte < 32 || byte > 126)) {
    if (bytes.length === 1 && bytes[0] === 47) return '/';
    throw new NoGlob('a class with / or characters beyond ASCII');
  }
  if (bytes.length === 1) return escaped(bytes[0]!);
  if (bytes.some((byte) => '[]\\^!-'.includes(String.fromCharCode(byte)))) return braces(bytes.map(escaped));
  return `[${ranges(bytes)}]`;
}

function ranges(bytes: readonly number[]): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) {
    const first = bytes[i]!;
    while (bytes[i + 1] === bytes[i]! + 1) i++;
    const [from, to] = [first, bytes[i]!].map((byte) => String.fromCharCode(byte));
    text += from === to ? from : `${from}-${to}`;
  }
  return text;
}

function escaped(byte: number): string {
  const char = String.fromCharCode(byte);
  if (',{}'.includes(char)) throw new NoGlob(`a ${char}`);
  return /[\\*?[\]()!+@|^$]/.test(char) ? `\\${char}` : char;
}

const MOST_COPIES = 8;

function repeatGlob({ item, min, max }: Node & { type: 'repeat' }): string {
  const one = glob(item);
  if (min === max && max <= MOST_COPIES) return one.repeat(max);
  if (min === 0 && max === 1) return `{,${one}}`;
  if (max !== Infinity || min > 1) throw new NoGlob('a counted repetition');
  if (isWide(item)) return `${min === 1 ? '?' : ''}${ANY}`;
  if (isInSegment(item)) return `${min === 1 ? '?' : ''}${SEGMENT}`;
  return `${min === 1 ? '+' : '*'}(${item.type === 'alt' ? item.items.map(glob).join('|') : one})`;
}
