import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/engine/checks/random.ts';
import type { JsonReport } from '../../src/report/schema.ts';
import { leakgateFile, makeFolder, makeRepo, makeToken, type Repo, tokenLine } from '../helpers/repo.ts';

const FILE = '.leakgateignore';

/** Runs a scan, and returns its exit code with its report. */
function scan(repo: Repo, ...args: string[]): JsonReport & { status: number | null } {
  const { status, stdout, stderr } = repo.leakgate([...args, '-f', 'json']);
  if (stdout === '') throw new Error(stderr);
  return { status, ...(JSON.parse(stdout) as JsonReport) };
}

const places = (list: readonly { file: string; startLine: number }[]) =>
  list.map(({ file, startLine }) => `${file}:${startLine}`).sort();
const fingerprints = (report: JsonReport) =>
  [...new Set(report.findings.map(({ fingerprint }) => fingerprint))].sort();

/** Ignores all that the scan found, and returns their fingerprints. */
function ignoreAll(repo: Repo, ...args: string[]): string[] {
  const found = fingerprints(scan(repo, ...args));
  const { status, all } = repo.leakgate(['ignore', ...found, '--reason', 'a test']);
  expect(status, all).toBe(0);
  return found;
}

function commit(repo: Repo, message = 'x'): void {
  repo.git('add', '-A');
  repo.git('commit', '-q', '--allow-empty', '-m', message);
}

