import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, existsSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { leakgateFile, makeFolder, makeRepo, makeToken, type Repo, tokenLine } from '../helpers/repo.ts';

const isWindows = process.platform === 'win32';

describe('what can not be scanned is an error with a way out', () => {
  test.each(['staged', 'diff', 'history'])('no repository for %s', (command) => {
    const { status, stderr } = makeFolder().leakgate([command]);
    expect(status).toBe(3);
    expect(stderr).toContain('not a git repository');
    expect(stderr).toContain('leakgate dir');
  });

  test.each([
    [['--staged'], 'staged'],
    [['staged', '--ofline'], 'did you mean --offline?'],
    [['stagd'], 'did you mean staged?'],
    [['dir', '--format', 'jsn'], 'unknown format jsn'],
    [['staged', '--block-on', 'alive'], 'live'],
    [['staged', '--max-file-size', 'big'], '500k'],
  ])('%j', (args, text) => {
    const { status, stdout, stderr } = makeRepo().leakgate(args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(text);
  });

  test('a file that is not there', () => {
    const { status, all } = makeFolder().leakgate(['dir', 'gone.txt']);
    expect(status).toBe(3);
    expect(all).toContain('gone.txt');
  });

  test.skipIf(isWindows)('a file that may not be read', (context) => {
    const folder = makeFolder();
    folder.write('closed.txt', 'x');
    chmodSync(path.join(folder.root, 'closed.txt'), 0);
    for (const open of [folder.root, path.dirname(folder.root)]) chmodSync(open, 0o755);
    const options = { cwd: folder.root, env: folder.env, encoding: 'utf8' as const };
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const run = (...args: string[]) => spawnSync(process.execPath, args, { ...options, ...nobody });
    if (run(leakgateFile, '--version').status !== 0) context.skip('another user can not reach this checkout');
    const { status, stdout } = run(leakgateFile, 'dir');
    expect(stdout).toContain('closed.txt');
    expect(status).toBe(3);
  });

  test('a staged object that is gone', () => {
    const repo = makeRepo();
    repo.add('a.txt', 'some content\n');
    const id = repo.git('rev-parse', ':a.txt');
    const file = path.join(repo.root, '.git/objects', id.slice(0, 2), id.slice(2));
    chmodSync(file, 0o644);
    writeFileSync(file, 'damaged');
    const { status } = repo.leakgate(['staged']);
    expect(status).toBe(3);
  });

  test('a finding beats a problem', () => {
    const folder = makeFolder();
    folder.write('a.env', tokenLine());
    expect(folder.leakgate(['dir', 'a.env', 'gone.txt']).status).toBe(1);
  });
});

test.each([
  ['--skip', '*'],
  ['--only', 'aws', '--skip', 'aws'],
])('%s %s leaves no rule, which is not clean', (...flags) => {
  const { status, stderr } = makeFolder().leakgate(['dir', ...flags]);
  expect(status).toBe(2);
  expect(stderr).toContain('no rule is left');
});

test.each([
  [
    ['--only', 'github,aws-acess-key-id'],
    /--only: .* aws-acess-key-id\nhelp: did you mean aws-access-key-id\?/,
  ],
  [['--skip', 'strip?-x*'], /--skip: no rule or provider is named strip\?-x\*/],
  [['--skip-verify', 'git-hub'], /--skip-verify: no provider is named git-hub\nhelp: did you mean github\?/],
  [['--endpoint', 'gitlb=https://a.example'], /--endpoint: .* gitlb\nhelp: did you mean gitlab\?/],
  [['--endpoint', 'gitlab=ftp://a.example'], /--endpoint: write provider=URL, with https/],
])('%j is refused, since it would not be heard', (flags, message) => {
  const { status, stderr } = makeFolder().leakgate(['dir', ...flags]);
  expect(stderr).toMatch(message);
  expect(status).toBe(2);
});

test('names of own rules, providers, globs and protocols are known ones', () => {
  const folder = makeFolder();
  const names = ['--only', 'github, aws*', '--skip-verify', 'slack'];
  const endpoints = ['--endpoint', 'postgres=postgres://localhost', '--endpoint', 'gitlab=https://a.example'];
  expect(folder.leakgate(['dir', ...names, ...endpoints]).all).toMatch(/^dir: read/);
  const env = { LEAKGATE_SKIP: 'slak' };
  expect(folder.leakgate(['rules', 'list'], { env })).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('LEAKGATE_SKIP: no rule or provider is named slak'),
  });
});

