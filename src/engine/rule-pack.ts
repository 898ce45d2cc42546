import { SetupError } from '../errors.ts';
import type { Rule } from '../types.ts';

/** A rule as it stands in a pack: with its patterns printed for both engines. */
export interface PackedRule {
  rule: Rule;
  ecma: string;
  re2: string;
  reject?: { ecma: string; re2: string };
  /** The rule's `paths` as regular expressions. */
  paths?: string[];
  /** No literal: runs over everything. */
  slow?: true;
}

/** Compiled rules; a rule's own text is parsed only when asked for. */
export interface RulePack {
  count: number;
  tables: Uint8Array;
  /** Indexes of the rules without a literal. */
  slow: number[];
  rule(index: number): PackedRule;
}

/** First word of a pack. */
export const PACK_MAGIC = 0x3152474c;
/** Words before the offsets of the rules. */
export const PACK_HEADER_WORDS = 6;

/**
 * Opens a block that `packRules` made, without copying or parsing it.
 *
 * @throws {SetupError} the block is not a rule pack of this version
 */
export function openPack(bytes: Uint8Array): RulePack {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
  if (words[0] !== PACK_MAGIC) throw new SetupError('the rule pack is damaged', 'install leakgate again');
  const count = words[1]!;
  const slowStart = PACK_HEADER_WORDS + count + 1;
  const parsed = new Array<PackedRule | undefined>(count);
  return {
    count,
    tables: aligned.subarray(words[2]!, words[2]! + words[3]!),
    slow: [...words.subarray(slowStart, slowStart + words[4]!)],
    rule(index) {
      parsed[index] ??= parseRule(
        aligned.subarray(words[PACK_HEADER_WORDS + index]!, words[PACK_HEADER_WORDS + index + 1]!),
      );
      return parsed[index];
    },
  };
}

function parseRule(json: Uint8Array): PackedRule {
  return JSON.parse(
    Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('utf8'),
  ) as PackedRule;
}
