import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findGitPlaces } from '../../src/git/git-places.ts';
import { diffHeadToIndex } from '../../src/git/head-diff.ts';
import { parseIndexFile } from '../../src/git/index-file.ts';
import { openObjectStore } from '../../src/git/objects/object-store.ts';
import { randomFrom } from './random.ts';
import { commitHistory, folder, type TempRepo, tempRepo, text } from './temp-repo.ts';

const made: TempRepo[] = [];
afterEach(() => {
  for (const repo of made.splice(0)) repo.remove();
});

function newRepo(...init: string[]): TempRepo {
  const repo = tempRepo(...init);
  made.push(repo);
  return repo;
}

/** A repository with one commit of files that sort in tricky ways. */
function committed(...init: string[]): TempRepo {
  const repo = newRepo(...init);
  for (const path of [
    'a',
    'b.txt',
    'b/c/d',
    'b/c.txt',
    'b-c',
    'z/y/x/w',
    'z/y.x',
    'ä/ö',
    'keep/1',
    'keep/2',
  ]) {
    repo.write(path, `${path}\n`);
  }
  repo.git('add', '-A');
  repo.git('commit', '-q', '-m', 'first');
  return repo;
}

/** Lines of `old-mode new-mode old-id new-id path`, sorted, as git has them. */
function changesOfGit(repo: TempRepo, env: NodeJS.ProcessEnv = {}): string[] {
  const args = ['--cached', '--raw', '-z', '--no-renames', '--no-abbrev', '--ignore-submodules=none'];
  const output = repo.raw(['diff-index', ...args, headOf(repo)], { env });
  const fields = output.toString('latin1').split('\0');
  const lines: string[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) lines.push(`${fields[i]!.slice(1, -2)} ${fields[i + 1]}`);
  return lines.sort();
}

/** What the index is compared with: with an unborn HEAD the empty tree. */
function headOf(repo: TempRepo): string {
  try {
    return repo.git('rev-parse', '--verify', '-q', 'HEAD^{commit}');
  } catch {
    return emptyTree(repo);
  }
}

function emptyTree(repo: TempRepo): string {
  return repo.raw(['hash-object', '-t', 'tree', '--stdin'], { input: '' }).toString().trim();
}

function ourChanges(repo: TempRepo, env: NodeJS.ProcessEnv = {}): string[] | undefined {
  const places = findGitPlaces(repo.root, env);
  if (places === undefined) return undefined;
  const store = openObjectStore(places);
  const changes = diffHeadToIndex(places, store, env);
  store.close();
  const octal = (mode: number): string => mode.toString(8).padStart(6, '0');
  return changes
    ?.map(
      (c) => `${octal(c.oldMode)} ${octal(c.newMode)} ${c.oldOid} ${c.newOid} ${c.path.toString('latin1')}`,
    )
    .sort();
}

