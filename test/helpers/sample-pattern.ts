import type { Random } from '../../src/engine/checks/check.ts';
import { members, type Node } from '../../src/engine/compiler/ir.ts';

const LONGEST_REPEAT = 40;

/** Random bytes that a pattern matches, but for its assertions. */
export function samplePattern(node: Node, random: Random): number[] {
  const between = (min: number, max: number) => min + Math.floor(random() * (max - min + 1));
  switch (node.type) {
    case 'assert':
      return [];
    case 'group':
      return samplePattern(node.item, random);
    case 'seq':
      return node.items.flatMap((item) => samplePattern(item, random));
    case 'alt':
      return samplePattern(node.items[between(0, node.items.length - 1)]!, random);
    case 'repeat': {
      const count = between(node.min, Math.min(node.max, node.min + LONGEST_REPEAT));
      return Array.from({ length: count }, () => samplePattern(node.item, random)).flat();
    }
    case 'set': {
      const bytes = members(node.set);
      const readable = bytes.filter((byte) => byte > 32 && byte < 127);
      const choice = readable.length > 0 && random() < 0.95 ? readable : bytes;
      return [choice[between(0, choice.length - 1)]!];
    }
  }
}
