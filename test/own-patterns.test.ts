import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { check } from 'recheck';
import { parseAst } from 'rolldown/parseAst';
import { expect, test } from 'vitest';

/** Those that take longer than in step with a text, and why nobody can make them slow. */
const BOUNDED: Readonly<Record<string, string>> = {
  'src/containers/container-kind.ts': 'a field of 12 bytes',
  'src/containers/tar.ts': 'a field of 12 bytes',
  'src/containers/pdf-filters.ts': 'repetitions of at most 200',
  'src/engine/markers.ts': '500 bytes behind a mark',
  'src/engine/placeholders.ts': 'blocks of at most 8 characters',
  'src/engine/checks/armor.ts': 'as long as a key, and a step for each of its BEGIN lines',
  'src/engine/checks/gitlab-routable.ts': 'a value that the rule has bounded',
  'src/verify/offline/gitlab-routing.ts': 'a value that the rule has bounded',
  'src/verify/addresses.ts': 'an address that the resolver gave',
  'src/verify/read-values.ts': 'a path in a rule',
  'src/git/clone.ts': 'a URL that the user wrote',
  'src/report/width.ts': 'one character; the checker does not know scripts',
};

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('assembly'))
    .map(({ parentPath, name }) => path.join(parentPath, name).replaceAll(path.sep, '/'));
}

interface Pattern {
  pattern: string;
  flags: string;
}

/** The regular expressions that stand in a source. */
function patternsIn(node: unknown, found: Pattern[] = []): Pattern[] {
  if (typeof node !== 'object' || node === null) return found;
  const { regex } = node as { regex?: Pattern };
  if (regex) found.push(regex);
  else for (const child of Object.values(node)) patternsIn(child, found);
  return found;
}

test('our own regular expressions take time in step with the text', { timeout: 300_000 }, async () => {
  const slow: string[] = [];
  for (const file of filesIn('src')) {
    const ast = parseAst(readFileSync(file, 'utf8'), { lang: 'ts' }, file);
    for (const { pattern, flags } of patternsIn(ast)) {
      const { status } = await check(pattern, flags.replace(/[dgv]/g, ''), { timeout: 60_000 });
      if (status !== 'safe') slow.push(`${file} ${pattern}`);
    }
  }
  const unknown = slow.filter((one) => !(one.split(' ', 1)[0]! in BOUNDED));
  expect(unknown).toEqual([]);
  const named = new Set(slow.map((one) => one.split(' ', 1)[0]));
  expect(Object.keys(BOUNDED).filter((file) => !named.has(file))).toEqual([]);
});
