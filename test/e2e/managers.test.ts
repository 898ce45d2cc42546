import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeRepo, type Repo, tokenLine } from '../helpers/repo.ts';
import { findTool } from '../helpers/tools.ts';

/** A repository in which `npx leakgate` is the built one, as after `npm install -D leakgate`. */
function projectRepo(): Repo {
  const repo = makeRepo();
  repo.add('package.json', '{ "name": "project", "private": true }\n');
  repo.add('.gitignore', 'node_modules\n');
  repo.write(
    'node_modules/leakgate/package.json',
    '{ "name": "leakgate", "bin": { "leakgate": "bin.cjs" } }',
  );
  repo.write('node_modules/.bin/x', '');
  const bin = path.join(repo.root, 'node_modules/.bin/leakgate');
  writeFileSync(bin, `#!/bin/sh\nexec '${process.execPath}' '${path.resolve('dist/leakgate.cjs')}' "$@"\n`, {
    mode: 0o755,
  });
  repo.git('commit', '-qm', 'project');
  return repo;
}

function expectGate(repo: Repo): void {
  repo.add('a.txt', 'clean\n');
  const clean = repo.run('git', ['commit', '-qm', 'clean']);
  expect(clean.status, clean.all).toBe(0);
  repo.add('.env', tokenLine());
  const { status, all } = repo.run('git', ['commit', '-m', 'x']);
  expect(all).toContain('the commit is stopped');
  expect(status).toBe(1);
}

const husky = findTool('husky', 'node_modules', 'husky', 'bin.js');
describe.skipIf(husky === undefined || process.platform === 'win32')('husky', () => {
  function huskyRepo(): Repo {
    const repo = projectRepo();
    const { status, all } = repo.run(process.execPath, [husky!]);
    expect(status, all).toBe(0);
    return repo;
  }

  test('with its one-liner', () => {
    const repo = huskyRepo();
    repo.run('sh', ['-c', 'echo "npx leakgate staged --quiet" > .husky/pre-commit']);
    expectGate(repo);
    expect(repo.leakgate(['hook', 'status']).stdout).toContain('through husky');
  });

  test('hook install leaves its folder alone, and says the one-liner', () => {
    const { status, stderr } = huskyRepo().leakgate(['hook', 'install']);
    expect(status).toBe(2);
    expect(stderr).toContain('>> .husky/pre-commit');
  });
});

const lefthook = findTool('lefthook', 'node_modules', 'lefthook', 'bin', 'index.js');
describe.skipIf(lefthook === undefined || process.platform === 'win32')('lefthook', () => {
  function lefthookRepo(config: string): Repo {
    const repo = projectRepo();
    repo.add('lefthook.yml', config);
    const { status, all } = repo.run(process.execPath, [lefthook!, 'install']);
    expect(status, all).toBe(0);
    return repo;
  }
  const withLeakgate = 'pre-commit:\n  jobs:\n    - run: npx leakgate staged --quiet\n';

  test('with its line', () => {
    const repo = lefthookRepo(withLeakgate);
    expectGate(repo);
    expect(repo.leakgate(['hook', 'status']).stdout).toContain('through lefthook');
  });

  test('hook install keeps its hook, and says that it may come back', () => {
    const repo = lefthookRepo('pre-commit:\n  jobs:\n    - run: echo from lefthook\n');
    expect(repo.leakgate(['hook', 'install']).stdout).toContain('lefthook');
    expectGate(repo);
    repo.git('reset', '-q', '--hard');
    repo.add('b.txt', 'clean\n');
    expect(repo.run('git', ['commit', '-m', 'b']).all).toContain('from lefthook');
  });
});
