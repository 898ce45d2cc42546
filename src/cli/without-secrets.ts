import { addAll } from '../add-all.ts';
import type { Engine } from '../engine/scan.ts';
import type { AllowEntry, Imported } from '../import/imported.ts';
import { knownSecrets } from '../import/match-known.ts';
import { sourceLines } from '../import/source-lines.ts';
import type { Finding } from '../types.ts';

const textKeys = ['secret', 'match', 'line', 'stop-words'] as const;

/**
 * Takes texts that hold a secret out of what was imported, so that no secret is copied: what they allow is looked for
 * and ignored by its fingerprint instead.
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
