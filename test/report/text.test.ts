import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { RenderContext } from '../../src/report/context.ts';
import { renderText } from '../../src/report/text.ts';
import { displayWidth } from '../../src/report/width.ts';
import { historyFinding, hostileReport, jsonFinding, jsonReport } from './reports.ts';

const piped: RenderContext = {
  color: false,
  width: undefined,
  linkFolder: undefined,
  quiet: false,
  verbose: false,
};
const render = (report: Parameters<typeof renderText>[0], over: Partial<RenderContext> = {}) =>
  renderText(report, { ...piped, ...over }).join('');

const long = `packages/${'deeply/'.repeat(30)}config.production.json`;
const wide = `資料/${'機密設定檔案'.repeat(12)}/🔑🔑🔑.env`;

describe.each([20, 40, 80, 120])('in %i columns', (width) => {
  test.each([
    ['a long path', jsonReport([jsonFinding({ file: long })])],
    ['wide characters', jsonReport([historyFinding({ file: wide, author: wide, excerpt: wide })])],
    ['a path without a slash', jsonReport([jsonFinding({ file: 'x'.repeat(300) })])],
    ['everything hostile', hostileReport()],
  ])('%s makes no line wider than the window', (_, report) => {
    const text = render(report, {
      width,
      color: true,
      linkFolder: '/some folder',
      verbose: true,
      engines: long,
    });
    const widths = text.split('\n').map((line) => displayWidth(withoutSequences(line)));
    expect(Math.max(...widths)).toBeLessThanOrEqual(width);
  });
});

const ESCAPE = '\u001b';
const LINK = new RegExp(`${ESCAPE}\\]8;;([^${ESCAPE}]*)${ESCAPE}\\\\`, 'g');

/** Without colours and links, which take no columns. */
function withoutSequences(line: string): string {
  return stripVTControlCharacters(line.replaceAll(LINK, ''));
}

test('wrapping loses nothing of a path', () => {
  const text = render(jsonReport([jsonFinding({ file: long })]), { width: 60 });
  expect(text.replaceAll('\n    ', '')).toContain(`${long}:3:12`);
});

test('piped, a place stays on its line, for grep and for terminals that make links of it', () => {
  expect(render(jsonReport([jsonFinding({ file: long })])).split('\n')).toContain(
    `  ${long}:3:12  ghp_…(40)`,
  );
});

test('a finding is shown with its line, what to do, and its fingerprint', () => {
  expect(
    render(jsonReport([historyFinding({ decodedFrom: ['utf-16le', 'base64'] })])),
  ).toMatchInlineSnapshot(`
    "✗ GitHub personal access token (classic)  critical, github-pat
      src/app.js:3:12  ghp_…(40) (inside base64 in utf-16le) of aaaaaaaaaaaa by Ann Author <ann@example.com> on 2026-03-04, not at HEAD
         3 │ const token = 'ghp_…(40)';
      not checked: offline
        1. Revoke it: https://github.com/settings/tokens
        2. Delete the token on that page.
        3. Read the security log from the day of the commit on.
        4. Keep the new one in the environment variable GITHUB_TOKEN, and write process.env.GITHUB_TOKEN
      fingerprint 446883f3be5e74c4160c671da78304a6

    leakgate: 1 secret found, 0 of them still at HEAD

    dir: read 4 of 4 objects, 52 lines, 1.8 kB, 400 rules, 1500 ms
    "
  `);
});

test('a line that is cut is cut around its secret', () => {
  const excerpt = `${'before '.repeat(9)}token = ghp_…(40); ${'after '.repeat(9)}`;
  const shown = (width: number) =>
    /│ (.*)/.exec(render(jsonReport([jsonFinding({ excerpt })]), { width }))![1];
  expect(shown(40)).toMatch(/^….* = ghp_…\(40\); after.*…$/);
  expect(shown(100)).toMatch(/^before .*ghp_…\(40\).*…$/);
});

test('a secret in many places is one block with all of them', () => {
  const files = ['a.js', 'b.py', 'c.js'];
  const text = render(jsonReport(files.map((file) => jsonFinding({ file }))));
  expect(text.match(/✗/g)).toHaveLength(1);
  for (const file of files) expect(text).toContain(`${file}:3:12`);
  expect(text).toContain('process.env.GITHUB_TOKEN; in b.py, os.environ["GITHUB_TOKEN"]');
  expect(text).toContain('1 secret found in 3 places');
});

