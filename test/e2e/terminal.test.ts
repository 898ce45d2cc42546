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

/** Lines without colours and links. */
function plainLines(shown: string): string[] {
  const withoutLinks = shown.replace(/\u001b\]8;;[^\u001b]*\u001b\\/g, '');
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
  const link = /\u001b\]8;;file:\/\/\/\S*\.env\u001b\\/;
  expect(inTerminal({ TERM_PROGRAM: 'WezTerm' })).toMatch(link);
  expect(inTerminal({ TERM_PROGRAM: 'WezTerm', CI: 'true' })).not.toMatch(link);
  expect(inTerminal({ TERM_PROGRAM: 'vscode' })).not.toMatch(link);
});
