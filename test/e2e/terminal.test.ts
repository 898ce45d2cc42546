import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { displayWidth } from '../../src/report/width.ts';
import { leakgateFile, makeRepo, tokenLine } from '../helpers/repo.ts';
import { findInSystem } from '../helpers/tools.ts';

const script = process.platform === 'linux' ? findInSystem('script', /util-linux/) : undefined;

/** What `leakgate dir` shows in a terminal of 80 columns, of a file whose name is long and wide. */
function inTerminal(env: NodeJS.ProcessEnv): string {
  const repo = makeRepo();
  repo.write(`${'設定/'.repeat(12)}${'x'.repeat(60)}.env`, `# ${'語'.repeat(30)}\n${tokenLine()}`);
  const command = `stty cols 80; '${process.execPath}' '${leakgateFile}' dir`;
  return repo.run(script!, ['-qec', command, '/dev/null'], { env: { TERM: 'xterm-256color', ...env } })
    .stdout;
}

const ESCAPE = '\u001b';
const LINK = new RegExp(`${ESCAPE}\\]8;;([^${ESCAPE}]*)${ESCAPE}\\\\`, 'g');

/** Lines without colours and links. */
function plainLines(shown: string): string[] {
  const withoutLinks = shown.replaceAll(LINK, '');
  return stripVTControlCharacters(withoutLinks).split(/\r?\n/);
}

test.skipIf(!script)('fits a terminal of 80 columns, in colour', () => {
  const shown = inTerminal({});
  expect(shown).toContain('\u001b[31m✗');
  expect(shown).not.toContain('\u001b]8;;');
  const widths = plainLines(shown).map(displayWidth);
  expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  expect(Math.max(...widths)).toBeGreaterThan(70);
});

test.skipIf(!script).each([
  ['NO_COLOR', { NO_COLOR: '1' }],
  ['TERM=dumb', { TERM: 'dumb' }],
])('%s is obeyed', (_, env) => {
  expect(inTerminal(env)).not.toContain('\u001b');
});

test.skipIf(!script)('a terminal that is known to show links gets them, but not in CI', () => {
  expect(inTerminal({ TERM_PROGRAM: 'WezTerm' })).toMatch(LINK);
  expect(inTerminal({ TERM_PROGRAM: 'WezTerm', CI: 'true' })).not.toMatch(LINK);
  expect(inTerminal({ TERM_PROGRAM: 'vscode' })).not.toMatch(LINK);
});

test.skipIf(!script)('from a folder below the top, a link leads to the file all the same', () => {
  const repo = makeRepo();
  repo.add('sub/a.env', tokenLine());
  const command = `'${process.execPath}' '${leakgateFile}' staged`;
  const env = { TERM: 'xterm-256color', TERM_PROGRAM: 'WezTerm' };
  const { stdout } = repo.run(script!, ['-qec', command, '/dev/null'], { env, cwd: 'sub' });
  expect([...stdout.matchAll(LINK)].map(([, target]) => target)).toContain(
    pathToFileURL(path.join(repo.root, 'sub/a.env')).href,
  );
});
