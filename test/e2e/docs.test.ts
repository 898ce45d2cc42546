import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeRepo, makeToken } from '../helpers/repo.ts';

const pages = ['docs/getting-started.md', 'docs/hooks.md'];

/** The indented lines of a page that call leakgate, as arguments, without a trailing comment. */
const commandsOf = (page: string) =>
  [...readFileSync(page, 'utf8').matchAll(/^ {4}leakgate (.*?)\s*(?:#.*)?$/gm)].map(([, args]) =>
    args!.split(' '),
  );

test.each(pages)('the commands of %s run, one after the other', (page) => {
  const repo = makeRepo();
  const commands = commandsOf(page);
  expect(commands.length).toBeGreaterThan(2);
  for (const args of commands) {
    const { status, all } = repo.leakgate(args);
    expect(status, `leakgate ${args.join(' ')}: ${all}`).toBe(0);
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
