import type { Settings } from '../config/settings.ts';
import { type ScanOptions, scan } from '../pipeline.ts';
import type { Report, Source } from '../types.ts';
import { deciderFor } from './decider.ts';
import { engineFor } from './engine.ts';
import { type SuppressionFlags, suppressorFor } from './suppressor.ts';
import { type VerifierFlags, verifierFor } from './verifier.ts';

/** Where a scan runs, and what is in force there. */
export interface Setting {
  settings: Settings;
  cwd: string;
  /** Top of the working tree, or `cwd` outside of one. */
  root: string;
}

/** What a scan is told besides its settings. */
export interface ScanTerms {
  signal: AbortSignal;
  flags: SuppressionFlags & VerifierFlags & { explain?: unknown };
  /** Somebody waits for a commit: providers are asked for three seconds at most. */
  waits: boolean;
  /** {@link ScanOptions.search}. */
  search?: ScanOptions['search'];
  /** In place of asking the providers as the settings say. */
  verify?: ScanOptions['verify'];
}

/** Scans a source as the settings say, and tells the engines in use besides. */
export async function scanWith(
  { settings, root }: Setting,
  given: Source,
  { signal, flags, waits, search, verify }: ScanTerms,
): Promise<{ report: Report; names: string }> {
  const source = await withExcludes(given, settings.exclude);
  const { engine, rules, names, weakened } = await engineFor(settings, Boolean(flags.explain));
  const suppress = await suppressorFor({ source, settings, flags, root, waits });
  const report = await scan(source, engine, {
    ...(search ? { search } : {}),
    signal,
    suppress,
    verify: verify ?? verifierFor(settings, flags, waits, treeOf(source, root)),
    ...(await deciderFor(settings, source, root)),
    weakened,
    rules,
  });
  return { report, names };
}

/** Where the other half of a secret is looked for; not for what is no part of the tree at hand, as a cloned one. */
function treeOf({ name }: Source, root: string): { root: string; staged: boolean } | undefined {
  return ['staged', 'dir', 'diff'].includes(name) ? { root, staged: name === 'staged' } : undefined;
}

async function withExcludes(source: Source, globs: readonly string[]): Promise<Source> {
  if (globs.length === 0) return source;
  const { excluding } = await import('../config/excluding.ts');
  return excluding(source, globs);
}
