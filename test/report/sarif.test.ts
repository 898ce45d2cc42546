import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';
import { renderSarif } from '../../src/report/sarif.ts';
import { findTool } from '../helpers/tools.ts';
import { rendered } from './render.ts';
import { historyFinding, hostileReport, jsonFinding, jsonReport, suppressedFinding } from './reports.ts';

const run = (report = jsonReport([])) => JSON.parse(rendered(renderSarif, report)).runs[0];
const schema = findTool(
  'schemas',
  'node_modules',
  '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
);

test.skipIf(!schema).each([
  ['nothing', jsonReport([])],
  ['findings', jsonReport([jsonFinding(), historyFinding({ decodedFrom: ['base64'] })])],
  ['everything hostile', hostileReport()],
  ['a report without a time', jsonReport([], { finishedAt: '' })],
])('%s is valid by the published schema', (_, report) => {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formats.default(ajv);
  const { $schema: _draft, id: _id, ...published } = JSON.parse(readFileSync(schema!, 'utf8'));
  const validate = ajv.compile(published);
  validate(JSON.parse(rendered(renderSarif, report)));
  expect(validate.errors).toBeNull();
});

test('a rule has what GitHub shows and sorts by', () => {
  const { tool, results } = run(
    jsonReport([jsonFinding(), jsonFinding({ severity: 'low', ruleId: 'other' })]),
  );
  expect(tool.driver.rules).toHaveLength(2);
  expect(tool.driver.rules[0]).toMatchObject({
    id: 'github-pat',
    name: 'GithubPat',
    helpUri: 'https://github.com/settings/tokens',
    properties: {
      'security-severity': '9.5',
      precision: 'very-high',
      tags: ['security', 'secret', 'github'],
    },
  });
  expect(results.map((result: { level: string }) => result.level)).toEqual(['error', 'note']);
  expect(results[1].ruleIndex).toBe(1);
});

test('the place is that of the file, in UTF-16 code units, with a URI of its path', () => {
  const { results, columnKind } = run(jsonReport([jsonFinding({ file: 'a b/ü#%.js' })]));
  expect(columnKind).toBe('utf16CodeUnits');
  expect(results[0].locations[0].physicalLocation).toMatchObject({
    artifactLocation: { uri: 'a%20b/%C3%BC%23%25.js', uriBaseId: '%SRCROOT%' },
    region: { startLine: 3, startColumn: 12, endLine: 3, endColumn: 52 },
    contextRegion: { startLine: 3, endLine: 3, snippet: { text: "const token = 'ghp_…(40)';" } },
  });
});

test('layers that were decoded are a code flow that ends at the secret', () => {
  const { results } = run(jsonReport([jsonFinding({ decodedFrom: ['utf-16le', 'base64'] })]));
  const steps = results[0].codeFlows[0].threadFlows[0].locations;
  expect(
    steps.map(({ location }: { location: { message: { text: string } } }) => location.message.text),
  ).toEqual(['utf-16le, decoded', 'base64, decoded', 'the secret ghp_…(40)']);
});

test('the other half of a pair is a related location', () => {
  const place = { startLine: 1, startColumn: 2, endLine: 1, endColumn: 5 };
  const part = { ...place, file: 'b.js', name: 'key_id', ruleId: 'x', secret: '…(20)' };
  const { results } = run(jsonReport([jsonFinding({ parts: [part] })]));
  expect(results[0].relatedLocations[0].physicalLocation.artifactLocation.uri).toBe('b.js');
});

test('the alert follows the secret and not its line, and two in one file are two', () => {
  const hash = (...findings: ReturnType<typeof jsonFinding>[]) =>
    run(jsonReport(findings)).results.map(
      (result: { partialFingerprints: Record<string, string> }) =>
        result.partialFingerprints.primaryLocationLineHash,
    );
  const [first, second] = hash(jsonFinding({ startLine: 3 }), jsonFinding({ startLine: 9 }));
  expect(hash(jsonFinding({ startLine: 300 }))).toEqual([first]);
  expect(second).not.toBe(first);
  expect(hash(jsonFinding({ file: 'other.js' }))).not.toEqual([first]);
});

test('the places of one secret share a fingerprint', () => {
  const { results } = run(
    jsonReport([jsonFinding(), jsonFinding({ file: 'b.js' }), jsonFinding({ fingerprint: '2' })]),
  );
  const secrets = results.map(
    (result: { partialFingerprints: Record<string, string> }) => result.partialFingerprints['leakgate/v1'],
  );
  expect(secrets).toEqual([jsonFinding().fingerprint, jsonFinding().fingerprint, '2']);
});

test('what was suppressed says by what, and fails nothing', () => {
  const suppressed = [suppressedFinding(), suppressedFinding({ by: 'ignore-file', reason: '' })];
  const { results } = run(jsonReport([], { suppressed }));
  expect(
    results.map(({ level, suppressions }: { level: string; suppressions: object[] }) => [
      level,
      suppressions,
    ]),
  ).toEqual([
    [
      'note',
      [expect.objectContaining({ kind: 'inSource', status: 'accepted', justification: 'a test key' })],
    ],
    ['note', [expect.objectContaining({ kind: 'external', status: 'accepted' })]],
  ]);
});

test('a run that could not read all says so, with its exit code', () => {
  const { invocations } = run(jsonReport([], { problems: [{ path: 'x.bin', message: 'no permission' }] }));
  expect(invocations[0]).toMatchObject({
    executionSuccessful: false,
    exitCode: 3,
    startTimeUtc: '2026-01-02T03:04:04.178Z',
    endTimeUtc: '2026-01-02T03:04:05.678Z',
    toolExecutionNotifications: [{ level: 'error', message: { text: 'not read: no permission' } }],
  });
});

test('the repository is named where it is known', () => {
  const repository = { url: 'https://example.com/a/b', revision: 'c'.repeat(40), branch: 'main' };
  const target = { kind: 'diff', root: '.', range: null, repository };
  expect(run(jsonReport([], { target })).versionControlProvenance).toEqual([
    {
      repositoryUri: repository.url,
      revisionId: repository.revision,
      branch: 'main',
      mappedTo: { uriBaseId: '%SRCROOT%' },
    },
  ]);
  expect(run().versionControlProvenance).toBeUndefined();
});

test('a message can hold no link and no placeholder', () => {
  const { results } = run(jsonReport([jsonFinding({ title: '[x](http://evil.example) {0}' })]));
  expect(results[0].message.text).toMatch(/^\\\[x\\\]\(http:\/\/evil\.example\) \(0\)/);
});
