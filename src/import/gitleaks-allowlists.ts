import type { AllowEntry, Imported } from './imported.ts';
import { pathGlobs } from './path-glob.ts';
import { textPattern } from './pattern.ts';
import type { SourceLines } from './source-lines.ts';
import { shown, type Table, textOf, textsOf } from './values.ts';

/** Whose allow-list it is, and where it stands. */
export interface AllowlistPlace {
  /** Our rules that it is for; absent: all. */
  rules?: string[];
  line: number;
}

const known = [
  'description',
  'condition',
  'commits',
  'paths',
  'files',
  'regexes',
  'regexTarget',
  'stopwords',
  'targetRules',
  'id',
];
/** Where gitleaks looks for a regular expression, and the key that looks in the same place. */
const targets: Readonly<Record<string, 'secret' | 'match' | 'line'>> = {
  secret: 'secret',
  match: 'match',
  line: 'line',
};

/** Carries one allow-list over: as one entry when all its conditions must hold, else as one for each of them. */
export function importAllowlist(
  table: Table,
  { rules, line }: AllowlistPlace,
  into: Imported,
  lines: SourceLines,
): void {
  for (const key of Object.keys(table).filter((name) => !known.includes(name)))
    into.notes.push({
      kind: 'lost',
      line: lines.lineOf(key, line),
      message: `allow-list: unknown key ${key}`,
    });
  const reason = textOf(table.description);
  const common = { ...(reason ? { reason } : {}), ...(rules ? { rules } : {}) };
  const lost = (message: string, text: string) =>
    into.notes.push({ kind: 'lost', line: lines.lineOf(text, line), message });
  const { conditions, complete } = conditionsOf(table, lost);
  if (/^(?:and|&&)$/i.test(textOf(table.condition) ?? '') && (conditions.length > 1 || !complete)) {
    if (complete) addAllow(into, Object.assign({}, common, ...conditions));
    else
      into.notes.push({
        kind: 'lost',
        line,
        message: 'allow-list: all its conditions must hold, and one has no counterpart',
      });
    return;
  }
  for (const condition of conditions) {
    if (condition.paths && !rules) addExclude(into, condition.paths);
    else addAllow(into, { ...common, ...condition });
  }
}

function conditionsOf(table: Table, lost: (message: string, text: string) => void) {
  let complete = true;
  const failed = (message: string, text: string) => {
    complete = false;
    lost(message, text);
  };
  const commits = textsOf(table.commits).flatMap((commit) => {
    const id = commit.trim().toLowerCase();
    if (/^[0-9a-f]{7,64}$/.test(id)) return [id];
    failed(`allow-list: ${commit} is no commit id`, commit);
    return [];
  });
  const paths = [...textsOf(table.paths), ...textsOf(table.files)].flatMap((source) => {
    const made = pathGlobs(source);
    if ('globs' in made) return made.globs;
    failed(`allow-list: path ${source}: ${made.lost}`, source);
    return [];
  });
  const target = targets[textOf(table.regexTarget) || 'secret'];
  const regexes = textsOf(table.regexes).flatMap((source) => {
    const made = target ? textPattern(source) : { lost: `unknown target ${shown(table.regexTarget)}` };
    if ('pattern' in made) return [made.pattern];
    failed(`allow-list: a regex: ${made.lost}`, source);
    return [];
  });
  const words = textsOf(table.stopwords).filter((word) => word !== '');
  const conditions: AllowEntry[] = [
    ...(commits.length > 0 ? [{ commits }] : []),
    ...(paths.length > 0 ? [{ paths }] : []),
    ...(regexes.length > 0 && target ? [{ [target]: regexes }] : []),
    ...(words.length > 0 ? [{ 'stop-words': words }] : []),
  ];
  return { conditions, complete };
}

function addAllow(into: Imported, entry: AllowEntry): void {
  into.config.allow ??= [];
  into.config.allow.push(entry);
}

function addExclude(into: Imported, globs: readonly string[]): void {
  into.config.exclude = [...new Set([...(into.config.exclude ?? []), ...globs])];
}
