import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { readIgnoreRules } from '../../src/sources/gitignore.ts';
import { listFiles } from '../../src/sources/list-files.ts';
import { tempRepo } from '../git/temp-repo.ts';

const NAMES = [
  'a',
  'b',
  'ab',
  'A.js',
  'x.py',
  'x.pyc',
  '.env',
  'a b',
  'é',
  '!a',
  '#b',
  'a-z',
  'build',
  'aBc',
  'abD',
];
const FOLDERS = ['', 'b/', 'build/', 'a.b/', 'b/ab/', 'build/b/', 'b/ab/build/', 'a.b/é/'];
/** Names that a file system may refuse. */
const ODD = process.platform === 'win32' ? [] : ['*', '[a]', 'a\\b', 'b ', 'a?'];
const ALL_NAMES = [...NAMES, ...ODD];
const PATHS = FOLDERS.flatMap((folder) => ALL_NAMES.map((name) => folder + name)).filter(
  (name) => !FOLDERS.includes(`${name}/`),
);

function picker(seed: string) {
  const random = seededRandom(seed);
  return <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
}

type Pick = ReturnType<typeof picker>;

const PIECES = [
  ...['a', 'b', 'ab', 'build', 'x.py', 'A', '.', 'é', 'env', ' ', '-', '!', '#', ']', '\t'],
  ...['*', '*', '*', '**', '***', '?', '?'],
  ...['[ab]', '[^a]', '[!b]', '[a-c]', '[A-Z]', '[]a]', '[[:alpha:]]', '[[:upper:]b]', '[[:none:]]', '[[:a]'],
  ...['[\\]]', '[a', '[b-]', '[z-a]', '[a/b]', '[[]', '[+--]', '[\\a-\\c]', '[é]'],
  ...['\\*', '\\a', '\\ ', '\\\\', '\\!', '\\#', '\\[', '\\', '\\/'],
];

function randomPattern(pick: Pick): string {
  const segment = () =>
    pick([true, false, false])
      ? pick(['**', '*', ...ALL_NAMES])
      : Array.from({ length: pick([1, 1, 2, 3]) }, () => pick(PIECES)).join('');
  return Array.from({ length: pick([1, 1, 1, 2, 2, 3]) }, segment).join('/');
}

/** A pattern that fits a path, or nearly. */
function nearPattern(pick: Pick): string {
  const whole = pick(PATHS);
  const from = pick([0, 0, whole.indexOf('/') + 1, whole.lastIndexOf('/') + 1]);
  const change = (char: string): string => {
    if (char === '/') return pick(['/', '/', '/', '/**/', '**/', '/**', '*/', '\\/']);
    const other = pick([char.toUpperCase(), char.toLowerCase()]);
    return pick(['*', '**', '?', other, `[${char}]`, `[!${char}]`, `[${other}-${other}]`, `\\${char}`, '']);
  };
  return [...whole.slice(from)].map((char) => (pick([1, 2, 3]) === 1 ? change(char) : char)).join('');
}

function randomRule(pick: Pick): string {
  const start = pick(['', '', '', '!', '!', '/', '!/', '#']);
  const pattern = pick([randomPattern, nearPattern])(pick);
  return start + pattern + pick(['', '', '', '', '/', '//', ' ', '  ', '\\ ', '\r', ' \t', '\0a']);
}

function randomRules(pick: Pick): string {
  const lines = Array.from({ length: pick([1, 2, 4, 8]) }, () => randomRule(pick));
  return pick(['', '', '', '\ufeff']) + lines.join('\n') + pick(['\n', '', '\r\n']);
}

const repo = tempRepo();
const tree = mkdtempSync(path.join(tmpdir(), 'leakgate-tree-'));

