import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { formats } from '../helpers/formats.ts';
import { makeFolder, makeRepo, makeToken, type Repo, tokenLine } from '../helpers/repo.ts';

/** A repository with a secret in all that a report tells besides contents. */
function repoOfSecrets(token: string): Repo {
  const repo = makeRepo();
  repo.add(`${token}/a.env`, tokenLine(token));
  repo.add('.leakgate.yaml', `exclude: ['no/${token}/*']\n`);
  repo.git('-c', `user.name=A ${token}`, '-c', `user.email=${token}@example.com`, 'commit', '-qm', 'x');
  repo.git('checkout', '-qb', `for-${token}`);
  repo.git('remote', 'add', 'origin', `https://example.com/${token}/app.git`);
  return repo;
}

test.each(formats)('%s: of an author, a branch, a remote, a folder, a config', (format) => {
  const token = makeToken();
  const { status, all } = repoOfSecrets(token).leakgate(['audit', '--explain', '-v', '-f', format]);
  expect(status).toBe(1);
  expect(all).not.toContain(token);
});

/** Rules of `.leakgate.yaml` that tell a secret in what they say. */
function rulesThatTell(token: string): string {
  return `custom-rules:
  - provider: acme
    name: Acme
    remediation: { revoke: 'https://example.com/${token}', steps: ['Delete ${token} there.'] }
    rules:
      - id: acme-key
        title: Acme key ${token}
        severity: high
        pattern: 'acme_(?<secret>[0-9]{4}[a-z]{8})'
        examples: { match: ['acme_1234abcdefgh'], ignore: [x] }
`;
}

test.each(formats)('%s: of a rule, an archive, a reason', (format) => {
  const token = makeToken();
  const repo = makeRepo();
  repo.write('.leakgate.yaml', rulesThatTell(token));
  repo.write('own.txt', `acme_1357qxvzkwjm\nacme_2468mrtbvcnp leakgate:allow -- as ${token}\n`);
  repo.write(`${token}.gz`, gzipSync(tokenLine()));
  const scanned = repo.leakgate(['dir', '--explain', '-v', '-f', format]);
  expect(scanned.status).toBe(1);
  expect(scanned.all).not.toContain(token);
  repo.leakgate(['dir', 'own.txt', '-o', 'json=r.json']);
  const again = repo.leakgate(['verify', 'r.json', '-f', format]);
  expect(again.status).toBe(1);
  expect(again.all).not.toContain(token);
  expect(repo.leakgate(['rules', 'list']).all).not.toContain(token);
});

test('of the revisions of a range', () => {
  const token = makeToken();
  const repo = repoOfSecrets(token);
  const { status, stdout } = repo.leakgate(['diff', `for-${token}..HEAD`, '-f', 'json']);
  expect(status).toBe(0);
  expect(JSON.parse(stdout).target.range).toBe('for-ghp_…(40)..HEAD');
});

test.each([
  ['a command', (token: string) => [token]],
  ['a format', (token: string) => ['dir', '-f', token]],
  ['a config', (token: string) => ['dir', '--config', token]],
  ['a revision', (token: string) => ['diff', `${token}..HEAD`]],
  ['a report', (token: string) => ['report', `${token}.json`]],
  ['a rule', (token: string) => ['rules', 'show', token]],
  ['a fingerprint', (token: string) => ['ignore', token, '--reason', 'x']],
  ['an endpoint', (token: string) => ['dir', '--endpoint', `https://example.com/?a=${token}`]],
])('in the message about %s', (_name, argsOf) => {
  const token = makeToken();
  const { status, all } = makeRepo().leakgate(argsOf(token));
  expect([2, 3]).toContain(status);
  expect(all).not.toContain(token);
});

test('in the message about an endpoint that has a login, whatever it looks like', () => {
  const { status, all } = makeFolder().leakgate(['dir', '--endpoint', 'https://me:tiny@localhost/']);
  expect(status).toBe(2);
  expect(all).not.toContain('tiny');
});

test('where settings and rules are shown', () => {
  const token = makeToken();
  const repo = makeRepo();
  repo.write('.leakgate.yaml', `stop-words: ['${token}']\nexclude: ['no/${token}']\nrules: [own.yaml]\n`);
  const rule = (example: string) =>
    `provider: acme\nname: Acme\nremediation:\n  steps: [Delete it.]\nrules:\n  - id: acme-key\n    title: Acme key\n    severity: high\n    pattern: 'acme_(?<secret>[0-9]{4})'\n    examples: { match: ["${example}"], ignore: [x] }\n`;
  repo.write('own.yaml', rule(`${token} \\e[31m`));
  const long = ' '.repeat(300);
  for (const args of [['config'], ['config', '--json'], ['doctor'], ['rules', 'show', 'acme-key']])
    expect(repo.leakgate(args).all).not.toContain(token);
  repo.write('.leakgate.yaml', `exclude: ['${long}${token}${long}']\n`);
  const { settings } = JSON.parse(repo.leakgate(['config', '--json']).stdout);
  expect(settings.at(-1).value).toBe(`${long}ghp_…(40)${long}`);
  const tested = repo.leakgate(['rules', 'test', 'own.yaml']);
  expect(tested.status).toBe(1);
  expect(tested.all).toContain('ghp_…(40) \\x1b[31m');
});

test.skipIf(process.platform === 'win32')(
  'a workflow command has no control character of a file name',
  () => {
    const repo = makeFolder();
    repo.write('a\x1b[31m.env', tokenLine());
    expect(repo.leakgate(['dir', '-f', 'github']).stdout).toContain('file=a\\x1b[31m.env,');
  },
);
