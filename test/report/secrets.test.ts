import { expect, test } from 'vitest';
import { readReport } from '../../src/report/read-report.ts';
import { secretsOf, secretsText } from '../../src/report/secrets.ts';
import { jsonFinding, jsonReport } from './reports.ts';

const { verification } = jsonFinding();

test('a secret is one, wherever it stands, as grave as the gravest of its places', () => {
  const [first, second, ...more] = secretsOf([
    jsonFinding({ file: 'a.js', confidence: 'low', blocks: false }),
    jsonFinding({ file: 'z.js', fingerprint: '2' }),
    jsonFinding({
      file: 'b.js',
      commit: 'c1',
      severity: 'low',
      verification: { ...verification, status: 'live' },
    }),
  ]);
  expect(first).toMatchObject({
    severity: 'critical',
    confidence: 'high',
    verification: { status: 'live' },
    blocks: true,
    places: [
      { file: 'a.js', startLine: 3, startColumn: 12, commit: null },
      { file: 'b.js', startLine: 3, startColumn: 12, commit: 'c1' },
    ],
  });
  expect(second!.fingerprint).toBe('2');
  expect(more).toEqual([]);
});

test.each([
  ['1 secret', [{}]],
  ['1 secret in 2 places', [{ file: 'a' }, { file: 'b' }]],
  ['2 secrets', [{ fingerprint: '1' }, { fingerprint: '2' }]],
  ['2 secrets', [{ ruleId: 'a' }, { ruleId: 'b' }]],
  ['1 secret', [{ fingerprint: '1', partOf: '2' }, { fingerprint: '2' }]],
  ['1 secret', [{ fingerprint: '1', partOf: 'of another report' }]],
  [
    '2 secrets',
    [
      { fingerprint: '1', partOf: '2' },
      { fingerprint: '2', partOf: '1' },
    ],
  ],
])('%s', (text, findings) => {
  expect(secretsText(findings.map((over) => jsonFinding(over)))).toBe(text);
});

test('a report that lists no secrets, as older ones, gets them from its findings', () => {
  const { secrets: _, ...older } = jsonReport([jsonFinding({ file: 'a.js' }), jsonFinding({ file: 'b.js' })]);
  const { secrets } = readReport(JSON.stringify(older), 'report.json');
  expect(secrets).toMatchObject([{ places: [{ file: 'a.js' }, { file: 'b.js' }] }]);
});
