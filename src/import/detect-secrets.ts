import { type Imported, newImported } from './imported.ts';
import { pathGlobs } from './path-glob.ts';
import { textPattern } from './pattern.ts';
import type { SourceLines } from './source-lines.ts';
import { numberOf, shown, type Table, tableOf, tablesOf, textOf, textsOf } from './values.ts';

const filters = 'detect_secrets.filters.';

/** The baseline itself stays in the repository, perhaps for other tools, and its hashes read like secrets. */
const ownHashes = {
  reason: 'hashes of detect-secrets',
  paths: ['*secrets.baseline*'],
  line: ['"hashed_secret": *"[0-9a-f]{40}"'],
};

/** Carries a `.secrets.baseline` over; its hashes are looked for in the files that it names. */
export function importSecretsBaseline(baseline: Table, lines: SourceLines): Imported {
  const into = newImported('baseline of detect-secrets');
  importFilters(baseline, into, lines);
  for (const plugin of tablesOf(baseline.plugins_used)) {
    if (textOf(plugin.path))
      lost(into, lines, shown(plugin.path), `plugin ${shown(plugin.name)}: its code is not taken over`);
  }
  into.config.allow = [...(into.config.allow ?? []), ownHashes];
  for (const [file, entries] of Object.entries(tableOf(baseline.results) ?? {})) {
    for (const entry of tablesOf(entries)) importEntry(file, entry, into, lines);
  }
  return into;
}

function lost(into: Imported, lines: SourceLines, text: string, message: string): void {
  into.notes.push({ kind: 'lost', line: lines.lineOf(text), message });
}

function importEntry(file: string, entry: Table, into: Imported, lines: SourceLines): void {
  const hex = textOf(entry.hashed_secret) ?? '';
  const from = lines.lineOf(hex, lines.lineOf(JSON.stringify(file)));
  const type = textOf(entry.type) ?? 'unnamed';
  if (entry.is_secret === true) {
    into.notes.push({
      kind: 'lost',
      line: from,
      message: `${file}: ${type}: marked as a real secret, so it is not ignored`,
    });
    return;
  }
  const line = numberOf(entry.line_number);
  into.known.push({
    from,
    file: file.replaceAll('\\', '/'),
    ...(line && line > 0 ? { lines: [line, line] as [number, number] } : {}),
    ...(/^[0-9a-f]{40}$/.test(hex) ? { digest: { algorithm: 'sha1' as const, hex } } : {}),
    reason: `was in the baseline of detect-secrets (${type})`,
  });
}

function importFilters(baseline: Table, into: Imported, lines: SourceLines): void {
  const old = tableOf(baseline.exclude);
  const named = tablesOf(baseline.filters_used);
  const patternsOf = (name: string) =>
    named.filter(({ path }) => path === `${filters}${name}`).flatMap(({ pattern }) => textsOf(pattern));
  importPaths([...patternsOf('regex.should_exclude_file'), ...textsOf(old?.files)], into, lines);
  importTexts('line', [...patternsOf('regex.should_exclude_line'), ...textsOf(old?.lines)], into, lines);
  importTexts('secret', patternsOf('regex.should_exclude_secret'), into, lines);
  for (const { path } of named) {
    const name = textOf(path) ?? '';
    if (!name.startsWith(filters) || name.startsWith(`${filters}wordlist`))
      lost(into, lines, name, `filter ${name}: has no counterpart`);
  }
  const words = tableOf(baseline.word_list)?.file;
  if (textOf(words))
    lost(into, lines, 'word_list', `word list ${String(words)}: write its words as stop-words`);
}

function importPaths(sources: readonly string[], into: Imported, lines: SourceLines): void {
  for (const source of sources) {
    const made = pathGlobs(source);
    if ('lost' in made) lost(into, lines, source, `excluded files ${source}: ${made.lost}`);
    else into.config.exclude = [...(into.config.exclude ?? []), ...made.globs];
  }
}

function importTexts(
  key: 'line' | 'secret',
  sources: readonly string[],
  into: Imported,
  lines: SourceLines,
): void {
  for (const source of sources) {
    const made = textPattern(source);
    if ('lost' in made) lost(into, lines, source, `excluded ${key}s: a regex: ${made.lost}`);
    else
      into.config.allow = [
        ...(into.config.allow ?? []),
        { reason: `excluded ${key}s of detect-secrets`, [key]: [made.pattern] },
      ];
  }
}