test('a config of another encoding is refused', () => {
  const folder = makeFolder();
  folder.write('.leakgate.yaml', Buffer.from('exclude: ["b\xfccher/"]\n', 'latin1'));
  expect(folder.leakgate(['dir'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('.leakgate.yaml: not UTF-8'),
  });
});

test('what can be fetched is said to be, and nothing else', () => {
  const repo = makeRepo();
  repo.git('commit', '-q', '--allow-empty', '-m', 'x');
  const said = (range: string) => repo.leakgate(['diff', range]);
  expect(said('topic/a..HEAD')).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('help: git fetch origin topic/a\n'),
  });
  expect(said('HEAD~9..HEAD')).toMatchObject({ status: 3, stderr: expect.not.stringContaining('help') });
});

test('a repository that git does not trust is not called none', () => {
  const repo = makeRepo();
  const env = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
  expect(repo.leakgate(['audit'], { env })).toMatchObject({
    status: 3,
    stderr: expect.stringMatching(/dubious ownership.*\nhelp: git config --global --add safe.directory/),
  });
});

test('a folder is listed by its own repository, not by that of the hook around it', () => {
  const repo = makeRepo();
  repo.write('.gitignore', '*.env\n');
  repo.write('sub/a.env', tokenLine());
  repo.git('add', '-f', 'sub/a.env');
  const gitDir = path.join(repo.root, '.git');
  const env = { GIT_DIR: gitDir, GIT_INDEX_FILE: path.join(gitDir, 'index') };
  const { status, stdout } = repo.leakgate(['dir', 'sub'], { env });
  expect(stdout).toContain('sub/a.env:1:14');
  expect(stdout).not.toContain('skipped');
  expect(status).toBe(1);
});

test('GIT_DIR and GIT_WORK_TREE are relative to where leakgate is started', () => {
  const repo = makeRepo();
  repo.add('sub/a.env', tokenLine());
  const env = { GIT_DIR: '../.git', GIT_WORK_TREE: '..' };
  for (const command of ['staged', 'audit'])
    expect(repo.leakgate([command], { cwd: 'sub', env })).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('sub/a.env:1:14'),
    });
});

test.skipIf(isWindows)('what can not be written to is said, and is no bug', () => {
  const folder = makeFolder();
  folder.write('a.env', tokenLine());
  symlinkSync('loop', path.join(folder.root, 'loop'));
  const loop = folder.leakgate(['dir', '-o', 'json=loop']);
  expect(loop).toMatchObject({ status: 2, stderr: expect.stringContaining("can't be written (ELOOP)") });
  const name = 'x'.repeat(300);
  expect(folder.leakgate(['dir', '-o', `json=${name}`]).status).toBe(2);
});

test.skipIf(!existsSync('/dev/zero'))('a device is not read as a file of rules or of entries', () => {
  const folder = makeFolder();
  folder.write('.leakgate.yaml', "rules: ['/dev/zero']\n");
  const refused = { status: 2, stderr: expect.stringContaining('not a plain file') };
  expect(folder.leakgate(['dir'])).toMatchObject(refused);
  const flags = ['--no-repo-config', '--ignore-file', '/dev/zero'];
  expect(folder.leakgate(['dir', ...flags])).toMatchObject(refused);
});

test.skipIf(!existsSync('/dev/full'))('a full disk is said, and is no bug', () => {
  const folder = makeFolder();
  folder.write('a.env', tokenLine());
  const shell = (line: string) =>
    folder.run('sh', ['-c', `"$@" ${line}`, 'sh', process.execPath, leakgateFile, 'dir']);
  const { status, stderr } = shell('>/dev/full');
  expect(status).toBe(2);
  expect(stderr).toBe("leakgate: standard output can't be written to (ENOSPC)\n");
  expect(shell('--nope 2>/dev/full').status).toBe(2);
});

