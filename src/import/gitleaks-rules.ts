import { globSource } from '../config/globs.ts';
import { compileRule } from '../engine/compiler/compile.ts';
import type { Rule } from '../types.ts';
import { examplesFor } from './example.ts';
import { importAllowlist } from './gitleaks-allowlists.ts';
import type { CustomRule, Imported } from './imported.ts';
import { pathGlobs } from './path-glob.ts';
import { rulePattern } from './pattern.ts';
import { ruleId } from './rule-names.ts';
import type { SourceLines } from './source-lines.ts';
import { numberOf, type Table, tablesOf, textOf, textsOf } from './values.ts';

const known = [
  'id',
  'description',
  'regex',
  'path',
  'entropy',
  'secretGroup',
  'keywords',
  'tags',
  'allowlist',
  'allowlists',
  'required',
  'skipReport',
];

/** Carries one `[[rules]]` table over. */
export function importRule(
  table: Table,
  line: number,
  into: Imported,
  lines: SourceLines,
): CustomRule | undefined {
  const name = textOf(table.id) ?? textOf(table.description) ?? 'rule';
  const id = ruleId(name);
  const note = (kind: 'lost' | 'changed', message: string, text = name) =>
    into.notes.push({ kind, line: lines.lineOf(text, line), message: `rule ${name}: ${message}` });
  for (const key of Object.keys(table).filter((other) => !known.includes(other)))
    note('lost', `${key} has no counterpart`, key);
  const rule = ruleOf(table, id, note);
  if (!rule) return undefined;
  for (const list of [...tablesOf(table.allowlist), ...tablesOf(table.allowlists)])
    importAllowlist(list, { rules: [id], line }, into, lines);
  return rule;
}

type Say = (kind: 'lost' | 'changed', message: string, text?: string) => void;

function ruleOf(table: Table, id: string, note: Say): CustomRule | undefined {
  const regex = textOf(table.regex);
  if (regex === undefined) {
    note('lost', textOf(table.path) ? 'it reports files by their path alone' : 'it has no regex');
    return undefined;
  }
  const made = rulePattern(regex, numberOf(table.secretGroup) ?? 0);
  if ('lost' in made) {
    note('lost', `regex: ${made.lost}`, regex);
    return undefined;
  }
  if (made.changed) note('changed', made.changed, regex);
  const paths = pathsOf(table, note);
  if (paths === null) return undefined;
  const entropy = numberOf(table.entropy) ?? 0;
  const title = textOf(table.description) ?? '';
  return withExamples(
    {
      id,
      title: title.length < 3 ? id.padEnd(3, '-') : title,
      severity: 'high',
      confidence: 'medium',
      pattern: made.pattern,
      ...contextOf(table, made.pattern, note),
      ...(entropy > 0 && entropy <= 8 ? { entropy } : {}),
      ...(paths ? { paths } : {}),
      ...(table.skipReport === true ? { part: true } : {}),
      ...needsOf(table, note),
    },
    note,
  );
}

/** @returns null when the rule is for paths that can't be named: for all paths it would be another rule */
function pathsOf(table: Table, note: Say): string[] | undefined | null {
  const source = textOf(table.path);
  if (source === undefined || source === '') return undefined;
  const made = pathGlobs(source);
  if ('globs' in made) return made.globs;
  note('lost', `path ${source}: ${made.lost}`, source);
  return null;
}

const FARTHEST = 256;

/** Keywords that the pattern holds anyway say nothing new; others become words near by. */
function contextOf(table: Table, pattern: string, note: Say): Pick<CustomRule, 'context'> {
  const words = textsOf(table.keywords).filter((word) => word.length >= 2);
  const text = pattern.toLowerCase().replaceAll('\\', '');
  const isNew = words.length > 0 && !words.some((word) => text.includes(word.toLowerCase()));
  const hasLiteral = compileRule({ pattern }).gate !== undefined;
  if (words.length === 0 || (hasLiteral && !isNew)) return {};
  note('changed', `a keyword must stand within ${FARTHEST} bytes of the match, not anywhere in the file`);
  return { context: { words, within: FARTHEST } };
}

function needsOf(table: Table, note: Say): Pick<CustomRule, 'needs'> {
  const parts = tablesOf(table.required).flatMap((part) => textOf(part.id) ?? []);
  if (parts.length === 0) return {};
  note('changed', 'what it requires is looked for near by, and it counts without, too', 'required');
  return {
    needs: Object.fromEntries(parts.map((part) => [ruleId(part).replaceAll('-', '_'), ruleId(part)])),
  };
}

function withExamples(rule: Omit<CustomRule, 'examples'>, note: Say): CustomRule {
  const complete = {
    ...rule,
    provider: 'imported',
    providerName: 'imported',
    remediation: { steps: [] },
    examples: { match: [], ignore: [] },
  } as unknown as Rule;
  const examples = examplesFor(complete, globSource);
  if (examples) return { ...rule, examples };
  note('changed', 'no example could be made of its pattern: its rule has none');
  return { ...rule, examples: { exempt: 'imported, and no example could be made of the pattern' } };
}
