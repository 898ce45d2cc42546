import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { RuleError } from '../errors.ts';
import type { Rule } from '../types.ts';
import { loadProvider } from './load.ts';

const EXTENSION = '.yaml';

/**
 * Reads every `*.yaml` file of a folder, by name, so that `generic` comes before `generic-places`: the directory is the
 * list.
 *
 * @throws {RuleError} a file is wrong, or two rules have one id
 */
export function loadDirectory(folder: string): Rule[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(EXTENSION));
  const rules = files
    .map((file) => file.slice(0, -EXTENSION.length))
    .sort()
    .map((name) => name + EXTENSION)
    .flatMap((file) => loadProvider(`rules/${file}`, readFileSync(path.join(folder, file), 'utf8')));
  refuseDuplicates(rules);
  const untested = rules.find(({ examples }) => examples.match.length === 0);
  if (untested) throw new RuleError(`${untested.id}: a rule that ships needs examples`);
  return rules;
}

/** @throws {RuleError} two rules have one id, or a part is needed that no rule finds */
export function refuseDuplicates(rules: readonly Rule[]): void {
  const ids = new Set<string>();
  for (const { id } of rules) {
    if (ids.has(id)) throw new RuleError(`two rules have the id ${id}`);
    ids.add(id);
  }
  for (const rule of rules) {
    const missing = Object.values(rule.needs ?? {}).find((id) => !ids.has(id));
    if (missing) throw new RuleError(`${rule.id} needs ${missing}, and there is no such rule`);
  }
}
