import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder, makeRepo } from '../helpers/repo.ts';

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