test.skipIf(isWindows)('a folder as standard input is not clean', () => {
  const { status, all } = makeFolder().run('sh', [
    '-c',
    '"$0" "$@" < .',
    process.execPath,
    leakgateFile,
    'stdin',
  ]);
  expect(all).toContain('standard input is a folder');
  expect(status).toBe(3);
});

test.skipIf(isWindows)('a folder that is gone under it is no finding', () => {
  const line = 'mkdir gone && cd gone && rmdir ../gone && exec "$0" "$@"';
  const { status, all } = makeFolder().run('sh', ['-c', line, process.execPath, leakgateFile, 'dir']);
  expect(all).toMatch(/^leakgate: it can't start: .*uv_cwd\n$/);
  expect(status).toBe(2);
});

describe.skipIf(process.platform !== 'linux')('a machine that gives little', () => {
  const limited = (limit: string, command: string) => {
    const repo = makeRepo();
    repo.add('a.env', tokenLine());
    repo.git('commit', '-qm', 'a');
    return repo.run('sh', [
      '-c',
      `ulimit ${limit} && exec "$0" "$@"`,
      process.execPath,
      leakgateFile,
      command,
    ]);
  };

  test.each([24, 28, 30, 31, 32, 33, 34])('%d open files: all is found, or it is said', (count) => {
    const { status, all } = limited(`-n ${count}`, 'audit');
    expect(all).toContain(status === 1 ? 'github-pat' : 'failed: spawn');
    expect([1, 3]).toContain(status);
  });

  test.each(['audit', 'dir'])('2 GB of addresses, which WebAssembly wants more of: %s', (command) => {
    const { status, all } = limited('-v 2000000', command);
    expect(all).toContain('github-pat');
    expect(status).toBe(1);
  });
});

describe('a broken file is named by line and column', () => {
  const rule = (line: string) =>
    `provider: acme\nname: Acme\nremediation:\n  steps: [Delete it.]\nrules:\n  - id: acme-key\n    title: Acme key\n    severity: high\n${line}\n    examples: { match: ["acme_1234"], ignore: ["x"] }\n`;

  test.each([
    [
      'a key that is no key',
      rule("    patern: 'acme_(?<secret>[0-9]{4})'"),
      /own\.yaml:9:\d+: .*patern[\s\S]*did you mean pattern\?/,
    ],
    ['not YAML', 'provider: [\n', /own\.yaml:\d+:\d+: /],
    [
      'a pattern that is none',
      rule("    pattern: 'acme_(?<secret>[0-9]{4}'"),
      /own\.yaml:9:\d+: acme-key: pattern: /,
    ],
    [
      'a pattern that RE2 has not',
      rule("    pattern: '(?=acme_)(?<secret>[0-9]{4})'"),
      /own\.yaml:9:\d+: acme-key: pattern/,
    ],
    [
      'a reject that is none',
      rule("    pattern: 'acme_(?<secret>[0-9]{4})'\n    reject: '(x'"),
      /own\.yaml:10:\d+: acme-key: reject: /,
    ],
    [
      'a reject of the file that is none',
      `reject: '(x'\n${rule("    pattern: 'acme_(?<secret>[0-9]{4})'")}`,
      /own\.yaml:1:\d+: acme-key: reject: /,
    ],
  ])('rules: %s', (_, text, message) => {
    const folder = makeFolder();
    folder.write('own.yaml', text);
    for (const args of [
      ['dir', '--rules', 'own.yaml'],
      ['rules', 'test', 'own.yaml'],
    ]) {
      const { status, stderr } = folder.leakgate(args);
      expect(stderr).toMatch(message);
      expect(status).toBe(2);
    }
  });

  test("rules: a file's reject drops what a rule's own does not", () => {
    const folder = makeFolder();
    const text = rule("    pattern: 'acme_(?<secret>[0-9]{4})'\n    reject: '^00'");
    folder.write('own.yaml', `reject: '99$'\n${text}`);
    folder.write('a.txt', 'acme_0012\nacme_1299\nacme_1234\n');
    const { stdout } = folder.leakgate([
      'dir',
      'a.txt',
      '--rules',
      'own.yaml',
      '--only',
      'acme',
      '-f',
      'json',
    ]);
    expect(JSON.parse(stdout).findings).toMatchObject([{ startLine: 3 }]);
  });

  test.each([
    ['a key that is no key', 'exlude: [a]\n', /\.leakgate\.yaml:1:\d+: .*exlude[\s\S]*exclude/],
    ['a value of the wrong kind', 'exclude: 3\n', /\.leakgate\.yaml:1:\d+: /],
    ['not YAML', 'exclude: [\n', /\.leakgate\.yaml:\d+:\d+: /],
  ])('config: %s', (_, text, message) => {
    const repo = makeRepo();
    repo.write('.leakgate.yaml', text);
    const { status, stderr } = repo.leakgate(['staged']);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});

describe('hostile file names', () => {
  const names: Readonly<Record<string, string>> = {
    'a newline': 'two\nlines.env',
    'an escape sequence': 'red\u001b[31m\u001b]0;title\u0007.env',
    'a leading dash': '--offline.env',
    'text turned around': 'a\u202Egnp.env',
    quotes: `it's "x" $(touch owned) \`y\`.env`,
    'glob characters': '[a]*?{b,c}!.env',
    'a colon and a space': ':(top) b.env',
  };

  test.skipIf(isWindows).each(Object.entries(names))('%s', (_, name) => {
    const repo = makeRepo();
    const token = makeToken();
    repo.add(name, tokenLine(token));
    for (const args of [['staged'], ['staged', '--', name], ['dir'], ['dir', '--', name]]) {
      const { status, all } = repo.leakgate(args);
      expect(status, `${args}: ${all}`).toBe(1);
      expect(all.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(all).toContain('1 secret found');
      expect(all).not.toContain(token);
    }
    const json = JSON.parse(repo.leakgate(['staged', '-f', 'json']).stdout);
    expect(json.findings[0].file).toBe(name);
  });

  test.skipIf(process.platform !== 'linux')('bytes that are not UTF-8', () => {
    const repo = makeRepo();
    const name = Buffer.from([0x61, 0xff, 0xfe, 0x2e, 0x65, 0x6e, 0x76]);
    writeFileSync(Buffer.concat([Buffer.from(`${repo.root}/`), name]), tokenLine());
    repo.git('add', '-A');
    for (const command of ['staged', 'dir']) {
      const { status, all } = repo.leakgate([command]);
      expect({ status, all }).toMatchObject({ status: 1, all: expect.stringContaining('a\\xff\\xfe.env:1') });
    }
  });
});

describe('an output that goes away', () => {
  function many(): Repo {
    const folder = makeFolder();
    folder.write('a.env', Array.from({ length: 3000 }, () => tokenLine()).join(''));
    return folder;
  }

  test.skipIf(isWindows)('a broken pipe ends it without noise', () => {
    const folder = many();
    const command = `'${process.execPath}' '${leakgateFile}' dir; echo "status $?" >&2`;
    const { stdout, stderr } = folder.run('sh', ['-c', `{ ${command}; } | head -n 1`]);
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('status 1\n');
  });

  test.skipIf(isWindows)('a closed standard output still gives the status', () => {
    const folder = many();
    const { status } = folder.run('sh', ['-c', `'${process.execPath}' '${leakgateFile}' dir a.env >&-`]);
    expect(status).toBe(1);
  });

  test.skipIf(process.platform !== 'linux')('a full disk is not a clean scan', () => {
    const folder = makeFolder();
    folder.write('a.txt', 'clean\n');
    const full = openSync('/dev/full', 'w');
    const { status } = spawnSync(process.execPath, [leakgateFile, 'dir'], {
      cwd: folder.root,
      env: folder.env,
      stdio: ['ignore', full, 'ignore'],
    });
    closeSync(full);
    expect(status).not.toBe(0);
  });
});
