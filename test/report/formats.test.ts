import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { renderCodeclimate } from '../../src/report/codeclimate.ts';
import type { Renderer } from '../../src/report/context.ts';
import { renderCsv } from '../../src/report/csv.ts';
import { renderGithub } from '../../src/report/github.ts';
import { renderGitlab } from '../../src/report/gitlab.ts';
import { renderJson } from '../../src/report/json.ts';
import { renderJsonl } from '../../src/report/jsonl.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { readReport } from '../../src/report/read-report.ts';
import { renderSarif } from '../../src/report/sarif.ts';
import { gitlabSchema } from './gitlab-schema.ts';
import { rendered } from './render.ts';
import {
  historyFinding,
  hostile,
  hostileReport,
  jsonFinding,
  jsonReport,
  suppressedFinding,
} from './reports.ts';

const formats: readonly (readonly [string, Renderer])[] = [
  ['json', renderJson],
  ['jsonl', renderJsonl],
  ['sarif', renderSarif],
  ['gitlab', renderGitlab],
  ['codeclimate', renderCodeclimate],
  ['csv', renderCsv],
  ['junit', renderJunit],
  ['markdown', renderMarkdown],
  ['github', renderGithub],
];

describe.each(formats)('%s', (name, render) => {
  test('nothing hostile reaches a terminal, or the log of a CI as a command', () => {
    const lines = rendered(render, hostileReport()).split(/\r?\n/);
    for (const line of lines) expect(line).not.toMatch(/[^\P{C}]|[\u2028\u2029]|##[a-z]*\[/iu);
    const commands = lines.filter((line) => /^\s*::/.test(line));
    const wanted = name === 'github' ? /^::(error|notice|warning) [^:]*::/ : /^(?!)/;
    for (const line of commands) expect(line).toMatch(wanted);
  });
});

describe('json', () => {
  test('what is escaped is the same to a parser', () => {
    expect(JSON.parse(rendered(renderJson, hostileReport()))).toEqual(hostileReport());
  });

  test('a report that was written can be read', () => {
    const report = jsonReport([jsonFinding(), historyFinding()]);
    expect(readReport(rendered(renderJson, report), 'x.json')).toEqual(report);
  });

  test('a report in pieces is laid out as in one', () => {
    const report = hostileReport();
    expect(report.findings).not.toEqual([]);
    expect(JSON.stringify(JSON.parse(rendered(renderJson, report)), null, 2)).toBe(
      JSON.stringify(report, null, 2),
    );
    const plain = JSON.parse(JSON.stringify(report).replaceAll(/[^ -~]|##/g, '')) as typeof report;
    expect(rendered(renderJson, plain)).toBe(`${JSON.stringify(plain, null, 2)}\n`);
  });

  test.each([
    ['no JSON', '{', 'this is no JSON report'],
    ['another schema', '{"schema":"other/1"}', 'schema: '],
    [
      'a line that is none',
      JSON.stringify(jsonReport([jsonFinding({ startLine: 0 })])),
      'findings[0].startLine: ',
    ],
    [
      'a severity that is none',
      JSON.stringify(jsonReport([jsonFinding({ severity: 'x' as 'low' })])),
      'findings[0].severity: ',
    ],
  ])('%s is refused, with the place', (_, text, message) => {
    expect(() => readReport(text, 'x.json')).toThrow(`x.json: ${message}`);
  });

  test('fields of later versions are no error', () => {
    const text = JSON.stringify({ ...jsonReport([{ ...jsonFinding(), later: 1 } as never]), more: {} });
    expect(readReport(text, 'x.json').findings).toEqual([jsonFinding()]);
  });

  test('a secret that was kept in clear is not passed on', () => {
    const value = ['not', 'a', 'real', 'secret'].join('-');
    const part = { ...jsonFinding(), name: 'id', secret: value };
    const report = jsonReport([jsonFinding({ secret: value, parts: [part] })]);
    expect(JSON.stringify(readReport(JSON.stringify(report), 'x'))).not.toContain(value);
  });
});

test('jsonl: one object a line, the receipt last, and as many pieces as lines', () => {
  const pieces = [
    ...renderJsonl(jsonReport([jsonFinding(), jsonFinding()], { problems: [{ path: 'a', message: 'b' }] })),
  ];
  expect(pieces.map((line) => JSON.parse(line).type)).toEqual([
    'report',
    'finding',
    'finding',
    'problem',
    'receipt',
  ]);
  expect(JSON.parse(pieces.at(-1)!)).toMatchObject({ scanned: 4, exitCode: 1 });
});

describe('gitlab', () => {
  const validate = new Ajv().compile(gitlabSchema);
  test.each([
    ['nothing', jsonReport([])],
    ['findings', jsonReport([jsonFinding(), historyFinding()])],
    ['everything hostile', hostileReport()],
  ])('%s has what the schema asks for', (_, report) => {
    validate(JSON.parse(rendered(renderGitlab, report)));
    expect(validate.errors).toBeNull();
  });

  test('two places of one secret are two vulnerabilities, with stable ids', () => {
    const ids = (...findings: ReturnType<typeof jsonFinding>[]) =>
      JSON.parse(rendered(renderGitlab, jsonReport(findings))).vulnerabilities.map(
        ({ id }: { id: string }) => id,
      );
    const [a, b] = ids(jsonFinding({ file: 'a' }), jsonFinding({ file: 'b' }));
    expect(a).not.toBe(b);
    expect(ids(jsonFinding({ file: 'a', startLine: 70 }))).toEqual([a]);
    expect(a).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});

test('codeclimate: what GitLab requires of an issue', () => {
  const issues = JSON.parse(
    rendered(renderCodeclimate, jsonReport([jsonFinding(), historyFinding({ blocks: false })])),
  );
  expect(issues[0]).toMatchObject({
    check_name: 'github-pat',
    severity: 'blocker',
    description: expect.stringContaining('GitHub personal access token'),
    fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    location: { path: 'src/app.js', lines: { begin: 3 } },
  });
  expect(issues[1].severity).toBe('info');
  expect(issues[1].fingerprint).not.toBe(issues[0].fingerprint);
});

describe('csv', () => {
  /** RFC 4180, every field quoted. */
  const parse = (text: string) =>
    text
      .trimEnd()
      .split('\r\n')
      .map((line) =>
        [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, field]) => field!.replaceAll('""', '"')),
      );

  test('a line of names, then one for each finding, all equally long', () => {
    const rows = parse(rendered(renderCsv, hostileReport()));
    expect(rows).toHaveLength(1 + 2 * Object.keys(hostile).length);
    for (const row of rows) expect(row).toHaveLength(rows[0]!.length);
    const row = parse(rendered(renderCsv, jsonReport([jsonFinding({ file: 'a "b", c' })])))[1]!;
    expect(row[rows[0]!.indexOf('file')]).toBe('a "b", c');
    expect(row[rows[0]!.indexOf('blocks')]).toBe('true');
  });

  test.each(['=1+1', '+1', '-1', '@x', '\t=1', '\r=1', ' =1', '＝1'])('%j is no formula', (file) => {
    const [names, row] = parse(rendered(renderCsv, jsonReport([jsonFinding({ file })])));
    expect(row![names!.indexOf('file')]).toMatch(/^('|\\)/);
  });
});

describe('markdown', () => {
  test('hostile text is shown as it is and means nothing', () => {
    const text = rendered(renderMarkdown, hostileReport());
    const left = text.replace(/&#\d+;/g, '').replaceAll(/<\/?(code|br|details|summary)( open)?>/g, '');
    expect(left).not.toMatch(/[<>@`~[\]\\]|:\/\//);
  });

  test('says what blocks, where, and what to do', () => {
    const text = rendered(renderMarkdown, jsonReport([historyFinding(), jsonFinding({ blocks: false })]));
    expect(text).toMatch(/^## leakgate: 1 secret found, 1 finding does not block\n/);
    expect(text).toContain('<a href="https://github.com/settings/tokens">');
    expect(text).toContain('| ❌ |');
  });

  test('stays below what GitHub shows, and says how many more there are', () => {
    const findings = Array.from({ length: 10_000 }, (_, i) =>
      jsonFinding({ file: `${'x'.repeat(300)}${i}` }),
    );
    const text = rendered(renderMarkdown, jsonReport(findings));
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(text).toMatch(/^and \d+ more$/m);
  });
});

describe('github', () => {
  const commands = (report = jsonReport([])) =>
    rendered(renderGithub, report)
      .split('\n')
      .filter((line) => line.startsWith('::'));

  test('an annotation names file, lines and columns, escaped', () => {
    const [line] = commands(jsonReport([jsonFinding({ file: 'a,b:c%d.js' })]));
    expect(line).toMatch(
      /^::error file=a%2Cb%3Ac%25d\.js,line=3,endLine=3,col=12,endColumn=52,title=GitHub personal access token \(classic\)::/,
    );
  });

  test('a finding that is not in the tree names no file of it', () => {
    expect(commands(jsonReport([historyFinding()]))[0]).toMatch(/^::error title=[^,]*::src\/app\.js:3:12: /);
  });

  test('the gravest ten are annotations, the others are in the log', () => {
    const findings = Array.from({ length: 30 }, (_, i) =>
      jsonFinding({ file: `f${i}`, severity: i === 29 ? 'critical' : 'low' }),
    );
    const errors = commands(jsonReport(findings)).filter((line) => line.startsWith('::error'));
    expect(errors).toHaveLength(10);
    expect(errors[0]).toContain('file=f29,');
    expect(rendered(renderGithub, jsonReport(findings))).toContain('\n  f28:3:12: ');
  });

  test('what does not block is a notice', () => {
    expect(commands(jsonReport([jsonFinding({ blocks: false })]))[0]).toMatch(/^::notice /);
  });
});

describe('junit', () => {
  test('counts what it holds', () => {
    const report = jsonReport([jsonFinding(), jsonFinding({ blocks: false })], {
      problems: [{ path: 'x', message: 'y' }],
      suppressed: [suppressedFinding()],
    });
    const text = rendered(renderJunit, report);
    expect(text).toContain('tests="4" failures="1" errors="1" skipped="2" time="1.5"');
    for (const [element, count] of [
      ['testcase', 4],
      ['failure', 1],
      ['error', 1],
      ['skipped', 2],
    ] as const)
      expect(text.match(new RegExp(`<${element} `, 'g')), element).toHaveLength(count);
  });

  test('a clean run is one test that passed', () => {
    expect(rendered(renderJunit, jsonReport([]))).toContain(
      '<testcase name="no secrets found" classname="leakgate"/>',
    );
  });

  test('everything hostile is well-formed: every < opens or closes one of ours, every & is a reference', () => {
    const text = rendered(renderJunit, hostileReport());
    const ours = /^<(\?xml|\/?(testsuites|testsuite|testcase|failure|error|skipped))[ >]/;
    for (const [tag] of text.matchAll(/<.{0,12}/g)) expect(`${tag} `).toMatch(ours);
    expect(text.replace(/&#\d+;/g, '')).not.toContain('&');
  });
});

test('what is in an archive is shown at the archive, which the tree has, and where in it is told', () => {
  const inside = { file: 'a.zip!/b/c.env', container: 'a.zip', startLine: 7, endLine: 7 };
  const report = jsonReport([jsonFinding(inside)]);
  const texts = [renderGithub, renderGitlab, renderCodeclimate, renderSarif].map((render) =>
    rendered(render, report),
  );
  for (const text of texts) expect(text).toContain('in a.zip!/b/c.env:7');
  const [github, gitlab, codeclimate, sarif] = texts;
  expect(github).toContain('::error file=a.zip,line=1,');
  expect(JSON.parse(gitlab!).vulnerabilities[0].location).toMatchObject({ file: 'a.zip', start_line: 1 });
  expect(JSON.parse(codeclimate!)[0].location).toEqual({ path: 'a.zip', lines: { begin: 1, end: 1 } });
  const { physicalLocation } = JSON.parse(sarif!).runs[0].results[0].locations[0];
  expect(physicalLocation.artifactLocation.uri).toBe('a.zip');
  expect(physicalLocation.region.startLine).toBe(1);
});

test.each<[string, Renderer]>([
  ['json', renderJson],
  ['jsonl', renderJsonl],
  ['sarif', renderSarif],
  ['gitlab', renderGitlab],
])('%s comes in pieces: very many findings fit into no string', (_, render) => {
  const context = { color: false, width: undefined, linkFolder: undefined, quiet: false, verbose: false };
  const pieces = (count: number) => {
    const findings = Array.from({ length: count }, (_, i) => jsonFinding({ fingerprint: `${i}` }));
    return [...render(jsonReport(findings), context)].map(({ length }) => length);
  };
  expect(Math.max(...pieces(100))).toBeLessThan(2 * Math.max(...pieces(2)));
});