test('a part says what it is a part of, and is no second secret', () => {
  const id = { fingerprint: '1', ruleId: 'aws-access-key-id', title: 'AWS access key id', partOf: '2' };
  const text = render(jsonReport([jsonFinding(id), jsonFinding({ fingerprint: '2', startLine: 4 })]));
  expect(text).toContain('part of GitHub personal access token (classic) at src/app.js:4:12');
  expect(text).toContain('leakgate: 1 secret found\n');
});

test('a canary is called one, and says not to verify it', () => {
  const { verification } = jsonFinding();
  const reason = { ...verification, reason: 'canary' };
  const text = render(jsonReport([jsonFinding({ canary: 'canarytokens.org', verification: reason })]));
  expect(text).toContain('likely a canary of canarytokens.org: do not verify it\n');
  expect(text).toContain('not checked: it is likely a canary, and checking it would alert its owner\n');
});

test('more places than fit are counted, and listed by -v', () => {
  const findings = Array.from({ length: 40 }, (_, i) => jsonFinding({ file: `f${i}.js` }));
  expect(render(jsonReport(findings))).toContain('and 30 more places');
  expect(render(jsonReport(findings), { verbose: true })).toContain('f39.js:3:12');
});

test('steps that are the same as before are not said again', () => {
  const findings = ['1', '2'].map((fingerprint) => jsonFinding({ fingerprint }));
  const text = render(jsonReport(findings));
  expect(text.match(/Revoke it/g)).toHaveLength(1);
  expect(text.match(/the steps are those above/g)).toHaveLength(1);
});

test('nothing hostile reaches a terminal, or the log of a CI as a command', () => {
  const text = render(hostileReport(), { verbose: true });
  expect(text).not.toMatch(/[^\P{C}\n]|[\u2028\u2029]/u);
  expect(text).not.toMatch(/^\s*::|##[a-z]*\[/im);
});

test('a terminal that shows links gets one to the file, percent-encoded, but not for what is gone from the tree', () => {
  // On Windows with the drive.
  const folder = pathToFileURL('/a b').href;
  expect(folder).toMatch(/^file:\/\/\/.*a%20b$/);
  const link = (finding: ReturnType<typeof jsonFinding>) =>
    new RegExp(LINK).exec(render(jsonReport([finding]), { width: 80, color: true, linkFolder: '/a b' }))?.[1];
  expect(link(jsonFinding({ file: "x/é %\u001b'.js" }))).toBe(`${folder}/x/%C3%A9%20%25%1B'.js`);
  expect(link(historyFinding({ atHead: true }))).toBe(`${folder}/src/app.js`);
  expect(link(historyFinding({ atHead: false }))).toBeUndefined();
  expect(link(historyFinding({ where: 'commit-message' }))).toBeUndefined();
});

test('what was suppressed is counted, and listed for the commits of a range', () => {
  const unknown = { source: null, author: null, expires: null, isNew: null };
  const suppression = { ...unknown, by: 'inline', reason: 'a test key' };
  const suppressed = [{ ...jsonFinding(), suppression }];
  const target = { kind: 'diff', root: '.', range: 'A..B', repository: null };
  expect(render(jsonReport([], { suppressed }))).toContain('1 suppressed');
  expect(render(jsonReport([], { suppressed }))).not.toContain('a test key');
  expect(render(jsonReport([], { suppressed, target }))).toContain('inline: a test key');
});

test('the receipt names the three slowest files, all of them with -v', () => {
  const report = jsonReport([]);
  const slow = ['a', 'b', 'c', 'd'].map((path) => ({ path, ms: 1200, bytes: 3000 }));
  const of = (verbose: boolean) => render({ ...report, receipt: { ...report.receipt, slow } }, { verbose });
  expect(of(false)).toContain('  slow a: 1200 ms for 3.0 kB\n');
  expect(of(false)).not.toContain('slow d');
  expect(of(false)).toContain('and 1 more that were slow (-v lists them)');
  expect(of(true)).toContain('slow d: 1200 ms');
});

test('what is not sure enough is listed by file and rule, and --explain lists it in its own way', () => {
  const keys = [1, 9].map((startLine) => jsonFinding({ file: 'test/a.key', startLine, confidence: 'low' }));
  const report = jsonReport([], { unsure: keys });
  const text = render(report);
  expect(text).toContain('of lower confidence, not reported: 2');
  expect(text).toMatch(/^ {2}test\/a\.key:1:\d+ {2}\S+ and 1 more$/m);
  expect(render(report, { quiet: true })).toContain('test/a.key:1:');
  expect(render({ ...report, dropped: [] })).not.toContain('test/a.key');
});
