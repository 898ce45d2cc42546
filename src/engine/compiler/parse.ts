import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { type ByteSet, byteSet, complement, foldCase, lineFeed, type Node, seq, wordBytes } from './ir.ts';

/** A pattern that leakgate does not take; the message says what is wrong with it. */
export class PatternError extends Error {}

const digit = byteSet([48, 57]);
const space = byteSet([9, 13], [32, 32]);
const anyByte = byteSet([0, 255]);
const notNewline = complement(lineFeed);

interface Flags {
  fold: boolean;
  dotAll: boolean;
}

/**
 * Parses RE2 syntax into a pattern over bytes. Text is matched as bytes, so a character beyond ASCII is its
 * UTF-8 bytes, `\w`, `\d`, `\s` and `\b` are ASCII, and `^` and `$` are line borders.
 *
 * @throws {PatternError} look-around, back-references, or syntax that RE2 and ECMAScript read differently
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function parsePattern(source: string): Node {
  try {
    const pattern = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(toEcmaSyntax(source));
    return alternatives(pattern.alternatives, { fold: false, dotAll: false });
  } catch (error) {
    throw new PatternError((error as Error).message.replace(/^Invalid regular expression: /, ''));
  }
}

/** RE2's `(?P<name>` and a leading `(?i)`, `(?s)` or `(?is)` in ECMAScript's words. */
function toEcmaSyntax(source: string): string {
  if (source.includes('[[:')) throw new PatternError('POSIX classes such as [[:alpha:]] are not supported');
  const named = source.replaceAll('(?P<', '(?<');
  const flags = /^\(\?([ims]+)\)/.exec(named);
  return flags ? `(?${flags[1]}:${named.slice(flags[0].length)})` : named;
}

function alternatives(list: readonly AST.Alternative[], flags: Flags): Node {
  const items = list.map(({ elements }) => seq(elements.map((element) => convert(element, flags))));
  return items.length === 1 ? items[0]! : { type: 'alt', items };
}

function convert(element: AST.Element, flags: Flags): Node {
  switch (element.type) {
    case 'Character':
      return character(element, flags);
    case 'CharacterSet':
      return { type: 'set', set: characterSet(element, flags) };
    case 'CharacterClass':
      return { type: 'set', set: characterClass(element, flags) };
    case 'Group':
      return group(element, flags);
    case 'CapturingGroup':
      return capturingGroup(element, flags);
    case 'Quantifier':
      return quantifier(element, flags);
    case 'Assertion':
      return assertion(element);
    default:
      throw new PatternError(`${element.raw} is not supported: RE2 has no such syntax`);
  }
}

function character(element: AST.Character, { fold }: Flags): Node {
  const asByte = /^\\x/i.test(element.raw);
  refuseUnknownEscape(element.raw);
  const bytes = asByte ? [element.value] : Buffer.from(String.fromCodePoint(element.value));
  return seq(
    Array.from(bytes, (byte) => {
      const set = byteSet([byte, byte]);
      return { type: 'set', set: fold ? foldCase(set) : set };
    }),
  );
}

/** ECMAScript reads `\A` as the letter A, RE2 as the start of the text: refused, so that neither is meant. */
function refuseUnknownEscape(raw: string): void {
  if (/^\\[A-Za-z]/.test(raw) && !/^\\[tnrvfxu]/.test(raw)) throw new PatternError(`${raw} is not supported`);
}

function characterSet(element: AST.CharacterSet, { dotAll }: Flags): ByteSet {
  switch (element.kind) {
    case 'any':
      return dotAll ? anyByte : notNewline;
    case 'digit':
      return element.negate ? complement(digit) : digit;
    case 'space':
      return element.negate ? complement(space) : space;
    case 'word':
      return element.negate ? complement(wordBytes) : wordBytes;
    default:
      throw new PatternError(`${element.raw} is not supported: patterns match bytes`);
  }
}

function characterClass(element: AST.CharacterClass, flags: Flags): ByteSet {
  const set = new Uint8Array(256);
  for (const item of element.elements) addClassItem(set, item, flags);
  const folded = flags.fold ? foldCase(set) : set;
  return element.negate ? complement(folded) : folded;
}

function addClassItem(set: ByteSet, item: AST.CharacterClass['elements'][number], flags: Flags): void {
  if (item.type === 'Character') {
    set[classByte(item)] = 1;
  } else if (item.type === 'CharacterClassRange') {
    set.fill(1, classByte(item.min), classByte(item.max) + 1);
  } else if (item.type === 'CharacterSet') {
    const added = characterSet(item, flags);
    for (let byte = 0; byte < 256; byte++) set[byte]! |= added[byte]!;
  } else {
    throw new PatternError(`${item.raw} is not supported in a class`);
  }
}

function classByte(item: AST.Character): number {
  refuseUnknownEscape(item.raw);
  if (item.value < 128 || (item.value < 256 && /^\\x/i.test(item.raw))) return item.value;
  throw new PatternError(`${item.raw} in a class is not supported: patterns match bytes`);
}

function group(element: AST.Group, flags: Flags): Node {
  const add = element.modifiers?.add;
  const remove = element.modifiers?.remove;
  return alternatives(element.alternatives, {
    fold: add?.ignoreCase || (flags.fold && !remove?.ignoreCase),
    dotAll: add?.dotAll || (flags.dotAll && !remove?.dotAll),
  });
}

function capturingGroup(element: AST.CapturingGroup, flags: Flags): Node {
  const item = alternatives(element.alternatives, flags);
  return element.name === null ? item : { type: 'group', name: element.name, item };
}

function quantifier(element: AST.Quantifier, flags: Flags): Node {
  const item = convert(element.element, flags);
  return { type: 'repeat', item, min: element.min, max: element.max, lazy: !element.greedy };
}

function assertion(element: AST.Assertion): Node {
  switch (element.kind) {
    case 'word':
      return { type: 'assert', kind: element.negate ? 'no-word-border' : 'word-border' };
    case 'start':
      return { type: 'assert', kind: 'line-start' };
    case 'end':
      return { type: 'assert', kind: 'line-end' };
    default:
      throw new PatternError(`look-around (${element.raw}) is not supported: RE2 has none`);
  }
}
