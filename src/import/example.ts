import { alphabets } from '../engine/checks/random.ts';
import { members, type Node } from '../engine/compiler/ir.ts';
import { parsePattern } from '../engine/compiler/parse.ts';
import { testRules } from '../engine/test-rules.ts';
import type { Rule } from '../types.ts';

/** Longer first, so that the widest alphabet that fits is taken. */
const byWidth = Object.entries(alphabets)
  .filter(([, letters]) => letters.length > 1)
  .sort(([, a], [, b]) => b.length - a.length);

/** Characters that a repetition without an end is given. */
const USUAL_LENGTH = 24;
/** The same for patterns that may backtrack without end. */
const SHORT_LENGTH = 10;

/**
 * Example lines for a rule that came without: made from its pattern, in the language of generators, and tried.
 *
 * @returns undefined when no line that the pattern suggests is found by the rule
 */
export function examplesFor(rule: Rule, globSource: (glob: string) => string): Rule['examples'] | undefined {
  const node = parsePattern(rule.pattern);
  const word = rule.context?.words[0];
  const around = word === undefined ? '' : `${word} `;
  const lengths = isNested(node) ? [SHORT_LENGTH, 0] : [USUAL_LENGTH, 64, 0];
  const lines = lengths.map((length) => around + lineOf(node, length));
  const match = lines.find((line) => isFound(rule, line, globSource));
  if (match === undefined) return undefined;
  const ignored = [match.replace(/<[a-zA-Z0-9]+:(\d+)>/g, '<x:$1>'), 'nothing of the kind'];
  return { match: [match], ignore: [ignored.find((line) => !isFound(rule, line, globSource))!] };
}

/** Whether what is repeated without end has in it what is repeated without end. */
function isNested(node: Node, within = false): boolean {
  switch (node.type) {
    case 'seq':
    case 'alt':
      return node.items.some((item) => isNested(item, within));
    case 'group':
      return isNested(node.item, within);
    case 'repeat': {
      const endless = node.max > USUAL_LENGTH;
      return (endless && within) || isNested(node.item, within || endless);
    }
    default:
      return false;
  }
}

function isFound(rule: Rule, line: string, globSource: (glob: string) => string): boolean {
  const examples = { match: [line], ignore: [] };
  return testRules([{ ...rule, examples }], globSource).length === 0;
}

/** @param usual - how often what may be repeated is */
function lineOf(node: Node, usual: number): string {
  switch (node.type) {
    case 'set':
      return textOf(node, 1, 1);
    case 'seq':
      return node.items.map((item) => lineOf(item, usual)).join('');
    case 'alt':
      return lineOf(node.items[0]!, usual);
    case 'group':
      return lineOf(node.item, usual);
    case 'repeat': {
      const times = Math.max(node.min, Math.min(node.max, usual));
      const few = Math.max(node.min, Math.min(times, 1));
      return node.item.type === 'set' ? textOf(node.item, times, few) : lineOf(node.item, usual).repeat(few);
    }
    case 'assert':
      return '';
  }
}

/** @param few - how often a character is repeated when no alphabet fits */
function textOf({ set }: Node & { type: 'set' }, times: number, few: number): string {
  if (times === 0) return '';
  const bytes = members(set);
  const fits = ([, letters]: [string, string]) => Buffer.from(letters).every((byte) => set[byte] === 1);
  const alphabet = bytes.length > 4 ? byWidth.find(fits)?.[0] : undefined;
  if (alphabet) return `<${alphabet}:${times}>`;
  const likely =
    bytes.find((byte) => byte > 32 && byte < 127) ?? bytes.find((byte) => byte === 32) ?? bytes[0]!;
  return String.fromCharCode(likely).repeat(few);
}
