import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { formats } from '../helpers/formats.ts';
import {
  folderAt,
  leakgateFile,
  makeFolder,
  makeRepo,
  makeToken,
  type Repo,
  tokenLine,
} from '../helpers/repo.ts';

/** A repository with a token in its one commit. */
function repoWith(token = makeToken()): Repo {
  const repo = makeRepo();
  repo.add('config/app.env', tokenLine(token));
  repo.git('commit', '-qm', 'Configure');
  return repo;
}

const read = (repo: Repo, file: string) => readFileSync(path.join(repo.root, file), 'utf8');

test('one scan writes every format, and none has the secret in it', () => {
  const token = makeToken();
  const repo = repoWith(token);
  const outputs = formats.flatMap((format) => ['-o', `${format}=../home/report.${format}`]);
  expect(repo.leakgate(['audit', '-v', '--explain', ...outputs])).toMatchObject({ status: 1, all: '' });
  for (const format of formats) {
    const text = read(repo, `../home/report.${format}`);
    expect(text, format).toContain('GitHub personal access token');
    expect(text, format).not.toContain(token.slice(4));
    expect(text, format).not.toContain(Buffer.from(token).toString('base64').slice(8, 40));
  }
});

describe('dir names files from the top of the repository on', () => {
  const filesOf = (repo: Repo, ...args: string[]) => {
    const { stdout } = repo.leakgate(['dir', ...args, '-f', 'json'], { cwd: 'config' });
    return JSON.parse(stdout).findings.map(({ file }: { file: string }) => file);
  };

  test.each([[], ['.'], ['app.env'], ['./app.env'], ['../config/'], ['*.env']])('of %j', (...args) => {
    expect(filesOf(repoWith(), ...args)).toEqual(['config/app.env']);
  });

  test('of an absolute name', () => {
    const repo = repoWith();
    expect(filesOf(repo, path.join(repo.root, 'config'))).toEqual(['config/app.env']);
  });

  test('so that the config means the same wherever it is called', () => {
    const repo = repoWith();
    repo.write('.leakgate.yaml', 'exclude: [/config/app.env]\n');
    expect(repo.leakgate(['dir'], { cwd: 'config' })).toMatchObject({
      status: 0,
      all: expect.stringContaining('config/app.env'),
    });
  });

  test('and what lies elsewhere as it was named', () => {
    const repo = repoWith();
    const other = folderAt(path.join(repo.root, '../other'), repo.home);
    other.write('..env', tokenLine());
    expect(filesOf(repo, '../../other')).toEqual(['../../other/..env']);
  });
});

test('what a kept report is rendered as is what the scan would have written', () => {
  const repo = repoWith();
  repo.leakgate([
    'audit',
    '-o',
    'json=../home/r.json',
    '-o',
    'csv=../home/r.csv',
    '-o',
    'gitlab=../home/r.gitlab',
  ]);
  const again = (format: string) => repo.leakgate(['report', '../home/r.json', '-f', format]);
  expect(again('csv')).toMatchObject({ status: 0, stdout: read(repo, '../home/r.csv') });
  expect(again('gitlab')).toMatchObject({ status: 0, stdout: read(repo, '../home/r.gitlab') });
  const fromStdin = repo.leakgate(['report', '-', '-f', 'csv'], { input: read(repo, '../home/r.json') });
  expect(fromStdin.stdout).toBe(read(repo, '../home/r.csv'));
});

test.each(['utf8', 'utf16le'] as const)('a report that PowerShell redirected is one too: %s', (encoding) => {
  const repo = repoWith();
  const { stdout } = repo.leakgate(['audit', '-f', 'json']);
  repo.write('r.json', Buffer.from(`\ufeff${stdout}`, encoding));
  expect(repo.leakgate(['report', 'r.json', '-f', 'csv']).stdout).toContain('github-pat');
  expect(repo.leakgate(['verify', '--offline', 'r.json']).status).toBe(1);
  repo.write('gitleaks.json', Buffer.from('\ufeff[]', encoding));
  expect(repo.leakgate(['import', '--dry-run', 'gitleaks.json']).all).toContain('report of gitleaks');
});