const shapes: [string, (repo: TempRepo) => void][] = [
  ['nothing staged', () => {}],
  [
    'a new file, a change and a removal',
    (repo) => {
      repo.write('new', 'new\n');
      repo.write('z/y/x/w', 'changed\n');
      repo.git('add', '-A');
      repo.git('rm', '-q', '--cached', 'a');
    },
  ],
  [
    'a rename with a change',
    (repo) => {
      repo.git('mv', 'b/c/d', 'b/c/e');
      repo.write('b/c/e', 'more\n');
      repo.git('add', '-A');
    },
  ],
  [
    'a mode change',
    (repo) => {
      repo.git('update-index', '--chmod=+x', 'a', 'z/y.x');
    },
  ],
  [
    'a file becomes a folder, a folder a file',
    (repo) => {
      rmSync(join(repo.root, 'a'));
      rmSync(join(repo.root, 'b'), { recursive: true });
      repo.write('a/inside', 'x\n');
      repo.write('b', 'x\n');
      repo.git('add', '-A');
    },
  ],
  [
    'a symbolic link',
    (repo) => {
      const id = repo.raw(['hash-object', '-w', '--stdin'], { input: 'a' }).toString().trim();
      repo.git(
        'update-index',
        '--add',
        '--cacheinfo',
        `120000,${id},link`,
        '--cacheinfo',
        `120000,${id},b-c`,
      );
    },
  ],
  [
    'a submodule',
    (repo) => {
      repo.git('update-index', '--add', '--cacheinfo', `160000,${repo.git('rev-parse', 'HEAD')},sub`);
      repo.git('commit', '-q', '-m', 'submodule');
      repo.git('update-index', '--cacheinfo', `160000,${repo.git('rev-parse', 'HEAD')},sub`);
    },
  ],
  [
    'intent to add',
    (repo) => {
      repo.write('later', 'later\n');
      repo.git('add', '-N', 'later');
    },
  ],
  [
    'index version 4 with long paths',
    (repo) => {
      for (let i = 0; i < 300; i++)
        repo.write(`${'long/'.repeat(30)}${i % 7}/${'x'.repeat(i % 90)}${i}`, `${i}\n`);
      repo.git('add', '-A');
      repo.git('update-index', '--index-version', '4');
    },
  ],
  [
    'flags that need index version 3',
    (repo) => {
      repo.git('update-index', '--skip-worktree', 'b.txt');
      repo.git('update-index', '--assume-unchanged', 'a');
      repo.write('b-c', 'changed\n');
      repo.git('add', 'b-c');
    },
  ],
  [
    'untracked cache',
    (repo) => {
      repo.git('update-index', '--untracked-cache');
      repo.git('status');
      repo.write('untracked', 'x\n');
      repo.git('add', '-A');
    },
  ],
  [
    'packed refs and objects',
    (repo) => {
      repo.git('gc', '-q');
      repo.write('keep/1', 'changed\n');
      repo.git('add', '-A');
    },
  ],
  [
    'detached HEAD',
    (repo) => {
      repo.git('checkout', '-q', '--detach');
      repo.write('keep/1', 'changed\n');
      repo.git('add', '-A');
    },
  ],
  ['unborn branch', (repo) => repo.git('checkout', '-q', '--orphan', 'fresh')],
  [
    'a branch that stands for another',
    (repo) => {
      repo.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/main');
      repo.git('symbolic-ref', 'HEAD', 'refs/heads/alias');
      repo.git('rm', '-q', 'a');
    },
  ],
  ['everything removed', (repo) => repo.git('rm', '-q', '-r', '.')],
  ['no index', (repo) => rmSync(join(repo.root, '.git/index'))],
  [
    'a cache tree as git commit writes it',
    (repo) => {
      repo.write('keep/1', 'changed\n');
      repo.git('add', '-A');
      repo.git('write-tree');
    },
  ],
  [
    'a tag as packed ref named like the branch',
    (repo) => {
      repo.git('tag', 'main');
      repo.git('pack-refs', '--all');
      repo.git('rm', '-q', '--cached', 'b-c');
    },
  ],
  [
    'alternates',
    (repo) => {
      repo.git('gc', '-q');
      const origin = committed();
      repo.write('.git/objects/info/alternates', `${join(origin.root, '.git/objects')}\n`);
      repo.write('x', 'x\n');
      repo.git('add', 'x');
    },
  ],
];

test.each(shapes)('lists what git lists: %s', (name, shape) => {
  for (const format of ['sha1', 'sha256']) {
    if (name === 'alternates' && format === 'sha256') continue;
    const repo = committed(`--object-format=${format}`);
    shape(repo);
    expect(ourChanges(repo)).toEqual(changesOfGit(repo));
  }
});

const unusual: [string, (repo: TempRepo) => void][] = [
  [
    'split index',
    (repo) => {
      repo.git('update-index', '--split-index');
      repo.write('new', 'x\n');
      repo.git('add', 'new');
    },
  ],
  ['sparse index', (repo) => repo.git('sparse-checkout', 'set', '--cone', '--sparse-index', 'keep')],
  [
    'unmerged entries',
    (repo) => {
      const id = repo.git('rev-parse', 'HEAD:a');
      repo.raw(['update-index', '--index-info'], { input: `100644 ${id} 1\ta\n100644 ${id} 2\ta\n` });
    },
  ],
  [
    'replace refs',
    (repo) => {
      repo.git('commit', '-q', '--allow-empty', '-m', 'second');
      repo.git('replace', 'HEAD', 'HEAD~1');
    },
  ],
  [
    'packed replace refs',
    (repo) => {
      repo.git('commit', '-q', '--allow-empty', '-m', 'second');
      repo.git('replace', 'HEAD', 'HEAD~1');
      repo.git('pack-refs', '--all');
    },
  ],
  [
    'an extension that we do not know',
    (repo) => {
      repo.git('config', 'core.repositoryFormatVersion', '1');
      repo.git('config', 'extensions.refStorage', 'reftable');
    },
  ],
  [
    'HEAD names a commit that is not there',
    (repo) => repo.write('.git/refs/heads/main', `${'1'.repeat(40)}\n`),
  ],
  ['HEAD is broken', (repo) => repo.write('.git/HEAD', 'ref: ../../elsewhere\n')],
  [
    'a tree is missing',
    (repo) => {
      const tree = repo.git('rev-parse', 'HEAD:z/y');
      repo.write('z/y/x/w', 'changed\n');
      repo.git('add', '-A');
      rmSync(join(repo.root, '.git/objects', tree.slice(0, 2), tree.slice(2)));
    },
  ],
];

test.each(unusual)('leaves it to git: %s', (_name, shape) => {
  const repo = committed();
  shape(repo);
  expect(ourChanges(repo)).toBeUndefined();
});

