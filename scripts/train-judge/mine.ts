import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { globSource } from '../../src/config/globs.ts';
import { packRules } from '../../src/engine/compiler/pack.ts';
import { createTwin } from '../../src/engine/kernel/twin.ts';
import { openPack } from '../../src/engine/rule-pack.ts';
import { createSearch } from '../../src/engine/search.ts';
import type { Rule } from '../../src/types.ts';

/** What the judge is asked about. */
export type Kind = 'secret' | 'password';

/** A value that stands in a source tree, and as what a rule would take it. */
export interface MinedValue {
  kind: Kind;
  value: string;
  file: string;
  ruleId: string;
  /** By a rule that takes values by their name; else any literal or identifier. */
  named: boolean;
}

const LARGEST_FILE = 400_000;
/** What machines wrote: its literals are hashes and encoded data. */
const generated =
  /(?:lock|\.sum|\.snap|\.svg|\.map|\.min\.\w+|\.csv|\.pem|\.ya?rn|\.ipynb)$|lock\.\w+$|\/dist\/|\/vendor\//;

/** The values that rules with a judge find in folders of source, before any filter, and a share of other literals. */
export function mine(folders: readonly string[], rules: readonly Rule[], literals: number): MinedValue[] {
  const judged = rules.filter(({ judge, provider }) => judge && provider === 'generic');
  const search = createSearch({
    packs: [{ pack: openPack(packRules(judged, globSource)) }],
    createKernel: createTwin,
    takes: () => true,
  });
  const mined = new Map<string, MinedValue>();
  for (const file of folders.flatMap(filesOf)) {
    const bytes = readFileSync(file);
    if (bytes.length > LARGEST_FILE || bytes.subarray(0, 8000).includes(0)) continue;
    for (const { packed, groups } of search(bytes).list) {
      const kind = packed.rule.judge!;
      const value = bytes.toString('latin1', ...groups.secret!);
      mined.set(`${kind} ${value}`, { kind, value, file, ruleId: packed.rule.id, named: true });
    }
    if (generated.test(file)) continue;
    for (const value of literalsOf(bytes.toString('latin1'))) {
      const kind = value.length % 2 === 0 ? 'secret' : 'password';
      const key = `${kind} ${value}`;
      if (!mined.has(key)) mined.set(key, { kind, value, file, ruleId: '', named: false });
    }
  }
  const all = [...mined.values()];
  const others = all.filter(({ named }) => !named);
  const stride = Math.max(1, Math.ceil(others.length / literals));
  return [...all.filter(({ named }) => named), ...others.filter((_, i) => i % stride === 0)];
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Quoted text without spaces, and identifiers. */
function literalsOf(text: string): string[] {
  return [...text.matchAll(/["'`]([^\s"'`\\\x7f-\xff]{8,80})["'`]|\b([A-Za-z_][\w-]{11,60})\b/g)].map(
    ([, quoted, identifier]) => quoted ?? identifier!,
  );
}
