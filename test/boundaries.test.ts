import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Who may import whom; besides these, everybody may import `everyone`. cli may import everything, and nobody cli. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  rules: [],
  git: [],
  report: [],
  containers: ['git/objects'],
  engine: ['rules'],
  verify: ['rules', 'engine/checks'],
  config: ['rules'],
  sources: ['git', 'containers'],
  hooks: ['git'],
  import: ['rules', 'config', 'engine'],
  suppress: [],
  pipeline: ['engine', 'containers'],
  /** What settings become: what command and library run a scan with. */
  setup: ['rules', 'git', 'engine', 'verify', 'config', 'suppress', 'pipeline', 'sources'],
  library: ['setup', 'config', 'git', 'report', 'rules', 'sources', 'verify'],
  index: ['library', 'report', 'verify'],
};
const everyone = [
  'types',
  'secret',
  'errors',
  'nearest',
  'grouped-by',
  'inside-inputs',
  'add-all',
  'next-stretch',
  'text-finder',
];

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts') && !name.startsWith('engine/kernel/assembly/'));

/** `engine/scan.ts` is of `engine`, `pipeline.ts` of `pipeline` as all in its folder is. */
function moduleOf(file: string): string {
  return file.split('/')[0]!.replace(/\.ts$/, '');
}

function importsOf(file: string): string[] {
  const text = readFileSync(path.join('src', file), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+\.ts)'/g)].map(([, name]) =>
    path.posix.join(path.posix.dirname(file), name!),
  );
}

const mayImport = (from: string, target: string) =>
  from === moduleOf(target) ||
  everyone.includes(moduleOf(target)) ||
  (allowed[from] ?? []).some((name) => name === moduleOf(target) || target.startsWith(`${name}/`));

test('modules import only what the table allows', () => {
  const wrong = files
    .filter((file) => moduleOf(file) !== 'cli' && !everyone.includes(moduleOf(file)))
    .flatMap((file) => importsOf(file).map((target) => ({ file, target })))
    .filter(({ file, target }) => !mayImport(moduleOf(file), target));
  expect(wrong).toEqual([]);
});

test('the table names every module', () => {
  const modules = new Set(files.map(moduleOf));
  expect([...modules].sort()).toEqual([...Object.keys(allowed), ...everyone, 'cli'].sort());
});

/** Each outside package has an owner, so that it can be changed for another in one place. */
const owners: Readonly<Record<string, RegExp>> = {
  '@eslint-community/regexpp': /^engine\/compiler\/parse\.ts$/,
  '@scure/bip39': /^engine\/checks\//,
  'fast-glob': /^sources\/files\.ts$/,
  fastq: /^verify\/polite\.ts$/,
  fflate: /^containers\//,
  fzstd: /^containers\//,
  picomatch: /^config\/globs\.ts$/,
  re2: /^engine\/linear\.ts$/,
  re2js: /^engine\/linear\.ts$/,
  'simple-git': /^git\/clone\.ts$/,
  'smol-toml': /^import\//,
  yaml: /^(?:rules|config|import)\//,
  yargs: /^cli\/help\.ts$/,
  zod: /./,
};
const clients = /^verify\/protocols\//;

test('packages are imported by their owners alone', () => {
  const wrong = files.flatMap((file) => {
    const text = readFileSync(path.join('src', file), 'utf8');
    const names = [...text.matchAll(/(?:from|import\()\s*'((?:@[^/']+\/)?[a-z][^/']*)(?:\/[^']*)?'/g)].map(
      ([, name]) => name!,
    );
    return names
      .filter((name) => !name.startsWith('node:') && !(owners[name] ?? clients).test(file))
      .map((name) => `${file}: ${name}`);
  });
  expect(wrong).toEqual([]);
});