describe('a file that can not be written is said before the scan', () => {
  test.each([
    ['a folder that is not there', 'none/report.json', 'there is no folder'],
    ['a folder in its place', 'folder', 'this is a folder'],
    ['a file in the place of its folder', 'file/report.json', 'there is no folder'],
  ])('%s', (_, file, message) => {
    const folder = makeFolder();
    mkdirSync(path.join(folder.root, 'folder'));
    folder.write('file', tokenLine());
    const { status, all } = folder.leakgate(['dir', '-f', 'json', '-o', file, '-o', 'sarif=first.sarif']);
    expect(status).toBe(2);
    expect(all).toContain(message);
    expect(existsSync(path.join(folder.root, 'first.sarif'))).toBe(false);
  });

  test('a file that is named twice', () => {
    expect(makeFolder().leakgate(['dir', '-o', 'json=x', '-o', 'sarif=./x'])).toMatchObject({ status: 2 });
  });
});

test('a report replaces the one before, through a link, and leaves nothing beside it', () => {
  const folder = makeFolder();
  folder.write('out/real.json', 'before');
  symlinkSync('real.json', path.join(folder.root, 'out/report.json'));
  folder.leakgate(['stdin', '-f', 'json', '-o', 'out/report.json'], { input: tokenLine() });
  expect(JSON.parse(read(folder, 'out/real.json')).findings).toHaveLength(1);
  expect(lstatSync(path.join(folder.root, 'out/report.json')).isSymbolicLink()).toBe(true);
  expect(readdirSync(path.join(folder.root, 'out')).sort()).toEqual(['real.json', 'report.json']);
});

test.skipIf(process.platform === 'win32')('a pipe is written to, and stays one', () => {
  const folder = makeFolder();
  folder.write('.env', tokenLine());
  const scan = `"${process.execPath}" "${leakgateFile}" dir -f json -o ../home/pipe`;
  folder.run('sh', ['-c', `mkfifo ../home/pipe; cat ../home/pipe >../home/copy & ${scan}; wait`]);
  expect(JSON.parse(read(folder, '../home/copy')).findings).toHaveLength(1);
  expect(lstatSync(path.join(folder.home, 'pipe')).isFIFO()).toBe(true);
});

test('the report of another repository is written where the command was started', () => {
  const repo = repoWith();
  const beside = folderAt(path.dirname(repo.root), repo.home);
  expect(beside.leakgate(['audit', 'repo', '-f', 'json', '-o', 'report.json']).status).toBe(1);
  expect(JSON.parse(read(beside, 'report.json')).findings).not.toHaveLength(0);
  expect(existsSync(path.join(repo.root, 'report.json'))).toBe(false);
});

test('where the repository comes from is told without the credentials in its URL', () => {
  const repo = repoWith();
  const password = makeToken();
  repo.git('remote', 'add', 'origin', `https://someone:${password}@example.com/team/app.git?x=${password}`);
  const { stdout } = repo.leakgate(['audit', '-f', 'sarif']);
  expect(stdout).not.toContain(password);
  expect(JSON.parse(stdout).runs[0].versionControlProvenance[0]).toMatchObject({
    repositoryUri: 'https://example.com/team/app.git',
    revisionId: repo.git('rev-parse', 'HEAD'),
    branch: 'main',
  });
});

test.each([
  ['git@example.com:team/app.git', 'ssh://example.com/team/app.git'],
  ['ssh://git@example.com:2222/team/app.git', 'ssh://example.com:2222/team/app.git'],
  ['/srv/git/app.git', undefined],
  ['C:\\git\\app', undefined],
])('a remote %s is %s', (remote, url) => {
  const repo = repoWith();
  repo.git('remote', 'add', 'origin', remote);
  const report = JSON.parse(repo.leakgate(['audit', '-f', 'json']).stdout);
  expect(report.target.repository?.url).toBe(url);
});

test('colour is for the terminal, not for a file', () => {
  const folder = makeFolder();
  const env = { FORCE_COLOR: '1' };
  expect(folder.leakgate(['stdin', '-f', 'text'], { input: tokenLine(), env }).stdout).toContain('\u001b[');
  folder.leakgate(['stdin', '-o', 'report.txt'], { input: tokenLine(), env });
  expect(read(folder, 'report.txt')).not.toContain('\u001b[');
});
