import { createHash } from 'node:crypto';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { alphabets, pick, seededRandom } from '../../src/engine/checks/random.ts';
import { makeRepo, makeToken, type Repo, tokenLine } from '../helpers/repo.ts';

const hash = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');
const fileOf = (repo: Repo, name: string) => readFileSync(path.join(repo.root, name), 'utf8');

/** A repository with two committed tokens, in `old.env` on line 2 and `new.env` on line 1. */
function leaky() {
  const repo = makeRepo();
  const [old, fresh] = [makeToken(), makeToken()];
  repo.add('old.env', `A=1\n${tokenLine(old)}`);
  repo.add('new.env', tokenLine(fresh));
  repo.git('commit', '-qm', 'both');
  return { repo, old, commit: repo.git('rev-parse', 'HEAD') };
}

describe('a baseline ignores what it names, and nothing else', () => {
  type Make = (token: string, commit: string) => string;
  test.each<[string, string, Make]>([
    ['gitleaks ignore file', '.gitleaksignore', (_, commit) => `${commit}:old.env:github-pat:2\n`],
    ['gitleaks ignore file without commit', '.gitleaksignore', () => 'old.env:github-pat:2\n'],
    [
      'gitleaks report',
      'report.json',
      (token) => JSON.stringify([{ RuleID: 'r', File: 'old.env', StartLine: 99, Secret: token, Commit: '' }]),
    ],
    [
      'trufflehog report',
      'report.json',
      (token) =>
        JSON.stringify({
          SourceMetadata: { Data: { Filesystem: { file: './old.env', line: 2 } } },
          DetectorName: 'Github',
          Raw: token,
        }),
    ],
    [
      'kingfisher report',
      'report.json',
      () => JSON.stringify({ findings: [{ rule: { id: 'k' }, finding: { path: 'old.env', line: 2 } }] }),
    ],
    [
      'SARIF',
      'report.sarif',
      (_, commit) =>
        JSON.stringify({
          version: '2.1.0',
          runs: [
            {
              results: [
                {
                  ruleId: 'r',
                  partialFingerprints: { commitSha: commit },
                  locations: [
                    {
                      physicalLocation: {
                        artifactLocation: { uri: 'old.env' },
                        region: { startLine: 2 },
                      },
                    },
                  ],
                },
              ],
            },
          ],
        }),
    ],
    [
      'detect-secrets baseline',
      '.secrets.baseline',
      (token) =>
        JSON.stringify({
          plugins_used: [],
          results: { 'old.env': [{ type: 'T', hashed_secret: hash('sha1', token), line_number: 77 }] },
        }),
    ],
    [
      'ggshield config',
      '.gitguardian.yaml',
      (token) => `version: 2\nsecret:\n  ignored_matches: [{ name: old, match: ${hash('sha256', token)} }]\n`,
    ],
  ])('%s', (_, name, make) => {
    const { repo, old, commit } = leaky();
    repo.write(name, make(old, commit));
    const run = repo.leakgate(['import', name]);
    expect(run.status, run.all).toBe(0);
    const written = fileOf(repo, '.leakgateignore');
    expect(written + run.all).not.toContain(old);
    if (!name.startsWith('.secrets')) rmSync(path.join(repo.root, name));
    const report = JSON.parse(repo.leakgate(['dir', '-f', 'json']).stdout);
    expect(report.findings.map(({ file }: { file: string }) => file)).toEqual(['new.env']);
    expect(report.suppressed.map(({ file }: { file: string }) => file)).toContain('old.env');
  });
});

const config = [
  'title = "Team"',
  '[extend]',
  'useDefault = true',
  '[[rules]]',
  'id = "acme-key"',
  'description = "Acme key"',
  "regex = '''acme_([a-z0-9]{16})'''",
  'entropy = 2',
  '[[allowlists]]',
  'description = "made up"',
  "regexes = ['''^x''']",
  "paths = ['''^vendor/''']",
  '',
].join('\n');

