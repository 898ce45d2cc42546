import { parse, TomlError } from 'smol-toml';
import { ConfigError } from '../errors.ts';
import { importAllowlist } from './gitleaks-allowlists.ts';
import { importRule } from './gitleaks-rules.ts';
import { type CustomRule, type Imported, newImported } from './imported.ts';
import { type KnownRules, ruleId, selectorsFor } from './rule-names.ts';
import { type SourceLines, sourceLines } from './source-lines.ts';
import { type Table, tableOf, tablesOf, textOf, textsOf } from './values.ts';

const known = [
  'whitelist',
  'title',
  'description',
  'extend',
  'rules',
  'allowlist',
  'allowlists',
  'minVersion',
];

/**
 * Carries a config of gitleaks or betterleaks over.
 *
 * @throws {ConfigError} the file is not TOML
 */
export function importGitleaksConfig(file: string, text: string, ours: KnownRules): Imported {
  const into = newImported('config of gitleaks');
  const lines = sourceLines(text);
  const config = parseToml(file, text);
  for (const key of Object.keys(config).filter((name) => !known.includes(name)))
    into.notes.push({ kind: 'lost', line: lineOfKey(lines, key), message: `${key} has no counterpart` });
  importExtend(tableOf(config.extend), config, into, lines, ours);
  const ids = importRules(config, into, lines);
  importGlobal(config.allowlist, 'allowlist', { into, lines, ours, ids });
  importGlobal(config.whitelist, 'whitelist', { into, lines, ours, ids });
  importGlobal(config.allowlists, 'allowlists', { into, lines, ours, ids });
  return into;
}

function parseToml(file: string, text: string): Table {
  try {
    return parse(text) as Table;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw new ConfigError(`${file}:${error.line}:${error.column}: not TOML: ${reason}`);
  }
}

/** Where a top-level key, or the first table of its name, stands. */
function lineOfKey(lines: SourceLines, key: string): number {
  return lines.table(key) ?? lines.lineOf(key);
}

function importExtend(
  extend: Table | undefined,
  config: Table,
  into: Imported,
  lines: SourceLines,
  ours: KnownRules,
): void {
  const line = lines.table('extend') ?? 1;
  const note = (kind: 'lost' | 'changed', message: string, text = '[extend]') =>
    into.notes.push({ kind, line: lines.lineOf(text, line), message });
  if (extend?.useDefault !== true && textOf(extend?.path) === undefined && config.rules !== undefined)
    note(
      'changed',
      'only its own rules were in force: those of leakgate are, too (only: would change that)',
      '[[rules',
    );
  const path = textOf(extend?.path);
  if (path !== undefined) into.more.push({ file: path, line: lines.lineOf('path', line) });
  if (textOf(extend?.url)) note('lost', 'extend.url: a config is never fetched', 'url');
  for (const name of textsOf(extend?.disabledRules)) {
    const selectors = ours.ids.has(name) ? [name] : selectorsFor(name, ours);
    if (selectors) into.config.skip = [...new Set([...(into.config.skip ?? []), ...selectors])];
    if (!selectors) note('lost', `disabledRules: leakgate has no rule ${name}`, name);
    else if (selectors[0] !== name)
      note('changed', `disabledRules: ${name} stands for ${selectors.join(', ')}`, name);
  }
}

/** @returns our id by theirs */
function importRules(config: Table, into: Imported, lines: SourceLines): Map<string, string> {
  const ids = new Map<string, string>();
  const rules: CustomRule[] = [];
  const list = Array.isArray(config.rules) ? tablesOf(config.rules) : [];
  if (tableOf(config.rules))
    into.notes.push({
      kind: 'lost',
      line: lineOfKey(lines, 'rules'),
      message: 'rules is no list of tables: gitleaks takes none of them',
    });
  for (const [i, table] of list.entries()) {
    const line = lines.table('rules', i) ?? 1;
    const rule = importRule(withoutClash(table, rules), line, into, lines);
    if (!rule) continue;
    ids.set(textOf(table.id) ?? '', rule.id);
    rules.push(rule);
  }
  const parts = new Set(rules.map(({ id }) => id));
  const complete = rules.map((rule) => withKnownParts(rule, parts));
  if (rules.length > 0) into.config['custom-rules'] = [providerOf(config, complete)];
  return ids;
}

function withoutClash(table: Table, rules: readonly CustomRule[]): Table {
  const id = ruleId(textOf(table.id) ?? textOf(table.description) ?? 'rule');
  const taken = new Set(rules.map((rule) => rule.id));
  if (!taken.has(id)) return table;
  let number = 2;
  while (taken.has(`${id}-${number}`)) number++;
  return { ...table, id: `${id}-${number}` };
}

function withKnownParts({ needs, ...rule }: CustomRule, ids: ReadonlySet<string>): CustomRule {
  const found = Object.entries(needs ?? {}).filter(([, id]) => ids.has(id));
  return found.length > 0 ? { ...rule, needs: Object.fromEntries(found) } : rule;
}

function providerOf(config: Table, rules: CustomRule[]) {
  const title = textOf(config.title) ?? '';
  return {
    provider: 'imported',
    name: title.length < 2 ? 'Imported rules' : title,
    remediation: {
      steps: ['Revoke it where it was issued.', 'Issue a new one, and keep it out of the repository.'],
    },
    rules,
  };
}

interface Context {
  into: Imported;
  lines: SourceLines;
  ours: KnownRules;
  ids: ReadonlyMap<string, string>;
}

function importGlobal(value: unknown, name: string, { into, lines, ours, ids }: Context): void {
  if (name === 'allowlists' && value !== undefined && !Array.isArray(value)) {
    into.notes.push({
      kind: 'lost',
      line: lineOfKey(lines, name),
      message: 'allowlists is no list of tables: gitleaks takes none of them',
    });
    return;
  }
  for (const [i, table] of tablesOf(value).entries()) {
    const line = lines.table(name, i) ?? 1;
    const targets = textsOf(table.targetRules);
    if (targets.length === 0) {
      importAllowlist(table, { line }, into, lines);
      continue;
    }
    const rules = targets.flatMap((target) => {
      const found = ids.get(target) ?? selectorsFor(target, ours);
      if (!found)
        into.notes.push({
          kind: 'lost',
          line: lines.lineOf(target, line),
          message: `targetRules: leakgate has no rule ${target}`,
        });
      return found ?? [];
    });
    if (rules.length > 0) importAllowlist(table, { rules: [...new Set(rules)], line }, into, lines);
  }
}