beforeAll(() => {
  for (const name of PATHS) {
    mkdirSync(path.join(tree, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(tree, name), '');
  }
});

afterAll(() => {
  repo.remove();
  rmSync(tree, { recursive: true, force: true });
});

function untracked(...config: string[]): string[] {
  const args = [
    ...config.flatMap((setting) => ['-c', setting]),
    `--git-dir=${path.join(repo.root, '.git')}`,
    `--work-tree=${tree}`,
    ...['-C', tree, 'ls-files', '-z', '--others', '--exclude-standard'],
  ];
  return repo.raw(args).toString().split('\0').slice(0, -1).sort();
}

function listed(): string[] {
  return [...listFiles(tree, true)].map(({ path: name }) => name).sort();
}

/** What a walk that asks one file of rules leaves. */
function walked(rules: ReturnType<typeof readIgnoreRules>): string[] {
  const isIgnored = (name: string, isFolder: boolean): boolean => {
    const above = path.posix.dirname(name);
    if (above !== '.' && isIgnored(above, true)) return true;
    return rules.ignores(path.posix.basename(name), name, 0, isFolder) ?? false;
  };
  return [...PATHS, '.gitignore'].filter((name) => !isIgnored(name, false)).sort();
}

function writeRules(folder: string, rules: string): void {
  writeFileSync(path.join(tree, folder, '.gitignore'), rules);
}

describe('ignored is what git ignores', () => {
  test.each([true, false])('by rules made at random, core.ignoreCase %s', (ignoreCase) => {
    const pick = picker(`rules ${ignoreCase}`);
    for (let i = 0; i < 150; i++) {
      const rules = randomRules(pick);
      writeRules('', rules);
      const found = walked(readIgnoreRules(Buffer.from(rules), ignoreCase));
      expect({ rules, found }).toEqual({ rules, found: untracked(`core.ignoreCase=${ignoreCase}`) });
    }
  });

  test('in nested files, the innermost of which decides', () => {
    const pick = picker('nested');
    const folders = ['', 'b', 'b/ab', 'build'];
    for (let i = 0; i < 100; i++) {
      const all = folders.map((folder) => ({ folder, rules: randomRules(pick) }));
      for (const { folder, rules } of all) writeRules(folder, rules);
      expect({ all, found: listed() }).toEqual({ all, found: untracked() });
    }
    for (const folder of folders) rmSync(path.join(tree, folder, '.gitignore'));
  });
});

test('a folder that a nested file takes back is searched', () => {
  writeRules('', 'ab\n');
  writeRules('b', '!ab\n');
  expect(listed()).toContain('b/ab/x.py');
  expect(listed()).toEqual(untracked());
});

describe('no rule makes it slow', () => {
  test.each([
    [`${'*a'.repeat(20)}b`, 'a'.repeat(250)],
    [`x/${'**/a/'.repeat(12)}b`, `x/${'a/'.repeat(1000)}c`],
    [`${'*[ab]'.repeat(20)}c`, 'a'.repeat(250)],
  ])('%s', (rule, name) => {
    const rules = readIgnoreRules(Buffer.from(rule), false);
    expect(rules.ignores(path.posix.basename(name), name, 0, false)).toBeUndefined();
  });
});

test.skipIf(process.platform !== 'linux')(
  'a file in a repository whose name is not UTF-8 is opened by its bytes',
  () => {
    const odd = Buffer.concat([Buffer.from(`${repo.root}${path.sep}`), Buffer.from([0x61, 0xff])]);
    writeFileSync(odd, '');
    repo.write('b/é', '');
    const files = [...listFiles(repo.root, true)];
    expect(files).toEqual([
      { kind: 'file', path: 'a\\xff', file: odd },
      { kind: 'file', path: 'b/é', file: path.join(repo.root, 'b', 'é') },
    ]);
  },
);

test.skipIf(process.platform === 'win32')('a folder that git can not open is told', () => {
  const deep = tempRepo();
  onTestFinished(() => void execFileSync('rm', ['-rf', deep.root]));
  const down = `for i in $(seq 17); do mkdir ${'d'.repeat(250)} && cd -P ${'d'.repeat(250)}; done; touch a`;
  execFileSync('sh', ['-c', down], { cwd: deep.root });
  expect([...listFiles(deep.root, true)]).toContainEqual({
    kind: 'problem',
    path: '.',
    message: expect.stringContaining('could not open directory'),
  });
});

test('the folder of a submodule that was not fetched', () => {
  const repo = tempRepo();
  onTestFinished(repo.remove);
  repo.git('commit', '-q', '--allow-empty', '-m', 'first');
  repo.git('update-index', '--add', '--cacheinfo', `160000,${repo.git('rev-parse', 'HEAD')},sub`);
  repo.write('sub/deep/a', 'a\n');
  const listed = [...listFiles(path.join(repo.root, 'sub'), true)];
  expect(listed).toMatchObject([{ kind: 'file', path: 'deep/a' }]);
});

test('an index that was cut off', () => {
  const repo = tempRepo();
  onTestFinished(repo.remove);
  for (const name of ['file1', 'file2', 'file3', 'file4']) repo.write(name, 'x\n');
  repo.git('add', '-A');
  const index = path.join(repo.root, '.git', 'index');
  truncateSync(index, 180);
  expect(() => [...listFiles(repo.root, true)]).toThrow('the index is damaged');
});