describe('leakgate ignore', () => {
  test('takes the fingerprints of one report one after the other, though the first makes the file', () => {
    const repo = makeRepo();
    repo.add('a.env', tokenLine());
    repo.add('b c.env', tokenLine());
    const found = fingerprints(scan(repo, 'staged'));
    expect(found).toHaveLength(2);
    for (const fingerprint of found) {
      const { status, all } = repo.leakgate(['ignore', fingerprint, '--reason', 'of the sandbox']);
      expect(status, all).toBe(0);
    }
    const lines = readFileSync(path.join(repo.root, FILE), 'utf8').split('\n').slice(3, -1);
    expect(lines.map((line) => line.replace(/^[0-9a-f]{32} /, '')).sort()).toEqual([
      'github-pat "b c.env" by="A U Thor <author@example.com>" -- of the sandbox',
      'github-pat a.env by="A U Thor <author@example.com>" -- of the sandbox',
    ]);
    expect(lines).toEqual(lines.toSorted());
    for (const fingerprint of found) expect(lines.join()).not.toContain(fingerprint);

    const unstaged = scan(repo, 'staged');
    expect([unstaged.status, unstaged.findings[0]!.unheeded]).toEqual([
      1,
      'its entry in .leakgateignore is not staged: git add .leakgateignore',
    ]);
    repo.git('add', FILE);
    const staged = scan(repo, 'staged');
    expect(staged.status).toBe(0);
    expect(staged.suppressed.map(({ suppression }) => suppression)).toMatchObject(
      Array(2).fill({ by: 'ignore-file', reason: 'of the sandbox', isNew: true }),
    );
    repo.git('commit', '-qm', 'x');
    const audit = scan(repo, 'audit');
    expect([audit.status, audit.stale, places(audit.suppressed)]).toEqual([0, [], ['a.env:1', 'b c.env:1']]);
  });

  test('finds what only the history has', () => {
    const repo = makeRepo();
    repo.add('a.env', tokenLine());
    commit(repo);
    repo.git('rm', '-q', 'a.env');
    commit(repo);
    ignoreAll(repo, 'history');
    expect(readFileSync(path.join(repo.root, FILE), 'utf8')).toContain(' github-pat a.env ');
    expect(scan(repo, 'audit').status).toBe(0);
  });

  test('again, it replaces the reason and the date', () => {
    const repo = makeRepo();
    repo.add('a.env', tokenLine());
    const [fingerprint] = ignoreAll(repo, 'staged');
    repo.leakgate(['ignore', fingerprint!, '--reason', 'better', '--expires', '2999-12-31']);
    const text = readFileSync(path.join(repo.root, FILE), 'utf8');
    expect(text).toContain('until=2999-12-31 -- better');
    expect(text).not.toContain('a test');
  });

  test('keeps a secret in a file name out of the file', () => {
    const repo = makeRepo();
    const token = makeToken();
    repo.add(`${token}.env`, tokenLine(token));
    ignoreAll(repo, 'staged');
    expect(readFileSync(path.join(repo.root, FILE), 'utf8')).toMatch(/ ghp_…\(40\)\.env /);
  });

  test('writes where --ignore-file says, from any folder, and a folder without git has one too', () => {
    const repo = makeFolder();
    repo.write('sub/a.env', tokenLine());
    const [fingerprint] = fingerprints(scan(repo, 'dir'));
    const options = ['--ignore-file', 'sub/list'];
    expect(repo.leakgate(['ignore', fingerprint!, '--reason', 'x', ...options]).status).toBe(0);
    expect(existsSync(path.join(repo.root, FILE))).toBe(false);
    expect(scan(repo, 'dir', ...options).status).toBe(0);
    expect(repo.leakgate(['dir', '--ignore-file', 'list'], { cwd: 'sub' }).status).toBe(0);
    expect(scan(repo, 'dir').status).toBe(1);
  });

  test.each([
    ['no fingerprint', ['--reason', 'x'], 'which finding?'],
    ['a word', ['abc', '--reason', 'x'], 'abc is no fingerprint'],
    ['no reason', ['0'.repeat(32)], '--reason is missing'],
    ['an empty reason', ['0'.repeat(32), '--reason', '  '], '--reason is missing'],
    ['a secret as the reason', ['0'.repeat(32), '--reason', tokenLine()], '--reason holds a secret'],
    ['a past day', ['0'.repeat(32), '--reason', 'x', '--expires', '2020-01-01'], 'this day is past'],
    ['no date', ['0'.repeat(32), '--reason', 'x', '--expires', 'soon'], 'write a date'],
    ['a foreign salt', ['f'.repeat(32), '--reason', 'x'], 'the salt of another ignore file'],
  ])('refuses %s', (_name, args, message) => {
    const repo = makeRepo();
    const { status, stderr } = repo.leakgate(['ignore', ...args]);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  test('keeps out of the way of another one, and of a bare repository', () => {
    const repo = makeRepo();
    writeFileSync(path.join(repo.root, `${FILE}.lock`), '');
    const args = ['ignore', '0'.repeat(32), '--reason', 'x'];
    expect(repo.leakgate(args).stderr).toContain(`${FILE}.lock is there`);
    const bare = makeRepo('--bare');
    expect(bare.leakgate(args).stderr).toContain('a bare repository has no working tree');
  });
});

describe('leakgate baseline', () => {
  test('lets pass what is there, and no more', () => {
    const repo = makeRepo();
    repo.add('a.env', tokenLine());
    commit(repo);
    repo.add('a.env', tokenLine());
    repo.write('untracked.env', tokenLine());
    const { status, all } = repo.leakgate(['baseline', '--expires', '2999-12-31']);
    expect([status, all]).toEqual([0, expect.stringContaining('3 entries added')]);
    expect(scan(repo, 'audit').status).toBe(0);
    repo.write('new.env', tokenLine());
    expect(places(scan(repo, 'audit').findings)).toEqual(['new.env:1']);
    expect(repo.leakgate(['baseline']).all).toContain('1 entry added, 3 findings suppressed before');
  });

  test('--prune takes out what expired and what nothing has, and keeps comments', () => {
    const repo = makeRepo();
    repo.add('a.env', tokenLine());
    repo.add('b.env', tokenLine());
    ignoreAll(repo, 'staged');
    const file = path.join(repo.root, FILE);
    const text = readFileSync(file, 'utf8').replace(/^(.* a\.env )/m, '# about a\n$1until=2020-01-01 ');
    writeFileSync(file, text);
    repo.git('rm', '-qf', 'b.env');
    const audit = scan(repo, 'audit');
    expect(audit.findings.map(({ file: name, unheeded }) => [name, unheeded])).toEqual([
      ['a.env', 'its suppression expired on 2020-01-01'],
    ]);
    expect(audit.stale.map(({ path: name, why }) => [name, why]).sort()).toEqual([
      ['a.env', 'expired'],
      ['b.env', 'unused'],
    ]);
    expect(scan(repo, 'dir').stale.map(({ why }) => why)).toEqual(['expired']);
    expect(scan(repo, 'audit', '--skip', 'slack').stale.map(({ why }) => why)).toEqual(['expired']);
    expect(repo.leakgate(['baseline', '--prune']).status).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(
      text
        .split('\n')
        .filter((line) => !line.includes('.env'))
        .join('\n'),
    );
    expect(repo.leakgate(['baseline', '--prune']).all).toContain('nothing to take out');
  });
});

describe('what git does to a file', () => {
  const actions: Readonly<Record<string, (repo: Repo, name: () => string) => void>> = {
    rename: (repo, name) => repo.git('mv', onlyFile(repo), name()),
    'move into another file': (repo, name) => {
      const file = onlyFile(repo);
      repo.write(name(), `other\n${readFileSync(path.join(repo.root, file), 'utf8')}other\n`);
      repo.git('rm', '-qf', file);
    },
    'lines above': (repo) => change(repo, (text) => `new\nlines\n${text}`),
    reformat: (repo) => change(repo, (text) => text.replace(/^\s*(.*?)\s*$/gm, '    $1;')),
    'CRLF and quotes': (repo) =>
      change(repo, (text) => text.replace(/=(ghp_\w+)/g, "='$1'").replace(/\r?\n/g, '\r\n')),
    reorder: (repo) => change(repo, (text) => text.split(/\r?\n/).reverse().join('\n')),
    squash: (repo) => {
      commit(repo, 'one more');
      repo.git('reset', '-q', '--soft', repo.git('rev-list', '--max-parents=0', 'HEAD'));
      repo.git('commit', '-q', '--amend', '-m', 'squashed');
    },
    rebase: (repo) => {
      commit(repo, 'mine');
      repo.git('checkout', '-q', '--orphan', 'base');
      repo.git('rm', '-rqf', '.');
      repo.git('commit', '-q', '--allow-empty', '-m', 'base');
      repo.git('rebase', '-q', '--onto', 'base', '--root', 'main');
      repo.git('checkout', '-q', '-B', 'main');
      repo.git('branch', '-D', 'base');
    },
  };

  const onlyFile = (repo: Repo) =>
    repo
      .git('ls-files')
      .split('\n')
      .find((name) => name.startsWith('f'))!;
  function change(repo: Repo, edit: (text: string) => string): void {
    const file = path.join(repo.root, onlyFile(repo));
    writeFileSync(file, edit(readFileSync(file, 'utf8')));
  }

  const random = seededRandom('suppressions');
  const names = Object.keys(actions);
  const sequences = Array.from({ length: 6 }, () =>
    Array.from({ length: 5 }, () => names[Math.floor(random() * names.length)]!),
  );

  test.each([...names.map((name) => [name]), ...sequences])(
    'does not end a suppression: %s %s %s %s %s',
    (...sequence) => {
      const repo = makeRepo();
      const [kept, found] = [makeToken(), makeToken()];
      repo.add('f0.env', `A=1\nGITHUB_TOKEN=${kept}\nB=2\nOTHER_TOKEN=${found}\n`);
      commit(repo, 'root');
      const token = scan(repo, 'audit').findings.find(({ startLine }) => startLine === 2)!;
      repo.leakgate(['ignore', token.fingerprint, '--reason', 'x']);
      commit(repo, 'ignored');
      let count = 0;
      for (const name of sequence) {
        actions[name!]!(repo, () => `f${++count}.env`);
        commit(repo, name);
      }
      const { findings, suppressed, stale } = scan(repo, 'audit');
      expect(new Set(suppressed.map(({ suppression }) => suppression.reason))).toEqual(new Set(['x']));
      const present = suppressed.filter(({ file }) => file === onlyFile(repo));
      expect(present.length).toBeGreaterThan(0);
      expect(findings.length).toBeGreaterThan(0);
      expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(1);
      expect(stale).toEqual([]);
      for (const command of [['dir'], ['diff', `${repo.git('rev-list', '--max-parents=0', 'HEAD')}..HEAD`]])
        expect(
          scan(repo, ...command).findings.every(
            ({ fingerprint }) => fingerprint === findings[0]!.fingerprint,
          ),
        ).toBe(true);
    },
    120_000,
  );

  test('another secret on the same line is a new finding', () => {
    const repo = makeRepo();
    repo.add('f.env', tokenLine());
    ignoreAll(repo, 'staged');
    commit(repo);
    repo.add('f.env', tokenLine());
    expect(scan(repo, 'staged')).toMatchObject({ status: 1, findings: [{ file: 'f.env', startLine: 1 }] });
  });
});

describe('branches that both add entries', () => {
  /** A repository in which `topic` and `main` each ignore a secret of their own. */
  function branched(repo: Repo): void {
    repo.git('checkout', '-qb', 'topic');
    repo.add('topic.env', tokenLine());
    ignoreAll(repo, 'staged');
    commit(repo, 'topic');
    repo.git('checkout', '-q', 'main');
    repo.add('main.env', tokenLine());
    ignoreAll(repo, 'staged');
    commit(repo, 'main');
  }

  test('merge by themselves when other lines stand between', () => {
    const repo = makeRepo();
    for (let i = 0; i < 60; i++) repo.add(`base/${i}.env`, tokenLine());
    ignoreAll(repo, 'staged');
    commit(repo, 'base');
    branched(repo);
    const merged = repo.run('git', ['merge', '-q', '-m', 'merge', 'topic']);
    if (merged.status !== 0) resolve(repo);
    const audit = scan(repo, 'audit');
    expect([audit.status, audit.suppressed.length, audit.stale]).toEqual([0, 62, []]);
  });

  test('of which each made the file: the conflict is named, and both sides stay valid', () => {
    const repo = makeRepo();
    repo.git('commit', '-q', '--allow-empty', '-m', 'base');
    branched(repo);
    expect(repo.run('git', ['merge', '-q', '-m', 'merge', 'topic']).status).not.toBe(0);
    const { status, stderr } = repo.leakgate(['dir']);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^leakgate: \.leakgateignore:\d+:1: a merge conflict \(<{7}\)\nhelp: keep the lines of both/,
    );
    resolve(repo);
    const audit = scan(repo, 'audit');
    expect([audit.status, audit.suppressed.length, audit.stale]).toEqual([0, 2, []]);
    repo.add('more.env', tokenLine());
    ignoreAll(repo, 'staged');
    expect(scan(repo, 'audit').status).toBe(0);
  });

  test('merge=union needs no hands', () => {
    const repo = makeRepo();
    repo.add('.gitattributes', `${FILE} merge=union\n`);
    commit(repo, 'base');
    branched(repo);
    repo.git('merge', '-q', '-m', 'merge', 'topic');
    expect(scan(repo, 'audit')).toMatchObject({ status: 0, stale: [] });
  });

  function resolve(repo: Repo): void {
    const file = path.join(repo.root, FILE);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^(<{7}|={7}|>{7}).*\n/gm, ''));
    repo.git('add', FILE);
    repo.git('commit', '-qm', 'merge');
  }
});

