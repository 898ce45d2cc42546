import { addAll } from '../add-all.ts';
import type { Engine } from '../engine/scan.ts';
import type { AllowEntry, CustomRule, Imported } from '../import/imported.ts';
import { knownSecrets } from '../import/match-known.ts';
import { type SourceLines, sourceLines } from '../import/source-lines.ts';
import type { Finding } from '../types.ts';

const textKeys = ['secret', 'match', 'line', 'stop-words', 'paths'] as const;

/**
 * Takes texts that hold a secret out of what was imported, so that no secret is copied: what they allow is looked for
 * and ignored by its fingerprint instead, and rules and globs that hold one are lost.
 *
 * @param text - of the imported file
 */
export async function withoutSecrets(imported: Imported, text: string, engine: Engine): Promise<void> {
  const lines = sourceLines(text);
  const entries: AllowEntry[] = [];
  for (const entry of imported.config.allow ?? []) {
    const kept = await withoutSecretTexts(entry, engine, (found, value) => {
      const line = lines.lineOf(value.slice(0, 24));
      const message =
        'holds a secret, which is not copied: it is ignored by its fingerprint where it is found';
      imported.notes.push({ kind: 'changed', line, message });
      addAll(knownSecrets(found, line, entry.reason ?? 'was allowed'), imported.known);
    });
    if (kept) entries.push(kept);
  }
  if (entries.length > 0) imported.config.allow = entries;
  else delete imported.config.allow;
  await dropRulesWithSecrets(imported, lines, engine);
  await dropGlobsWithSecrets(imported, lines, engine);
}

async function dropRulesWithSecrets(
  { config, notes }: Imported,
  lines: SourceLines,
  engine: Engine,
): Promise<void> {
  const lost = new Set<string>();
  for (const rule of (config['custom-rules'] ?? []).flatMap(({ rules }) => rules)) {
    const { id, title: _, ...told } = rule;
    if ((await secretsIn(textsIn(told).join('\n'), engine)).length === 0) continue;
    lost.add(id);
    notes.push({
      kind: 'lost',
      line: lines.lineOf(id),
      message: `rule ${id}: it holds a secret, which is not copied`,
    });
  }
  const entries = (config['custom-rules'] ?? []).map(({ rules, ...entry }) => ({
    ...entry,
    rules: rules.filter(({ id }) => !lost.has(id)).map((rule) => withoutParts(rule, lost)),
  }));
  const left = entries.filter(({ rules }) => rules.length > 0);
  if (left.length > 0) config['custom-rules'] = left;
  else delete config['custom-rules'];
}

function withoutParts({ needs = {}, ...rule }: CustomRule, lost: ReadonlySet<string>): CustomRule {
  const kept = Object.entries(needs).filter(([, id]) => !lost.has(id));
  return kept.length > 0 ? { ...rule, needs: Object.fromEntries(kept) } : rule;
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

async function dropGlobsWithSecrets(
  { config, notes }: Imported,
  lines: SourceLines,
  engine: Engine,
): Promise<void> {
  const kept: string[] = [];
  for (const glob of config.exclude ?? []) {
    if ((await secretsIn(glob, engine)).length === 0) kept.push(glob);
    else {
      const line = lines.lineOf(glob.replace(/^\*\*\/\*?/, '').slice(0, 24));
      notes.push({ kind: 'lost', line, message: 'a path holds a secret, which is not copied' });
    }
  }
  if (kept.length > 0) config.exclude = kept;
  else delete config.exclude;
}

/** @returns undefined when a condition has nothing left: without it the entry would allow more */
async function withoutSecretTexts(
  entry: AllowEntry,
  engine: Engine,
  take: (found: readonly Finding[], text: string) => void,
): Promise<AllowEntry | undefined> {
  const kept = { ...entry };
  for (const key of textKeys) {
    const texts: string[] = [];
    for (const text of entry[key] ?? []) {
      const found = await secretsIn(text, engine);
      if (found.length > 0) take(found, text);
      else texts.push(text);
    }
    if (entry[key] && texts.length === 0) return undefined;
    if (entry[key]) kept[key] = texts;
  }
  return kept;
}

async function secretsIn(text: string, engine: Engine): Promise<Finding[]> {
  const bytes = Buffer.from(text);
  return (await engine.scan({ kind: 'chunk', path: '', where: 'content', bytes, firstLine: 1 })).findings;
}
