import { createHash } from 'node:crypto';
import { gitignoreGlob } from './gitignore-glob.ts';
import { type Imported, newImported } from './imported.ts';
import { type KnownRules, selectorsFor } from './rule-names.ts';
import type { SourceLines } from './source-lines.ts';
import { type Table, tableOf, textOf, textsOf } from './values.ts';

const marks = [
  'secret',
  'iac',
  'sca',
  'paths-ignore',
  'matches-ignore',
  'exit-zero',
  'ignored-paths',
  'ignored-matches',
  'instance',
  'max-commits-for-hook',
  'all-policies',
  'show-secrets',
  'ignored-detectors',
  'banlisted-detectors',
  'debug',
  'verbose',
];

/** Settings that say nothing about what is found. */
const harmless = new Set([
  'version',
  'verbose',
  'show-secrets',
  'debug',
  'ignore-known-secrets',
  'with-incident-details',
  'all-policies',
  'ignore-default-excludes',
]);

/** Whether it reads like a `.gitguardian.yaml` of either version. */
export function isGitguardianConfig(config: Table): boolean {
  return Object.keys(config).some((key) => marks.includes(dashed(key)));
}

const dashed = (key: string) => key.replaceAll('_', '-');

/** Carries a `.gitguardian.yaml` over, version 1 or 2, with keys in either spelling. */
export function importGitguardian(config: Table, lines: SourceLines, ours: KnownRules): Imported {
  const into = newImported(`config of ggshield, version ${config.version === 2 ? 2 : 1}`);
  const context = { into, lines, ours };
  for (const [key, value] of Object.entries(config)) {
    const line = lines.lineOf(key);
    if (key === 'secret') takeAll(tableOf(value) ?? {}, line, context);
    else takeKey(key, value, line, context);
  }
  return into;
}

interface Context {
  into: Imported;
  lines: SourceLines;
  ours: KnownRules;
}

function takeAll(table: Table, from: number, context: Context): void {
  for (const [key, value] of Object.entries(table))
    takeKey(key, value, context.lines.lineOf(key, from), context);
}

function takeKey(key: string, value: unknown, line: number, context: Context): void {
  const { into, lines } = context;
  switch (dashed(key)) {
    case 'ignored-paths':
    case 'paths-ignore':
      takePaths(textsOf(value), line, context);
      return;
    case 'ignored-matches':
    case 'matches-ignore':
      takeMatches(Array.isArray(value) ? value : [], line, context);
      return;
    case 'ignored-detectors':
    case 'banlisted-detectors':
      takeDetectors(textsOf(value), line, context);
      return;
    case 'exit-zero':
      if (value === true) into.config['on-finding'] = 'warn';
      return;
    default:
      if (!harmless.has(dashed(key)))
        into.notes.push({
          kind: 'lost',
          line: lines.lineOf(key, line),
          message: `${key} has no counterpart`,
        });
  }
}

function takePaths(paths: readonly string[], line: number, { into, lines }: Context): void {
  for (const path of paths) {
    const glob = gitignoreGlob(path);
    if (glob) into.config.exclude = [...(into.config.exclude ?? []), glob];
    else
      into.notes.push({
        kind: 'lost',
        line: lines.lineOf(path, line),
        message: `path ${path} has no counterpart`,
      });
  }
}

/** Each is the SHA-256 of a secret, or the secret itself. */
function takeMatches(list: readonly unknown[], line: number, { into, lines }: Context): void {
  for (const item of list) {
    const match = textOf(item) ?? textOf(tableOf(item)?.match);
    const name = textOf(tableOf(item)?.name) ?? '';
    if (!match) continue;
    const from = lines.lineOf(match, line);
    const reason = `was ignored in .gitguardian.yaml${name ? ` (${name})` : ''}`;
    const hex = /^[0-9a-f]{64}$/.test(match) ? match : createHash('sha256').update(match).digest('hex');
    into.known.push({ from, digest: { algorithm: 'sha256', hex }, reason });
  }
}

function takeDetectors(names: readonly string[], line: number, { into, lines, ours }: Context): void {
  for (const name of names) {
    const selectors = selectorsFor(name, ours);
    const note = (kind: 'lost' | 'changed', message: string) =>
      into.notes.push({ kind, line: lines.lineOf(name, line), message: `detector ${name}: ${message}` });
    if (!selectors) {
      note('lost', 'leakgate has no rule of this kind');
      continue;
    }
    note('changed', `stands for ${selectors.join(', ')}`);
    into.config.skip = [...new Set([...(into.config.skip ?? []), ...selectors])];
  }
}