describe('the file that counts is the one of what is scanned', () => {
  test('a hook reads the index, not the working tree', () => {
    const repo = makeRepo();
    repo.add('a.env', tokenLine());
    ignoreAll(repo, 'staged');
    repo.git('add', FILE);
    writeFileSync(path.join(repo.root, FILE), 'broken');
    expect(scan(repo, 'staged').status).toBe(0);
    expect(repo.leakgate(['dir']).status).toBe(2);
  });

  test('a range reads its tip, and tells what it suppresses itself', () => {
    const repo = makeRepo();
    repo.git('commit', '-q', '--allow-empty', '-m', 'base');
    const old = tokenLine();
    repo.add('old.env', old);
    ignoreAll(repo, 'staged');
    commit(repo, 'old');
    repo.git('checkout', '-qb', 'topic');
    repo.add('copy.env', old);
    repo.add('new.env', tokenLine());
    commit(repo, 'new');
    expect(scan(repo, 'diff', 'main..topic')).toMatchObject({ status: 1, findings: [{ file: 'new.env' }] });
    ignoreAll(repo, 'diff', 'main..topic');
    const uncommitted = scan(repo, 'diff', 'main..topic');
    expect(uncommitted.findings[0]!.unheeded).toContain('is not committed');
    commit(repo, 'ignore');
    repo.git('checkout', '-q', 'main');
    const { status, suppressed } = scan(repo, 'diff', 'main..topic');
    expect(status).toBe(0);
    expect(suppressed.map(({ file, suppression }) => [file, suppression.isNew]).sort()).toEqual([
      ['copy.env', false],
      ['new.env', true],
    ]);
    const text = repo.leakgate(['diff', 'main..topic']).stdout;
    expect(text).toContain('suppressed: 2, 1 of them by this change itself');
    expect(text).toContain('new.env:1:14');
  });

  test('a push reads the tips that it brings, also on the server that takes it', () => {
    const repo = makeRepo();
    const server = makeFolder();
    server.git('init', '-q', '--bare', '.');
    server.write(
      'hooks/pre-receive',
      `#!/bin/sh\nexec "${process.execPath}" "${leakgateFile}" hook run pre-receive\n`,
    );
    chmodSync(path.join(server.root, 'hooks/pre-receive'), 0o755);
    repo.git('remote', 'add', 'origin', server.root);
    repo.leakgate(['hook', 'install', '--hooks', 'pre-push']);
    const push = (...args: string[]) => repo.run('git', ['push', '-q', ...args, 'origin', 'main']);
    repo.add('a.env', tokenLine());
    commit(repo);
    expect(push().all).toContain('the push is stopped');
    expect(push('--no-verify').all).toContain('the push is refused');
    ignoreAll(repo, 'history');
    expect(push().all).toContain('is not committed: git add .leakgateignore, then git commit');
    commit(repo, 'ignore');
    const { status, all } = push();
    expect(status, all).toBe(0);
    expect(all.match(/suppressed: 1, 1 of them by this change itself/g)).toHaveLength(2);
  });

  test('of a clone and of a bare repository it is that of HEAD, unless nothing is to be taken from there', () => {
    const repo = makeRepo();
    repo.add('a.env', tokenLine());
    repo.add('b.env', `${tokenLine().trim()} # gitleaks:allow\n`);
    ignoreAll(repo, 'staged');
    commit(repo);
    const away = makeFolder();
    away.git('clone', '-q', '--bare', repo.root, 'bare.git');
    for (const place of [`file://${repo.root}`, 'bare.git']) {
      const audit = scan(away, 'audit', place);
      expect([audit.status, places(audit.suppressed)]).toEqual([0, ['a.env:1', 'b.env:1']]);
      expect(places(scan(away, 'audit', place, '--no-repo-config').findings)).toEqual(['a.env:1', 'b.env:1']);
    }
    away.write('list', readFileSync(path.join(repo.root, FILE), 'utf8'));
    const named = scan(away, 'audit', 'bare.git', '--no-repo-config', '--ignore-file', 'list');
    expect(places(named.findings)).toEqual(['b.env:1']);
  });

  test('a link in its place is refused, and so is one that is not text', () => {
    const repo = makeRepo();
    repo.add('a.env', tokenLine());
    writeFileSync(path.join(repo.root, FILE), Buffer.from([0xff, 0xfe, 0x73, 0]));
    expect(repo.leakgate(['dir'])).toMatchObject({ status: 2, stderr: expect.stringContaining('not UTF-8') });
    if (process.platform === 'win32') return;
    repo.run('rm', [FILE]);
    symlinkSync('/dev/zero', path.join(repo.root, FILE));
    expect(repo.leakgate(['dir'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('not a plain file'),
    });
  });

  test('CRLF, as a checkout on Windows has it', () => {
    const repo = makeRepo();
    repo.add('a.env', tokenLine());
    ignoreAll(repo, 'staged');
    const file = path.join(repo.root, FILE);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
    expect(scan(repo, 'audit').status).toBe(0);
    repo.add('b.env', tokenLine());
    ignoreAll(repo, 'audit');
    expect(readFileSync(file, 'utf8')).not.toMatch(/[^\r]\n/);
    repo.git('add', FILE);
    expect(scan(repo, 'staged').status).toBe(0);
  });
});

test('a report that is checked again leaves out what was suppressed since', () => {
  const repo = makeRepo();
  repo.add('a.env', tokenLine());
  repo.add('b.env', tokenLine());
  const report = repo.leakgate(['dir', '-f', 'json']).stdout;
  const [first] = fingerprints(JSON.parse(report) as JsonReport);
  repo.leakgate(['ignore', first!, '--reason', 'x']);
  const again = JSON.parse(repo.leakgate(['verify', '-f', 'json'], { input: report }).stdout) as JsonReport;
  expect([again.findings.length, again.suppressed.length]).toEqual([1, 1]);
  expect(fingerprints(again)).toEqual(fingerprints(scan(repo, 'dir')));
});

describe('markers', () => {
  const marked = (comment: string) => `${tokenLine().trim()} # ${comment}\n`;

  test('let a commit pass, and are told', () => {
    const repo = makeRepo();
    repo.leakgate(['hook', 'install']);
    repo.add('a.env', marked('leakgate:allow -- of the sandbox'));
    const { status, all } = repo.run('git', ['commit', '-qm', 'x']);
    expect(status, all).toBe(0);
    expect(all).toContain('suppressed: 1, 1 of them by this change itself');
    expect(all).toMatch(/a\.env:1:14 {2}github-pat {2}ghp_…\(40\) {2}leakgate:allow: of the sandbox/);
  });

  test('that a later commit of a range adds count, and those that it takes away do not', () => {
    const repo = makeRepo();
    repo.git('commit', '-q', '--allow-empty', '-m', 'base');
    const line = tokenLine();
    repo.add('a.env', line);
    commit(repo);
    expect(scan(repo, 'diff', 'HEAD~1..HEAD').status).toBe(1);
    repo.add('a.env', `${line.trim()} # leakgate:allow\n`);
    commit(repo);
    expect(scan(repo, 'diff', 'HEAD~2..HEAD')).toMatchObject({ status: 0, suppressed: [{ file: 'a.env' }] });
    expect(scan(repo, 'history').status).toBe(0);
    repo.add('a.env', line);
    commit(repo);
    expect(scan(repo, 'diff', 'HEAD~3..HEAD').status).toBe(1);
    expect(scan(repo, 'history').status).toBe(1);
  });

  test.each([
    [
      'inline-markers: forbid',
      'leakgate:allow -- why',
      'leakgate:allow beside it does not count: inline-markers or --no-repo-config forbids it',
    ],
    [
      'require-reason: true',
      'gitleaks:allow',
      'gitleaks:allow beside it gives no reason (-- why), and the policy asks for one',
    ],
    ['', 'leakgate:allow slack', 'leakgate:allow beside it names other rules'],
  ])('do not count: %s', (config, comment, unheeded) => {
    const repo = makeRepo();
    repo.add('.leakgate.yaml', `${config}\n`);
    repo.add('a.env', marked(comment));
    expect(scan(repo, 'staged')).toMatchObject({ status: 1, findings: [{ unheeded }] });
    expect(repo.leakgate(['staged']).stdout).toContain(`not suppressed: ${unheeded}`);
  });
});

test('a policy that asks for an end gives one, and heeds no entry without', () => {
  const repo = makeRepo();
  repo.write('.leakgate.yaml', 'max-ignore-days: 30\nrequire-reason: true\n');
  repo.add('a.env', tokenLine());
  const [fingerprint] = ignoreAll(repo, 'staged');
  const file = path.join(repo.root, FILE);
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/ until=\d{4}-\d\d-\d\d -- a test\n$/);
  expect(scan(repo, 'audit').status).toBe(0);
  const late = repo.leakgate(['ignore', fingerprint!, '--reason', 'x', '--expires', '2999-01-01']);
  expect(late).toMatchObject({ status: 2, stderr: expect.stringContaining('the policy allows 30 days') });
  for (const [edit, unheeded] of [
    [text.replace(/ until=\S+/, ''), 'does not expire within 30 days'],
    [text.replace(' -- a test', ''), 'gives no reason'],
  ] as const) {
    writeFileSync(file, edit);
    expect(scan(repo, 'audit').findings[0]!.unheeded).toContain(unheeded);
  }
});