test.each(['plain', 'sparse'])('a %s index that is out of order, of which git misses entries', (kind) => {
  const repo = committed();
  if (kind === 'sparse') repo.git('sparse-checkout', 'set', '--cone', '--sparse-index', 'keep');
  repo.write('keep/1', 'changed\n');
  repo.git('add', '-A');
  const file = join(repo.root, '.git/index');
  const bytes = readFileSync(file);
  bytes.write('keep/3', bytes.indexOf('keep/1'));
  writeFileSync(file, bytes);
  expect(() => ourChanges(repo)).toThrow('the index is damaged');
});

test('an index that was cut off, which git reads as a shorter one', () => {
  const repo = committed();
  const file = join(repo.root, '.git/index');
  writeFileSync(file, readFileSync(file).subarray(0, 200));
  expect(() => ourChanges(repo)).toThrow('the index is damaged: its checksum is wrong');
});

test('the index of a commit that names files, and of commit -a', () => {
  const repo = committed();
  repo.write('a', 'changed\n');
  repo.write('b-c', 'changed\n');
  repo.write('staged', 'staged\n');
  repo.git('add', 'staged');
  const hook = '#!/bin/sh\nprintf %s "$GIT_INDEX_FILE" > seen\ncp "$GIT_INDEX_FILE" kept\nexit 1\n';
  mkdirSync(join(repo.root, '.git/hooks'), { recursive: true });
  writeFileSync(join(repo.root, '.git/hooks/pre-commit'), hook, { mode: 0o755 });
  for (const args of [['-a'], ['b-c'], []]) {
    expect(() => repo.git('commit', '-m', 'x', ...args)).toThrow();
    const env = { GIT_INDEX_FILE: 'kept' };
    expect(ourChanges(repo, env)).toEqual(changesOfGit(repo, env));
  }
});

test('a linked work tree has an index and a HEAD of its own', () => {
  const repo = committed();
  repo.git('worktree', 'add', '-q', '-b', 'other', 'linked');
  const linked = folder(join(repo.root, 'linked'));
  linked.write('keep/2', 'changed\n');
  linked.git('commit', '-q', '-a', '-m', 'other');
  linked.git('pack-refs', '--all');
  linked.write('keep/2', 'changed again\n');
  linked.git('add', '-A');
  repo.git('rm', '-q', '-r', '--cached', 'z');
  expect(ourChanges(linked)).toEqual(changesOfGit(linked));
  expect(ourChanges(repo)).toEqual(changesOfGit(repo));
});

test('a repository without a commit', () => {
  const repo = newRepo();
  expect(ourChanges(repo)).toEqual([]);
  repo.write('deep/er/file', 'x\n');
  repo.git('add', '-A');
  expect(ourChanges(repo)).toHaveLength(1);
});

test.each([1, 2, 3, 4, 5, 6])('random changes, commits and clean-ups equal git, seed %i', (seed) => {
  const random = randomFrom(seed * 7919);
  const repo = newRepo();
  commitHistory(repo, 2);
  const name = (): string => ['a', 'a.b', 'a-b', 'ab', 'b', 'ü', '-', '0'][random(8)]!;
  for (let step = 0; step < 25; step++) {
    const path = `${Array.from({ length: 1 + random(3) }, name).join('/')}${random(3)}`;
    const id = repo
      .raw(['hash-object', '-w', '--stdin'], { input: text(random(40), 2) })
      .toString()
      .trim();
    const mode = ['100644', '100755', '120000'][random(3)]!;
    const action = random(8);
    if (action < 5) repo.git('update-index', '--add', '--replace', '--cacheinfo', `${mode},${id},${path}`);
    else if (action === 5) repo.git('update-index', '--force-remove', '--', path);
    else if (action === 6) repo.git('commit', '-q', '--allow-empty', '-m', `step ${step}`);
    else repo.git('update-index', '--index-version', `${2 + 2 * random(2)}`);
    expect(ourChanges(repo)).toEqual(changesOfGit(repo));
  }
});

test('damaged index files never crash, hang or invent an index of another size', () => {
  const repo = committed();
  repo.git('write-tree');
  for (const version of ['2', '4']) {
    repo.git('update-index', '--index-version', version);
    const original = readFileSync(join(repo.root, '.git/index'));
    const random = randomFrom(42);
    for (let round = 0; round < 3000; round++) {
      const bytes = Buffer.from(
        original.subarray(0, random(4) === 0 ? random(original.length) : original.length),
      );
      for (let flips = 1 + random(4); flips > 0 && bytes.length > 0; flips--) {
        bytes[random(bytes.length)] = [0, 0xff, 0x80, random(256)][random(4)]!;
      }
      const index = parseIndexFile(bytes, 20);
      for (let i = 0; i < (index?.count ?? 0); i++) {
        expect(index!.pathEnd(i)).toBeGreaterThanOrEqual(index!.pathStart(i));
        expect(index!.pathEnd(i)).toBeLessThanOrEqual(index!.paths.length);
      }
    }
  }
});
