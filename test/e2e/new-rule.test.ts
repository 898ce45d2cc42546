import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { alphabets, pick, seededRandom } from '../../src/engine/checks/random.ts';
import { leakgateFile, makeFolder, type Repo } from '../helpers/repo.ts';
import { findInSystem } from '../helpers/tools.ts';

const docs = 'https://acme.example/docs';
const random = (seed: string, alphabet: keyof typeof alphabets = 'alnum', length = 32) =>
  pick(seededRandom(seed), alphabets[alphabet], length);
const newRule = (repo: Repo, input: string, ...args: string[]) =>
  repo.leakgate(['rules', 'new', ...args], { input });

test('a sample and a page become a rule that finds other tokens, and does not hold the sample', () => {
  const repo = makeFolder();
  const sample = `acme_live_${random('sample')}`;
  const { status, all } = newRule(repo, `${sample}\n`, 'acme-token', '--docs', docs);
  expect([status, all]).toEqual([0, expect.stringContaining('acme.yaml')]);
  const text = readFileSync(path.join(repo.root, 'acme.yaml'), 'utf8');
  expect(text + all).not.toContain(random('sample').slice(0, 8));
  expect(text).toContain(docs);
  expect(repo.leakgate(['rules', 'test', 'acme.yaml']).status).toBe(0);
  repo.write('app.js', `connect('acme_live_${random('another')}');\n`);
  const scan = repo.leakgate(['dir', 'app.js', '--rules', 'acme.yaml', '--only', 'acme-token', '-f', 'json']);
  expect(JSON.parse(scan.stdout).findings).toMatchObject([{ ruleId: 'acme-token', file: 'app.js' }]);
});

test('a token without a prefix is found by the name of its provider', () => {
  const repo = makeFolder();
  expect(newRule(repo, random('hex', 'hex', 40), 'acme-key', '--docs', docs).status).toBe(0);
  repo.write('a.env', `ACME_KEY=${random('other', 'hex', 40)}\nSHA=${random('third', 'hex', 40)}\n`);
  const scan = repo.leakgate(['dir', 'a.env', '--rules', 'acme.yaml', '--only', 'acme-key', '-f', 'json']);
  expect(JSON.parse(scan.stdout).findings).toMatchObject([{ startLine: 1 }]);
});

const sample = `acme_${random('hostile')}`;

test.each<[string, string, string[]]>([
  ['no sample', '', ['acme-token', '--docs', docs]],
  ['a sentence', 'this is not a token\n', ['acme-token', '--docs', docs]],
  ['two lines', `${sample}\n${sample}\n`, ['acme-token', '--docs', docs]],
  ['bytes', '\u0000\u0001\u001b[31m', ['acme-token', '--docs', docs]],
  ['a pattern', `${'(a+)+'.repeat(9)}$`, ['acme-token', '--docs', docs]],
  ['no id', sample, []],
  ['no page', sample, ['acme-token']],
  ['a page that is none', sample, ['acme-token', '--docs', 'javascript:alert(1)']],
  ['a page over two lines', sample, ['acme-token', '--docs', `${docs}\nprovider: other`]],
  ['an id that leads elsewhere', sample, ['../up-token', '--docs', docs]],
  ['an id that is a pattern', sample, ["'.*-token", '--docs', docs]],
  ['an id of one word', sample, ['acme', '--docs', docs]],
])('%s writes nothing, and shows nothing of the sample', (_, input, args) => {
  const repo = makeFolder();
  const { status, all } = newRule(repo, input, ...args);
  expect(status).toBe(2);
  expect(all).toMatch(/^leakgate: /);
  expect(all).not.toContain(random('hostile').slice(0, 8));
  expect(all).not.toMatch(/[^\P{C}\n]/u);
  expect(readdirSync(repo.root)).toEqual([]);
  expect(existsSync(path.join(repo.root, '..', 'up.yaml'))).toBe(false);
});

test.each(['Acme: "the" company # 1', 'Acme\n  - id: x', "O'Brien & Söhne", '\u001b[31m'])(
  'a name may be %j',
  (name) => {
    const repo = makeFolder();
    const { status, all } = newRule(repo, sample, 'acme-token', '--docs', docs, '--name', name);
    expect(status).toBe(0);
    expect(all).not.toContain('\u001b');
    expect(repo.leakgate(['rules', 'test', 'acme.yaml']).all).toContain('1 rules, 5 examples, 0 failed');
  },
);

test('a file that is there stays as it is, and so does what a link leads to', () => {
  const repo = makeFolder();
  repo.write('acme.yaml', 'mine\n');
  expect(newRule(repo, sample, 'acme-token', '--docs', docs).all).toContain('acme.yaml is there already');
  expect(readFileSync(path.join(repo.root, 'acme.yaml'), 'utf8')).toBe('mine\n');
  if (process.platform === 'win32') return;
  symlinkSync(path.join(repo.home, 'elsewhere'), path.join(repo.root, 'other.yaml'));
  expect(newRule(repo, sample, 'other-token', '--docs', docs).status).toBe(2);
  expect(existsSync(path.join(repo.home, 'elsewhere'))).toBe(false);
});

const script = process.platform === 'linux' ? findInSystem('script', /util-linux/) : undefined;

test.skipIf(!script)('on a terminal, what is missing is asked for', () => {
  const repo = makeFolder();
  const command = `'${process.execPath}' '${leakgateFile}' rules new`;
  const input = `acme-token\n${docs}\n${sample}\n`;
  const { stdout } = repo.run(script!, ['-qec', command, '/dev/null'], { input });
  expect(stdout).toContain('which id');
  expect(stdout).toContain('where is it documented');
  expect(repo.leakgate(['rules', 'test', 'acme.yaml']).status).toBe(0);
});
