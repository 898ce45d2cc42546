import { gitAuthor } from '../git/author.ts';
import { printable } from '../report/printable.ts';
import { type Entry, formatEntry } from '../suppress/entry.ts';
import { addEntries, ignorePlace, openIgnoreFile, saltedFingerprint } from './ignore-entries.ts';
import type { Traced } from './known-findings.ts';
import type { Flags } from './options.ts';
import { printOut } from './print.ts';

/**
 * Adds what was traced to the ignore file; in a dry run prints the lines instead, without the salt that they are
 * going to have.
 *
 * @returns how many findings are ignored by it
 */
export function addIgnored(traced: readonly Traced[], flags: Flags, root: string): number {
  const author = gitAuthor(root);
  const entries = new Map<string, Entry>();
  for (const { known, findings } of traced) {
    for (const { fingerprint, rule, file } of findings) {
      const { reason } = known;
      const by = author === undefined ? {} : { author };
      entries.set(fingerprint, { fingerprint, ruleId: rule.id, path: file, reason, ...by });
    }
  }
  if (entries.size === 0) return 0;
  if (flags['dry-run'])
    printOut(
      `# .leakgateignore\n${[...entries.values()].map((entry) => `${printable(formatEntry(entry))}\n`).join('')}`,
    );
  else write([...entries.values()], flags, root);
  return entries.size;
}

function write(entries: readonly Entry[], flags: Flags, root: string): void {
  const file = ignorePlace(flags, root);
  const salts = openIgnoreFile(file, flags);
  addEntries(
    file,
    entries.map((entry) => ({ ...entry, fingerprint: saltedFingerprint(entry.fingerprint, salts) })),
  );
}
