import path from 'node:path';
import { RuleError } from '../errors.ts';
import type { Rule } from '../types.ts';
import { refuseDuplicates } from './directory.ts';
import { loadProvider } from './load.ts';
import { parseYaml } from './located-yaml.ts';
import { readPlainText } from './plain-text.ts';

/**
 * Reads the user's own rule files.
 *
 * @throws {RuleError} a file can't be read or is wrong
 */
export function loadRuleFiles(files: readonly string[]): Rule[] {
  const rules = files.flatMap((file) => loadProvider(path.basename(file), readText(file)));
  refuseDuplicates(rules);
  return rules;
}

/** Where a key of a rule, or of its file, stands, as `file:line:column`; undefined when no file has the rule. */
export function placeInFiles(files: readonly string[], ruleId: string, key: string): string | undefined {
  for (const file of files) {
    const { value, locate } = parseYaml(path.basename(file), readText(file), (text) => new RuleError(text));
    const { rules } = value as { rules: Record<string, unknown>[] };
    const index = rules.findIndex(({ id }) => id === ruleId);
    if (index !== -1) return locate(rules[index]![key] === undefined ? [key] : ['rules', index, key]);
  }
  return undefined;
}

/** A rule that finds but never asks: those of a scanned repository, which could send secrets anywhere. */
export function withoutVerify({ verify: _, ...rule }: Rule): Rule {
  return rule;
}

/** Far more than any file of rules has. */
const MOST_BYTES = 16 << 20;

function readText(file: string): string {
  const refuse = (message: string) => new RuleError(message);
  const text = readPlainText(file, { name: file, follows: true, utf8: true, most: MOST_BYTES, refuse });
  if (text === undefined) throw refuse(`${file}: can't be read (ENOENT)`);
  return text;
}
