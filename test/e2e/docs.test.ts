import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandsPage } from '../../scripts/commands-page.ts';
import { commands as commandTable } from '../../src/cli/commands.ts';
import { makeRepo, makeToken } from '../helpers/repo.ts';

const pages = ['docs/getting-started.md', 'docs/hooks.md', 'docs/report.md', 'docs/ci.md'];

/** The indented lines of a page that call a program, as arguments, without a trailing comment. */
const commandsOf = (page: string, program = 'leakgate') =>
  [...readFileSync(page, 'utf8').matchAll(/^ {4}(\w+) (.*?)\s*(?:#.*)?$/gm)]
    .filter(([, name]) => name === program)
    .map(([, , args]) => wordsOf(args!));

/** Split at blanks, but for those in quotes. */
const wordsOf = (line: string) =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|\S+/g)].map(([word, double, single]) => double ?? single ?? word);

test.each(pages)('the commands of %s run, one after the other', (page) => {
  const repo = makeRepo();
  const commands = commandsOf(page);
  expect(commands.length).not.toBe(0);
  for (const args of commands) {
    const { status, all } = repo.leakgate(args);
    expect(status, `leakgate ${args.join(' ')}: ${all}`).toBe(0);
  }
});

test('the examples of docs/commands.md run, one after the other', () => {
  const repo = makeRepo();
  for (const name of ['a.env', 'b.env']) {
    repo.add(name, 'A=1\n');
    repo.git('commit', '-qm', name);
  }
  repo.write('.gitleaks.toml', "[allowlist]\npaths = ['^vendor/']\n");
  const commands = commandsOf('docs/commands.md');
  expect(commands.map(([name]) => name).sort()).toEqual(Object.keys(commandTable).sort());
  for (const args of commands) {
    const words = args.map((word) =>
      word === 'FINGERPRINT' ? `0000${'0123456789ab'.repeat(3).slice(8)}` : word,
    );
    const { status, all } = repo.leakgate(words, { input: '' });
    expect(status, `leakgate ${args.join(' ')}: ${all}`).toBe(0);
  }
});

test('docs/commands.md is what the command says of itself', () => {
  expect(readFileSync('docs/commands.md', 'utf8')).toBe(commandsPage());
});

test('the commands of docs/suppressions.md run, one after the other, on a repository with a secret', () => {
  const repo = makeRepo();
  repo.add('test/fixture.js', `const token = '${makeToken()}';\n`);
  const [, fingerprint] = /fingerprint (\w+)/.exec(repo.leakgate(['staged']).stdout)!;
  const page = 'docs/suppressions.md';
  expect(commandsOf(page).map(([name]) => name)).toEqual([
    'ignore',
    'staged',
    'baseline',
    'audit',
    'baseline',
  ]);
  for (const args of commandsOf(page)) {
    const { status, all } = repo.leakgate(args.map((word) => (word === 'FINGERPRINT' ? fingerprint! : word)));
    expect(status, `leakgate ${args.join(' ')}: ${all}`).toBe(0);
    for (const words of commandsOf(page, 'git')) repo.git(...words);
  }
});

test('README.md shows the blocked commit as it is', () => {
  const shown = /```console\n\$ git commit -m '(.*?)'\n([\s\S]*?)```/.exec(
    readFileSync('README.md', 'utf8'),
  )!;
  const repo = makeRepo();
  repo.leakgate(['hook', 'install']);
  repo.add('app.js', `const token = '${makeToken()}';\n`);
  const { status, all } = repo.run('git', ['commit', '-m', shown[1]!], { env: { NO_COLOR: '1' } });
  const steady = (text: string) => text.replace(/fingerprint [0-9a-f]+/, 'fingerprint …').trim();
  expect(status).toBe(1);
  expect(steady(all)).toContain(steady(shown[2]!));
});

/** The first block of YAML on a page. */
const yamlOf = (page: string) => /```yaml\n([\s\S]*?)```/.exec(readFileSync(page, 'utf8'))![1]!;

test('docs/configuration.md: its config is one, and its commands run', () => {
  const page = 'docs/configuration.md';
  const repo = makeRepo();
  repo.write('.leakgate.yaml', yamlOf(page));
  const commands = commandsOf(page);
  expect(commands.length).toBeGreaterThan(1);
  for (const args of commands) expect(repo.leakgate(args)).toMatchObject({ status: 0 });
  repo.write('README.md', `acme_test${'b3k9w2q7'.repeat(2)}\n`);
  expect(repo.leakgate(['dir']).status).toBe(0);
});

test('docs/configuration.md names every key and variable', () => {
  const text = readFileSync('docs/configuration.md', 'utf8');
  const schema = JSON.parse(readFileSync('schema/user-config.json', 'utf8'));
  const keys = Object.keys(schema.properties);
  expect(keys.filter((key) => !text.includes(`\`${key}\``) && !text.includes(`\n${key}:`))).toEqual([]);
});

test('the commands of docs/coming-over.md run, each on files of its scanner', () => {
  const page = 'docs/coming-over.md';
  const repo = makeRepo();
  const files: Readonly<Record<string, string>> = {
    '.gitleaks.toml': "[allowlist]\npaths = ['^vendor/']\n",
    '.gitleaksignore': 'a.env:generic-api-key:1\n',
    'gitleaks-report.json': '[]',
    'trufflehog.json': '{"SourceMetadata":{"Data":{"Git":{"file":"a.env","line":1}}}}\n',
    'kingfisher.json': '{"findings":[{"rule":{"id":"a"},"finding":{"path":"a.env","line":1}}]}',
    '.secretlintrc.json': '{"rules":[{"id":"@secretlint/secretlint-rule-preset-recommend"}]}',
    '.secretlintignore': 'dist/\n',
    '.secrets.baseline': '{"plugins_used":[],"results":{}}',
    '.gitguardian.yaml': 'version: 2\nsecret: { ignored_paths: ["*.md"] }\n',
    'report.sarif': '{"version":"2.1.0","runs":[]}',
  };
  repo.write('a.env', 'A=1\n');
  for (const [name, text] of Object.entries(files)) repo.write(name, text);
  const commands = commandsOf(page);
  expect(
    commands
      .filter(([name]) => name === 'import')
      .flatMap(([, ...names]) => names)
      .sort(),
  ).toEqual(Object.keys(files).sort());
  for (const args of [...commands].reverse()) {
    const { status, all } = repo.leakgate(args);
    expect(status, `leakgate ${args.join(' ')}: ${all}`).toBe(0);
  }
});

test('docs/security-model.md names tests that are there', () => {
  const text = readFileSync('docs/security-model.md', 'utf8');
  const names = [...text.matchAll(/`(test\/[^`]+\.ts)`/g)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !existsSync(name))).toEqual([]);
  const titles = [...text.matchAll(/`(test\/[^`]+\.ts)`, "([^"]+)"/g)];
  for (const [, name, title] of titles) expect(readFileSync(name!, 'utf8')).toContain(title);
});