describe('a config', () => {
  test('its rules find, and what it excludes is excluded', () => {
    const repo = makeRepo();
    repo.write('.gitleaks.toml', config);
    const run = repo.leakgate(['import', '.gitleaks.toml']);
    expect(run.status, run.all).toBe(0);
    const key = pick(seededRandom('acme'), alphabets.lowalnum, 15);
    repo.write('a.txt', `acme_b${key}\nacme_x${key}\n`);
    repo.write('vendor/a.env', tokenLine());
    const report = JSON.parse(repo.leakgate(['dir', '-f', 'json']).stdout);
    const places = (list: { ruleId: string; startLine: number }[]) =>
      list.map(({ ruleId, startLine }) => `${ruleId}:${startLine}`);
    expect(places(report.findings)).toEqual(['acme-key:1']);
    expect(places(report.suppressed)).toEqual(['acme-key:2']);
    expect(report.receipt.weakened.join('\n')).toContain('does not scan vendor/**');
  });

  test('the rules pass their own test', () => {
    const repo = makeRepo();
    repo.write('.gitleaks.toml', config);
    const text = repo.leakgate(['import', '--dry-run', '.gitleaks.toml']).stdout;
    const [, rules] = /custom-rules:\n {2}- ([\s\S]*?)(?=\n[a-z]|$)/.exec(text)!;
    repo.write('rules.yaml', rules!.replaceAll('\n    ', '\n'));
    const run = repo.leakgate(['rules', 'test', 'rules.yaml']);
    expect(run).toMatchObject({ status: 0, stdout: '1 rules, 2 examples, 0 failed\n' });
  });

  test('it is added to the one that is there, which keeps its comments', () => {
    const repo = makeRepo();
    repo.write('.gitleaks.toml', config);
    repo.write('.leakgate.yaml', '# ours\nexclude:\n  - old/** # long gone\non-finding: block\n');
    expect(repo.leakgate(['import', '.gitleaks.toml']).status).toBe(0);
    const once = fileOf(repo, '.leakgate.yaml');
    expect(once).toMatch(
      /^# ours\nexclude:\n {2}- old\/\*\* # long gone\n {2}- vendor\/\*\*\non-finding: block\n/,
    );
    repo.leakgate(['import', '.gitleaks.toml']);
    expect(fileOf(repo, '.leakgate.yaml')).toBe(once);
  });

  test('what it takes in from the repository comes along, from elsewhere not', () => {
    const repo = makeRepo();
    repo.write('base.toml', "[allowlist]\npaths = ['''^base/''']\n");
    repo.write('a.toml', '[extend]\npath = "base.toml"\n');
    repo.write('b.toml', '[extend]\npath = "../../base.toml"\n');
    expect(repo.leakgate(['import', '--dry-run', 'a.toml'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('base/**'),
    });
    const other = repo.leakgate(['import', '--dry-run', 'b.toml']);
    expect(other).toMatchObject({ status: 3, stderr: expect.stringContaining('b.toml:2: extend.path') });
  });

  test.skipIf(process.platform === 'win32')(
    'what it extends is no link out of the repository, and no pipe',
    () => {
      const { repo } = leaky();
      const outside = path.join(repo.home, 'outside.toml');
      writeFileSync(outside, "[[rules]]\nid = 'outside'\nregex = 'outs_[a-z]{20}'\n");
      symlinkSync(outside, path.join(repo.root, 'link.toml'));
      repo.run('mkfifo', ['pipe.toml']);
      for (const name of ['link.toml', 'pipe.toml']) {
        repo.write('a.toml', `[extend]\npath = '${name}'\n`);
        const { status, all } = repo.leakgate(['import', '--dry-run', 'a.toml']);
        expect(status, all).toBe(3);
        expect(all).toContain(`extend.path ${name}: not a file of this repository`);
        expect(all).not.toContain('outs_');
      }
    },
  );

  test('a secret in it is not copied, but ignored by its fingerprint', () => {
    const { repo, old } = leaky();
    const words = `[[allowlists]]\nstopwords = ["sandbox", "${old}"]\n[[allowlists]]\nregexes = ['''${old}''']\n`;
    repo.write('.gitleaks.toml', words);
    const run = repo.leakgate(['import', '.gitleaks.toml']);
    expect(run).toMatchObject({
      status: 0,
      all: expect.stringContaining('.gitleaks.toml:2: holds a secret'),
    });
    expect(run.all + fileOf(repo, '.leakgate.yaml') + fileOf(repo, '.leakgateignore')).not.toContain(old);
    expect(fileOf(repo, '.leakgate.yaml')).toContain('- sandbox');
    rmSync(path.join(repo.root, '.gitleaks.toml'));
    const { findings } = JSON.parse(repo.leakgate(['dir', '-f', 'json']).stdout);
    expect(findings.map(({ file }: { file: string }) => file)).toEqual(['new.env']);
  });

  test('a dry run writes nothing', () => {
    const { repo, commit } = leaky();
    repo.write('.gitleaksignore', `${commit}:old.env:github-pat:2\n`);
    repo.write('.gitleaks.toml', config);
    const run = repo.leakgate(['import', '--dry-run', '.gitleaks.toml', '.gitleaksignore']);
    expect(run.stdout).toContain('# .leakgateignore');
    expect(repo.git('status', '--porcelain')).toBe('?? .gitleaks.toml\n?? .gitleaksignore');
  });
});

test('a secret in a name, a reason or a pattern that is lost is neither shown nor copied', () => {
  const repo = makeRepo();
  const token = makeToken();
  const text = `title = 'of ${token}'
[allowlist]
description = 'allows ${token}'
regexes = ['''${token}''', '''other''']
[[rules]]
id = 'lost'
regex = '''a(?=b)'''
path = '''${token}(?=x)'''
[[rules]]
id = 'kept'
description = 'as in ${token}'
regex = '''kept_[0-9]{12}'''
`;
  repo.write('.gitleaks.toml', text);
  const { status, all } = repo.leakgate(['import', '.gitleaks.toml']);
  expect(status).toBe(3);
  const files = ['.leakgate.yaml', '.leakgateignore'].map((name) => fileOf(repo, name));
  expect(files[0]).toContain('kept_');
  for (const one of [all, ...files]) expect(one).not.toContain(token.slice(4));
});

test.each([
  ['a pattern', (token: string) => `regex = '''tok(${token})'''`],
  [
    'an escaped pattern',
    (token: string) => `regex = '''${token.slice(0, 9)}[${token[9]}]${token.slice(10)}'''`,
  ],
  ['a keyword', (token: string) => `regex = '''acme_[a-z]{20}'''\nkeywords = ['${token}']`],
  ['a path', (token: string) => `regex = '''acme_[a-z]{20}'''\npath = '''${token}/x'''`],
])('a rule with a secret in %s is not copied, and no rule needs it', (_, body) => {
  const repo = makeRepo();
  const token = makeToken();
  const other = `[[rules]]\nid = 'other'\nregex = 'acmo_[a-z]{20}'\n[[rules.required]]\nid = 'leaky'\n`;
  const paths = `[[allowlists]]\npaths = ['''${token}/vendor''']\n`;
  repo.write('a.toml', `[[rules]]\nid = 'leaky'\n${body(token)}\n${other}${paths}`);
  const { status, all } = repo.leakgate(['import', 'a.toml']);
  expect(status, all).toBe(3);
  expect(all).toContain('a.toml:2: rule leaky: it holds a secret, which is not copied');
  expect(all).toContain(': a path holds a secret, which is not copied');
  for (const text of [all, fileOf(repo, '.leakgate.yaml')]) expect(text).not.toContain(token.slice(12));
  expect(fileOf(repo, '.leakgate.yaml')).toContain('acmo_');
  expect(repo.leakgate(['dir', '--offline']).stderr).not.toContain('no such rule');
});

test.each([
  [
    'what can not be carried over is exit 3, with its place',
    "[[rules]]\nid = 'a'\nregex = 'a(?=b)'\n",
    3,
    'a.toml:3: rule a',
  ],
  ['no TOML', '[rules\n', 2, 'a.toml:1:'],
  ['no file of a scanner', 'hello\n', 2, 'known are those of gitleaks'],
])('%s', (_, text, status, message) => {
  const repo = makeRepo();
  const name = status === 2 && text === 'hello\n' ? 'a.txt' : 'a.toml';
  repo.write(name, text);
  const run = repo.leakgate(['import', name]);
  expect(run).toMatchObject({ status, all: expect.stringContaining(message) });
});
