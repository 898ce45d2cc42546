import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder, makeRepo, tokenLine } from '../helpers/repo.ts';

test('says that nothing protects, and how to change that', () => {
  const { status, stdout } = makeRepo().leakgate(['doctor']);
  expect(status).toBe(2);
  expect(stdout).toMatch(/NOT PROTECTED.*leakgate hook install/);
});

test('proves an installed hook', () => {
  const repo = makeRepo();
  repo.leakgate(['hook', 'install']);
  const { status, stdout } = repo.leakgate(['doctor']);
  expect(status, stdout).toBe(0);
  expect(stdout).toContain('proof      a commit with a synthetic secret was stopped by leakgate');
});

test('leaves the repository alone', () => {
  const repo = makeRepo();
  repo.add('a', 'a\n');
  repo.git('commit', '-qm', 'a');
  repo.leakgate(['hook', 'install']);
  const before = repo.git('rev-parse', 'HEAD');
  repo.leakgate(['doctor'], { env: { GIT_DIR: path.join(repo.root, '.git'), GIT_WORK_TREE: repo.root } });
  expect(repo.git('rev-parse', 'HEAD')).toBe(before);
  expect(repo.git('status', '--porcelain')).toBe('');
});

test('names a core.hooksPath that shadows the hook', () => {
  const repo = makeRepo();
  repo.leakgate(['hook', 'install']);
  repo.git('config', 'core.hooksPath', 'elsewhere');
  const { status, stdout } = repo.leakgate(['doctor']);
  expect(status).toBe(2);
  expect(stdout).toMatch(/shadowed: .*\.git.hooks.*core\.hooksPath/);
});

test('names it in a linked work tree too, where .git is a file', () => {
  const repo = makeRepo();
  repo.git('commit', '-q', '--allow-empty', '-m', 'x');
  repo.leakgate(['hook', 'install']);
  repo.git('config', 'core.hooksPath', 'elsewhere');
  repo.git('worktree', 'add', '-q', '../linked');
  const { status, all } = repo.leakgate(['doctor'], { cwd: '../linked' });
  expect(all).toMatch(/shadowed: .*\.git.hooks/);
  expect(status).toBe(2);
});

test('does not take another hook that stops commits for itself', () => {
  const repo = makeRepo();
  const hook = '#!/bin/sh\necho tests failed\nexit 1\n';
  writeFileSync(path.join(repo.root, '.git/hooks/pre-commit'), hook, { mode: 0o755 });
  repo.leakgate(['hook', 'install']);
  const { status, stdout } = repo.leakgate(['doctor']);
  expect(status).toBe(2);
  expect(stdout).toMatch(/NOT PROVED.*tests failed/);
});

test('outside of a repository it proves the global hooks', () => {
  const folder = makeFolder();
  expect(folder.leakgate(['doctor']).status).toBe(2);
  expect(folder.leakgate(['hook', 'install', '--global']).status).toBe(0);
  expect(folder.leakgate(['doctor']).status).toBe(0);
});

test('a signing key or a missing name of the user is no obstacle', () => {
  const repo = makeRepo();
  repo.leakgate(['hook', 'install']);
  repo.git('config', '--global', 'commit.gpgSign', 'true');
  repo.git('config', '--global', '--unset', 'user.name');
  expect(repo.leakgate(['doctor']).status).toBe(0);
});

test('says which rules are off and by whom, and what allows nothing any more', () => {
  const repo = makeRepo();
  repo.leakgate(['hook', 'install']);
  repo.write(
    '.leakgate.yaml',
    'skip: [stripe]\nexclude: [vendor/, docs/]\nallow:\n  - paths: [gone.txt]\n  - paths: [docs/a.md]\n',
  );
  repo.write('docs/a.md', 'a\n');
  repo.write('b.env', tokenLine());
  repo.leakgate(['baseline', '--reason', 'old', '--expires', '2999-01-01']);
  const file = path.join(repo.root, '.leakgateignore');
  writeFileSync(file, readFileSync(file, 'utf8').replace('2999-01-01', '2020-01-01'));
  const { stdout, all } = repo.leakgate(['doctor'], { env: { LEAKGATE_SKIP: 'slack' } });
  const lines = stdout.split('\n').filter((line) => /^(rules off|dead) /.test(line));
  expect(lines, all).toEqual([
    'rules off  LEAKGATE_SKIP skip: slack',
    'rules off  .leakgate.yaml:1 skip: stripe',
    'dead       .leakgate.yaml:2 vendor/: no file has such a path',
    'dead       .leakgate.yaml:4 gone.txt: no file has such a path',
    expect.stringMatching(/^dead {7}\.leakgateignore:\d+ github-pat in b\.env: expired on 2020-01-01$/),
  ]);
});

test('names the engine, and what the cache holds', () => {
  const repo = makeRepo();
  const rules = 'provider: acme\nname: Acme\nremediation: { steps: [Delete it.] }\nrules:\n';
  const rule = `  - { id: acme-token, title: Acme token, severity: high, pattern: 'acme_(?<secret>[a-z0-9]{16})', examples: { exempt: a test } }\n`;
  repo.write('acme.yaml', rules + rule);
  repo.write('.leakgate.yaml', 'rules: [acme.yaml]\n');
  const before = repo.leakgate(['doctor']).stdout;
  expect(before).toMatch(/^engine {5}kernel \w+, own rules on re2(js)?.*; \d+ rules in force$/m);
  expect(repo.leakgate(['doctor']).stdout).toMatch(/own rules, compiled: 1 files, [1-9]\d* KiB/);
});

test('a wrong config is named once the hooks are proved', () => {
  const repo = makeRepo();
  repo.leakgate(['hook', 'install']);
  repo.write('.leakgate.yaml', 'skpi: [a]\n');
  const { status, stdout, stderr } = repo.leakgate(['doctor']);
  expect(status).toBe(2);
  expect(stdout).toContain('was stopped by leakgate');
  expect(stderr).toContain('.leakgate.yaml:1:7: skpi');
});
