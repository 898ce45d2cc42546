import { gitignoreGlob } from './gitignore-glob.ts';
import { type CustomRule, type Imported, newImported } from './imported.ts';
import { rulePattern, textPattern } from './pattern.ts';
import { type KnownRules, ruleId, selectorsFor } from './rule-names.ts';
import type { SourceLines } from './source-lines.ts';
import { type Table, tableOf, tablesOf, textOf, textsOf } from './values.ts';

/** What secretlint's rules are named after their scope and prefix. */
const shortName = (id: string) => id.replace(/^@[^/]+\//, '').replace(/^secretlint-rule-/, '');

/** Whether it reads like a `.secretlintrc`. */
export function isSecretlintConfig(config: Table): boolean {
  return tablesOf(config.rules).some(({ id }) => textOf(id)?.includes('secretlint-rule'));
}

/** Carries a `.secretlintrc` over: rules that are off, texts that are allowed, patterns of one's own. */
export function importSecretlintConfig(config: Table, lines: SourceLines, ours: KnownRules): Imported {
  const into = newImported('config of secretlint');
  const all = tablesOf(config.rules).flatMap((rule) => [rule, ...tablesOf(rule.rules)]);
  let at = 1;
  for (const rule of all) {
    at = lines.lineOf(textOf(rule.id) ?? '', at);
    importRule(rule, { into, lines, line: at, ours });
  }
  for (const key of Object.keys(config).filter((name) => name !== 'rules' && !name.startsWith('$')))
    into.notes.push({ kind: 'lost', line: lines.lineOf(key), message: `${key} has no counterpart` });
  return into;
}

interface Context {
  into: Imported;
  lines: SourceLines;
  line: number;
  ours: KnownRules;
}

function importRule(rule: Table, context: Context): void {
  const name = shortName(textOf(rule.id) ?? '');
  const options = tableOf(rule.options) ?? {};
  const { into, lines, line, ours } = context;
  const lost = (message: string, text = '') => {
    into.notes.push({ kind: 'lost', line: lines.lineOf(text, line), message: `rule ${name}: ${message}` });
  };
  if (name === 'pattern') {
    importPatterns(options, context, lost);
    return;
  }
  if (name.startsWith('preset-') || name === 'filter-comments') return;
  const selectors = selectorsFor(name, ours);
  if (!selectors) {
    lost('leakgate has no rule of this kind', name);
    return;
  }
  if (rule.disabled === true) into.config.skip = [...new Set([...(into.config.skip ?? []), ...selectors])];
  if (textsOf(rule.allowMessageIds).length > 0) lost('allowMessageIds has no counterpart', 'allowMessageIds');
  if (textOf(rule.severity) && rule.severity !== 'error')
    lost(`severity ${rule.severity} has no counterpart`, 'severity');
  const allows = textsOf(options.allows).flatMap((text) => {
    const made = textPattern(regexText(text));
    if ('lost' in made) lost(`allows: a regex: ${made.lost}`, text);
    return 'pattern' in made ? [made.pattern] : [];
  });
  if (allows.length > 0)
    into.config.allow = [
      ...(into.config.allow ?? []),
      { reason: `allowed for secretlint's rule ${name}`, rules: selectors, match: allows },
    ];
  for (const key of Object.keys(options).filter((other) => other !== 'allows'))
    lost(`option ${key} has no counterpart`, key);
}

/** `/body/flags` as it would be written with flags in front; other text stands for itself. */
function regexText(text: string): string {
  const [, body, flags = ''] = /^\/([\s\S]+)\/([a-z]*)$/.exec(text) ?? [];
  if (body === undefined) return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const kept = [...flags].filter((flag) => flag === 'i' || flag === 's').join('');
  return kept === '' ? body : `(?${kept})${body}`;
}

function importPatterns(
  options: Table,
  { into }: Context,
  lost: (message: string, text?: string) => void,
): void {
  const rules = tablesOf(options.patterns).flatMap((entry): CustomRule[] => {
    const name = textOf(entry.name) ?? 'pattern';
    const sources = [...textsOf(entry.pattern), ...textsOf(entry.patterns)];
    const globs = textsOf(entry.filePathGlobs);
    if (sources.length === 0) lost(`${name}: it reports files by their path alone`, name);
    return sources.flatMap((source, i) => {
      const made = rulePattern(regexText(source), 0);
      if ('lost' in made) {
        lost(`${name}: ${made.lost}`, name);
        return [];
      }
      return [patternRule(name, i, made.pattern, globs)];
    });
  });
  if (rules.length === 0) return;
  const steps = ['Revoke it where it was issued.', 'Issue a new one, and keep it out of the repository.'];
  const entry = { provider: 'imported', name: 'Imported rules', remediation: { steps }, rules };
  into.config['custom-rules'] = [...(into.config['custom-rules'] ?? []), entry];
}

function patternRule(name: string, index: number, pattern: string, globs: string[]): CustomRule {
  return {
    id: ruleId(index === 0 ? name : `${name} ${index + 1}`),
    title: name.length < 3 ? `Pattern ${name}` : name,
    severity: 'high',
    confidence: 'medium',
    pattern,
    ...(globs.length > 0 ? { paths: globs } : {}),
    examples: { exempt: 'imported from secretlint' },
  };
}

/** Carries a `.secretlintignore` over. */
export function importSecretlintIgnore(text: string): Imported {
  const into = newImported('ignore file of secretlint');
  for (const [i, line] of text.split('\n').entries()) {
    const glob = gitignoreGlob(line);
    if (line.trim().startsWith('!'))
      into.notes.push({
        kind: 'lost',
        line: i + 1,
        message: `${line.trim()}: taking back has no counterpart`,
      });
    else if (glob) into.config.exclude = [...(into.config.exclude ?? []), glob];
  }
  return into;
}
