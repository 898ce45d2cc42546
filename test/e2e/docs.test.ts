import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeRepo, makeToken } from '../helpers/repo.ts';

const pages = ['docs/getting-started.md', 'docs/hooks.md', 'docs/report.md', 'docs/ci.md'];

/** The indented lines of a page that call a program, as arguments, without a trailing comment. */
const commandsOf = (page: string, program = 'leakgate') =>
  [...readFileSync(page, 'utf8').matchAll(/^ {4}(\w+) (.*?)\s*(?:#.*)?$/gm)]
    .filter(([, name]) => name === program)
    .map(([, , args]) => wordsOf(args!));

/** Split at blanks, but for those in quotes. */
const wordsOf = (line: string) =>
  [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);

test.each(pages)('the commands of %s run, one after the other', (page) => {
  const repo = makeRepo();
  const commands = commandsOf(page);
  expect(commands.length).not.toBe(0);
  for (const args of commands) {
    const { status, all } = repo.leakgate(args);
    expect(status, `leakgate ${args.join(' ')}: ${all}`).toBe(0);
  }
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
