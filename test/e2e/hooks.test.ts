import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderAt, makeRepo, makeToken, type Repo, tokenLine } from '../helpers/repo.ts';

function install(repo: Repo, ...flags: string[]): string {
  const { status, all } = repo.leakgate(['hook', 'install', ...flags]);
  expect(status, all).toBe(0);
  return all;
}

function protectedRepo(): Repo {
  const repo = makeRepo();
  repo.add('README.md', 'hello\n');
  repo.git('commit', '-qm', 'first');
  install(repo);
  return repo;
}

const commits = (repo: Repo) => Number(repo.git('rev-list', '--count', '--all'));

/** Runs git, which must be stopped by leakgate; nothing may be committed. */
function expectStopped(repo: Repo, args: readonly string[], options?: Parameters<Repo['run']>[2]): string {
  const had = commits(repo);
  const { status, all } = repo.run('git', args, options);
  expect({ status, all }).toMatchObject({ status: 1, all: expect.stringContaining('the commit is stopped') });
  expect(commits(repo)).toBe(had);
  return all;
}

describe('git commit with the hook', () => {
  test('is stopped by a token, which it does not print', () => {
    const repo = protectedRepo();
    const token = makeToken();
    repo.add('.env', tokenLine(token));
    const all = expectStopped(repo, ['commit', '-m', 'x']);
    expect(all).toContain('.env:1:14');
    expect(all).not.toContain(token);
    expect(repo.git('diff', '--cached', '--name-only')).toBe('.env');
  });

  test('says nothing about a clean commit', () => {
    const repo = protectedRepo();
    repo.add('a.txt', 'nothing\n');
    expect(repo.run('git', ['commit', '-qm', 'x'])).toMatchObject({ status: 0, all: '' });
    expect(commits(repo)).toBe(2);
  });

  test('the first commit is checked too', () => {
    const repo = makeRepo();
    install(repo);
    repo.add('.env', tokenLine());
    expect(repo.run('git', ['commit', '-m', 'x']).status).toBe(1);
  });

  test('-a: what is not staged yet', () => {
    const repo = protectedRepo();
    repo.write('README.md', `hello\n${tokenLine()}`);
    expectStopped(repo, ['commit', '-am', 'x']);
    expect(repo.git('status', '--porcelain')).toBe('M README.md');
  });

  test('a named file, with another one staged', () => {
    const repo = protectedRepo();
    repo.write('README.md', tokenLine());
    repo.add('other.txt', 'clean\n');
    expectStopped(repo, ['commit', '-m', 'x', 'README.md']);
    expect(repo.run('git', ['commit', '-qm', 'x', 'other.txt'])).toMatchObject({ status: 0 });
  });

  test('-p: only the hunks that were chosen count', () => {
    const repo = protectedRepo();
    const lines = Array.from({ length: 30 }, (_, i) => `line ${i}\n`);
    repo.add('long.txt', lines.join(''));
    repo.git('commit', '-qm', 'long');
    repo.write('long.txt', ['clean\n', ...lines, tokenLine()].join(''));
    expectStopped(repo, ['commit', '-p', '-m', 'x'], { input: 'n\ny\n' });
    expect(repo.run('git', ['commit', '-q', '-p', '-m', 'x'], { input: 'y\nn\n' }).status).toBe(0);
    expect(repo.git('show', 'HEAD:long.txt').startsWith('clean')).toBe(true);
  });

  test('from a subfolder', () => {
    const repo = protectedRepo();
    repo.add('sub/folder/.env', tokenLine());
    expect(expectStopped(repo, ['commit', '-m', 'x'], { cwd: 'sub/folder' })).toContain(
      'sub/folder/.env:1:14',
    );
  });

  test('from outside, with GIT_DIR and GIT_WORK_TREE', () => {
    const repo = protectedRepo();
    repo.add('.env', tokenLine());
    const env = { GIT_DIR: path.join(repo.root, '.git'), GIT_WORK_TREE: repo.root };
    expectStopped(repo, ['commit', '-m', 'x'], { cwd: '..', env });
  });

  test('with an index of its own', () => {
    const repo = protectedRepo();
    const env = { GIT_INDEX_FILE: path.join(repo.home, 'other-index') };
    repo.write('.env', tokenLine());
    repo.run('git', ['read-tree', 'HEAD'], { env });
    repo.run('git', ['add', '.env'], { env });
    expectStopped(repo, ['commit', '-m', 'x'], { env });
    expect(repo.run('git', ['commit', '-qm', 'x', '--allow-empty']).status).toBe(0);
  });

  test('--amend', () => {
    const repo = protectedRepo();
    repo.add('.env', tokenLine());
    expectStopped(repo, ['commit', '--amend', '-m', 'x']);
  });

  test('a merge that brings a token in while resolving', () => {
    const repo = protectedRepo();
    repo.git('checkout', '-qb', 'side');
    repo.add('README.md', 'side\n');
    repo.git('commit', '-qm', 'side');
    repo.git('checkout', '-q', 'main');
    repo.add('README.md', 'main\n');
    repo.git('commit', '-qm', 'main');
    repo.run('git', ['merge', 'side']);
    repo.add('README.md', tokenLine());
    expectStopped(repo, ['commit', '-m', 'merged']);
  });

  test('in a linked work tree', () => {
    const repo = protectedRepo();
    repo.git('worktree', 'add', '-q', '../linked');
    const linked = folderAt(path.join(repo.root, '../linked'), repo.home);
    linked.add('.env', tokenLine());
    expectStopped(linked, ['commit', '-m', 'x']);
    expect(linked.leakgate(['hook', 'status']).stdout).toMatch(/pre-commit +installed/);
  });

  test('in a submodule', () => {
    const outer = makeRepo();
    const inner = makeRepo();
    inner.add('a', 'a\n');
    inner.git('commit', '-qm', 'a');
    outer.git('submodule', '--quiet', 'add', inner.root, 'inner');
    const module = folderAt(path.join(outer.root, 'inner'), outer.home);
    install(module);
    module.add('.env', tokenLine());
    expectStopped(module, ['commit', '-m', 'x']);
    expect(existsSync(path.join(outer.root, '.git/hooks/pre-commit'))).toBe(false);
  });

  test('with a core.hooksPath of the repository, relative', () => {
    const repo = makeRepo();
    repo.git('config', 'core.hooksPath', 'my hooks');
    repo.write('sub/x', '');
    expect(repo.leakgate(['hook', 'install'], { cwd: 'sub' }).status).toBe(0);
    repo.add('.env', tokenLine());
    expect(repo.run('git', ['commit', '-m', 'x']).status).toBe(1);
    expect(repo.leakgate(['hook', 'remove']).status).toBe(0);
    expect(existsSync(path.join(repo.root, 'my hooks'))).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('hooks that are switched off by core.hooksPath', () => {
  test.each([
    ['/dev/null', 'is no folder'],
    ['file', 'is no folder'],
    ['', 'is empty, and so git runs no hooks'],
  ])('%j is said, and is no bug', (value, message) => {
    const repo = makeRepo();
    repo.write('file', 'x\n');
    repo.git('config', 'core.hooksPath', value);
    expect(repo.leakgate(['hook', 'install'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(message),
    });
    const status = repo.leakgate(['hook', 'status']);
    expect(status).toMatchObject({ status: 0, stdout: expect.stringContaining('pre-commit  not installed') });
    expect(repo.leakgate(['hook', 'remove']).status).toBe(0);
    expect(repo.leakgate(['doctor'])).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('NOT PROTECTED'),
    });
  });

  test('a folder in the place of a hook is said', () => {
    const repo = makeRepo();
    mkdirSync(path.join(repo.root, '.git/hooks/pre-commit'), { recursive: true });
    for (const action of ['status', 'install'])
      expect(repo.leakgate(['hook', action])).toMatchObject({
        status: 2,
        stderr: expect.stringContaining("pre-commit: can't be read (EISDIR)"),
      });
  });
});

describe('what gets past the commit', () => {
  test('a token in the message stops the commit', () => {
    const repo = protectedRepo();
    repo.add('a', 'a\n');
    const token = makeToken();
    const all = expectStopped(repo, ['commit', '-m', `clean\n\n${tokenLine(token)}`]);
    expect(all).not.toContain(token);
  });

  test('a token that was committed past the hook stops the push, after the hook that was there', () => {
    const repo = makeRepo();
    const old = '#!/bin/sh\necho "old hook: $*"\ncat\n';
    writeFileSync(path.join(repo.root, '.git/hooks/pre-push'), old, { mode: 0o755 });
    install(repo);
    repo.git('init', '-q', '--bare', '../remote');
    repo.add('a', 'a\n');
    repo.git('commit', '-qm', 'clean');
    const push = ['push', '../remote', 'HEAD:refs/heads/x'];
    const clean = repo.run('git', push);
    expect(clean.status, clean.all).toBe(0);
    expect(clean.all).toMatch(
      /old hook: \.\.\/remote \.\.\/remote\nHEAD [0-9a-f]{40} refs\/heads\/x 0{40}\n/,
    );
    repo.add('.env', tokenLine());
    repo.git('commit', '-qnm', 'past the hook');
    const stopped = repo.run('git', push);
    expect(stopped.status).toBe(1);
    expect(stopped.all).toContain('the push is stopped');
    expect(repo.git('--git-dir=../remote', 'rev-list', '--count', 'x')).toBe('1');
  });

  test('a remote that nothing is known of is said where that stops the push', () => {
    const repo = makeRepo();
    repo.add('.env', tokenLine());
    repo.git('commit', '-qm', 'before leakgate');
    for (const name of ['origin', 'fork']) {
      repo.git('init', '-q', '--bare', `../${name}`);
      repo.git('remote', 'add', name, `../${name}`);
      repo.git('push', '-q', name, 'HEAD');
    }
    repo.git('update-ref', '-d', 'refs/remotes/fork/main');
    install(repo);
    repo.add('a', 'a\n');
    repo.git('commit', '-qm', 'clean');
    const push = ['push', 'fork', 'HEAD:refs/heads/x'];
    expect(repo.run('git', push)).toMatchObject({
      status: 1,
      all: expect.stringContaining('help: git fetch REMOTE'),
    });
    repo.git('fetch', '-q', 'fork');
    const known = repo.run('git', push);
    expect(known.status, known.all).toBe(0);
  });
});

describe('a remote that is fetched from one place and pushed to another', () => {
  const ways: [string, (repo: Repo) => void][] = [
    ['pushurl', (repo) => repo.git('config', 'remote.origin.pushurl', '../public')],
    ['a second url', (repo) => repo.git('config', '--add', 'remote.origin.url', '../public')],
    ['pushInsteadOf', (repo) => repo.git('config', 'url.../public.pushInsteadOf', '../private')],
  ];
  test.each(ways)('%s: what only the one has is new to the other', (_name, set) => {
    const repo = makeRepo();
    for (const name of ['private', 'public']) repo.git('init', '-q', '--bare', `../${name}`);
    repo.git('remote', 'add', 'origin', '../private');
    repo.add('.env', tokenLine());
    repo.git('commit', '-qm', 'a token');
    repo.git('push', '-q', 'origin', 'HEAD');
    set(repo);
    install(repo);
    repo.add('a', 'a\n');
    repo.git('commit', '-qm', 'clean');
    const stopped = repo.run('git', ['push', 'origin', 'HEAD:refs/heads/x']);
    expect(stopped).toMatchObject({ status: 1, all: expect.stringContaining('needs a remote of its own') });
    expect(repo.git('--git-dir=../public', 'for-each-ref')).toBe('');
  });

  test('one repository by two protocols is one', () => {
    const repo = makeRepo();
    repo.git('init', '-q', '--bare', '../remote.git');
    repo.git('remote', 'add', 'origin', path.resolve(repo.root, '../remote'));
    repo.add('.env', tokenLine());
    repo.git('commit', '-qm', 'before leakgate');
    repo.git('push', '-q', 'origin', 'HEAD');
    repo.git(
      'config',
      'remote.origin.pushurl',
      `file://${path.resolve(repo.root, '../remote.git').replaceAll('\\', '/')}`,
    );
    install(repo);
    repo.add('a', 'a\n');
    repo.git('commit', '-qm', 'clean');
    const push = repo.run('git', ['push', 'origin', 'HEAD:refs/heads/x']);
    expect(push.status, push.all).toBe(0);
  });
});

describe('a hook that is there', () => {
  const oldHook = `#!/bin/sh\necho "old hook: $*"\nexit \${STATUS:-0}\n`;

  test('runs first, and its status ends the commit', () => {
    const repo = makeRepo();
    const file = path.join(repo.root, '.git/hooks/pre-commit');
    writeFileSync(file, oldHook, { mode: 0o755 });
    install(repo);
    repo.add('.env', tokenLine());
    const stopped = repo.run('git', ['commit', '-m', 'x']);
    expect(stopped.all).toMatch(/old hook: \n[\s\S]*the commit is stopped/);
    const env = { STATUS: '7' };
    const { all } = repo.run('git', ['commit', '-m', 'x'], { env });
    expect(all).toContain('old hook');
    expect(all).not.toContain('leakgate');
    expect(repo.run('sh', [file], { env }).status).toBe(7);
  });

  test('in another language', () => {
    const repo = makeRepo();
    const file = path.join(repo.root, '.git/hooks/pre-commit');
    writeFileSync(file, `#!${process.execPath}\nconsole.log('from node');\n`, { mode: 0o755 });
    install(repo);
    repo.add('a', 'a\n');
    expect(repo.run('git', ['commit', '-qm', 'x'])).toMatchObject({ status: 0, all: 'from node\n' });
    repo.leakgate(['hook', 'remove']);
    expect(readFileSync(file, 'utf8')).toContain('from node');
  });

  test.skipIf(process.platform === 'win32')('and that git skips, stays skipped', () => {
    const repo = makeRepo();
    writeFileSync(path.join(repo.root, '.git/hooks/pre-commit'), oldHook, { mode: 0o644 });
    install(repo);
    repo.add('a', 'a\n');
    expect(repo.run('git', ['commit', '-qm', 'x'])).toMatchObject({ status: 0, all: '' });
  });
});

describe.skipIf(process.platform === 'win32')('without what it needs, the hook stops the commit', () => {
  function brokenHook(change: (text: string) => string): Repo {
    const repo = protectedRepo();
    const file = path.join(repo.root, '.git/hooks/pre-commit');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    repo.add('a', 'a\n');
    return repo;
  }
  const bare = { PATH: '/usr/bin:/bin' };
  const gitOnly = (repo: Repo) => {
    const folder = path.join(repo.home, 'bin');
    repo.write('../home/bin/x', '');
    for (const name of ['git', 'sh', 'cat']) {
      const found = repo.run('sh', ['-c', `command -v ${name}`]).stdout.trim();
      writeFileSync(path.join(folder, name), `#!/bin/sh\nexec ${found} "$@"\n`);
      chmodSync(path.join(folder, name), 0o755);
    }
    return { PATH: folder };
  };

  test('a PATH without node, as GUI clients have, is enough', () => {
    const repo = protectedRepo();
    repo.add('.env', tokenLine());
    expect(repo.run('git', ['commit', '-m', 'x'], { env: gitOnly(repo) }).all).toContain('1 secret found');
  });

  test('node elsewhere: the one in PATH is taken', () => {
    const repo = brokenHook((text) => text.replace(/^node=.*$/m, "node='/gone/node'"));
    expect(repo.run('git', ['commit', '-qm', 'x']).status).toBe(0);
  });

  test('no node at all', () => {
    const repo = brokenHook((text) => text.replace(/^node=.*$/m, "node='/gone/node'"));
    const { status, all } = repo.run('git', ['commit', '-qm', 'x'], { env: gitOnly(repo) });
    expect(status).toBe(1);
    expect(all).toContain('node is neither at /gone/node nor in PATH');
  });

  test('leakgate gone', () => {
    const repo = brokenHook((text) => text.replace(/^leakgate=.*$/m, "leakgate='/gone/leakgate.cjs'"));
    const { status, all } = repo.run('git', ['commit', '-qm', 'x'], { env: bare });
    expect(status).toBe(1);
    expect(all).toContain('neither at /gone/leakgate.cjs nor in PATH');
    expect(repo.leakgate(['hook', 'status']).stdout).toMatch(/pre-commit +broken/);
  });
});

describe.skipIf(process.platform === 'win32')('the git that works while node starts', () => {
  /** Runs the hook with a program in the place of that git; other calls of git are git's. */
  function runWith(command: string, program: string) {
    const repo = protectedRepo();
    repo.add('.env', tokenLine());
    const git = repo.run('sh', ['-c', 'command -v git']).stdout.trim();
    const folder = path.join(repo.home, 'bin');
    mkdirSync(folder);
    const text = `#!/bin/sh\ncase "$*" in *${command}*) ${program} ;; *) exec ${git} "$@" ;; esac\n`;
    writeFileSync(path.join(folder, 'git'), text, { mode: 0o755 });
    return repo.run('/bin/sh', ['.git/hooks/pre-commit'], {
      env: { PATH: `${folder}:${process.env.PATH}` },
    });
  }

  const failures = [
    ['is not there', 'exit 127'],
    ['fails', 'echo "fatal: no" >&2; exit 128'],
    ['says nothing', 'exit 0'],
    ['breaks off', "printf ':000000 100644 0000'; exit 1"],
    ['dies', 'kill -9 $$'],
    ['prints something else', 'echo usage'],
    ['lists nothing', 'echo end'],
    ['lists another index', `printf ':000000 100644 ${'0'.repeat(40)} ${'a1'.repeat(20)} A\\0a\\0'`],
  ];
  test.each(
    ['diff-index', '--buffer'].flatMap((command) => failures.map((failure) => [command, ...failure])),
  )('%s %s: leakgate reads the index itself', (command, _, program) => {
    expect(runWith(command!, program!)).toMatchObject({
      status: 1,
      all: expect.stringContaining('.env:1:14'),
    });
  });
});

describe('--global', () => {
  test('protects every repository, and runs its own hooks too', () => {
    const repo = makeRepo();
    install(repo, '--global');
    const other = folderAt(path.join(repo.root, '../other'), repo.home);
    repo.git('init', '-q', '../other');
    for (const name of ['pre-commit', 'post-commit']) {
      writeFileSync(path.join(other.root, '.git/hooks', name), `#!/bin/sh\necho own ${name}\n`, {
        mode: 0o755,
      });
    }
    other.add('a', 'a\n');
    expect(other.run('git', ['commit', '-qm', 'x'])).toMatchObject({
      status: 0,
      all: 'own pre-commit\nown post-commit\n',
    });
    other.add('.env', tokenLine());
    expect(other.run('git', ['commit', '-qm', 'x']).status).toBe(1);
  });

  test('is undone by what install says, and not by removing the hooks of one repository', () => {
    const repo = makeRepo();
    const said = install(repo, '--global');
    const folder = repo.git('config', '--global', 'core.hooksPath');
    const one = repo.leakgate(['hook', 'remove']);
    expect(one).toMatchObject({ status: 2, stderr: expect.stringContaining('hook remove --global') });
    expect(readdirSync(folder)).toContain('pre-commit');
    const undo = /Undo: leakgate ([\w -]+)\./.exec(said)![1]!;
    expect(repo.leakgate(undo.split(' ')).status).toBe(0);
    expect(existsSync(folder)).toBe(false);
    expect(repo.run('git', ['config', '--global', 'core.hooksPath']).status).toBe(1);
  });

  test("goes into the user's own folder when there is one", () => {
    const repo = makeRepo();
    const folder = path.join(repo.home, 'my-hooks');
    repo.git('config', '--global', 'core.hooksPath', '~/my-hooks');
    const { status, stderr } = repo.leakgate(['hook', 'install']);
    expect(status).toBe(2);
    expect(stderr).toContain('--global');
    install(repo, '--global');
    repo.add('.env', tokenLine());
    expect(repo.run('git', ['commit', '-m', 'x']).status).toBe(1);
    repo.leakgate(['hook', 'remove', '--global']);
    expect(existsSync(folder)).toBe(false);
    expect(repo.git('config', '--global', 'core.hooksPath')).toBe('~/my-hooks');
  });
});

test.each([
  [['hook'], 'say what to do'],
  [['hook', 'instal'], 'did you mean hook install?'],
  [['hook', 'install', '--hooks', 'pre-comit'], 'did you mean pre-commit?'],
  [['hook', 'run', 'precommit'], 'did you mean pre-commit?'],
])('%j is an error with a way out', (args, text) => {
  const repo = makeRepo();
  const { status, stderr } = repo.leakgate(args);
  expect(status).toBe(2);
  expect(stderr).toContain(text);
});
