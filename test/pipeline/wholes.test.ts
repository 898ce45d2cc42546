import { expect, test } from 'vitest';
import { expandExample } from '../../src/engine/examples.ts';
import { namePartsOf, wholesOf } from '../../src/pipeline/wholes.ts';
import { loadDirectory } from '../../src/rules/directory.ts';
import type { Finding, ReportedFinding, Verdict } from '../../src/types.ts';
import { chunkOf, engineOf } from '../helpers/engine.ts';

const wanted = ['aws', 'razorpay', 'github', 'generic'];
const engine = engineOf(loadDirectory('rules').filter(({ provider }) => wanted.includes(provider)));
const findingsOf = (files: readonly string[]): Finding[] =>
  files.flatMap(
    (text, i) => engine.scan(chunkOf(expandExample(text, undefined), `config-${i}.env`)).findings,
  );

/** The findings by rule; those that are parts with the rule of their whole. */
function found(...files: string[]): string[] {
  const findings = findingsOf(files);
  const wholes = wholesOf(findings);
  return findings.map((finding) => {
    const whole = wholes.get(finding);
    return whole ? `${finding.rule.id} < ${whole.rule.id}` : finding.rule.id;
  });
}

const password = expandExample('<alnum:16>', undefined);
const other = [...password].reverse().join('');
const pair = 'AWS_ACCESS_KEY_ID=AKIA<base32:16>\nAWS_SECRET_ACCESS_KEY=<base64:40>';
const login = Buffer.from(`deploy:${password}`).toString('base64');

test.each([
  [
    'the key id beside a secret key',
    pair,
    ['aws-access-key-id < aws-secret-access-key', 'aws-secret-access-key'],
  ],
  [
    'the key id of a pair that one match has',
    "boto3.client('s3', None, 'AKIA<base32:16>', '<base64:40>')",
    ['aws-access-key-id < aws-key-pair', 'aws-key-pair'],
  ],
  [
    'a password that a URL uses',
    `DATABASE_URL=postgres://app:${password}@db.internal/app\nDB_PASSWORD=${password}`,
    ['database-url', 'generic-password-bare < database-url'],
  ],
  [
    'a password inside of an encoded login, among many others',
    `{"auths": {"registry.internal": {"username": "deploy", "password": "${password}", "auth": "${login}"}}}
${Array.from({ length: 40 }, () => 'AWS_ACCESS_KEY_ID=AKIA<base32:16>').join('\n')}`,
    [
      'generic-password < docker-config-auth',
      'docker-config-auth',
      ...new Array<string>(40).fill('aws-access-key-id'),
    ],
  ],
  [
    'a password inside of an encoded login',
    `{"auths": {"registry.internal": {"username": "deploy", "password": "${password}", "auth": "${login}"}}}`,
    ['generic-password < docker-config-auth', 'docker-config-auth'],
  ],
])('%s is a part', (_, text, expected) => {
  expect(found(text)).toEqual(expected);
});

test('the same password in another notation is the same secret, in another file too', () => {
  expect(found(`DB_PASSWORD=${password}`, `password: "${password}"`)).toEqual([
    'generic-password-bare',
    'generic-password < generic-password-bare',
  ]);
});

test.each([
  ['another password', [`A_PASSWORD=${password}\nB_PASSWORD="${other}"`]],
  ['a password that begins like another', [`A_PASSWORD=${password}\nB_PASSWORD="${password}${other}"`]],
  ['the same password at two hosts', [`A=postgres://a:${password}@one/x\nB=redis://:${password}@two`]],
  ['a key id alone', ['AWS_ACCESS_KEY_ID=AKIA<base32:16>']],
  ['a key id in another file', pair.split('\n')],
])('%s is a secret of its own', (_, files) => {
  expect(found(...files).filter((name) => name.includes('<'))).toEqual([]);
});

const dead: Verdict = { status: 'dead', checkedAt: '2026-01-01T00:00:00Z' };
const unchecked: Verdict = { status: 'unchecked', reason: 'no-verifier' };

test('the key id of a dead pair is dead, another id is not', () => {
  const findings = findingsOf([pair, 'AWS_ACCESS_KEY_ID=AKIA<base32:16>']).map(
    (finding): ReportedFinding => ({
      ...finding,
      verdict: finding.rule.verify ? dead : unchecked,
      blocks: !finding.rule.verify,
    }),
  );
  const empty = { unsure: [], dropped: [], suppressed: [], stale: [], problems: [] };
  const receipt = { expected: 0, scanned: 0, skipped: [], bytes: 0, lines: 0, rules: 0, ms: 0 };
  const report = namePartsOf({
    target: { kind: 'dir', root: '.', range: null },
    findings,
    ...empty,
    receipt,
  });
  expect(report.findings.map(({ verdict, blocks }) => [verdict.status, blocks])).toEqual([
    ['dead', false],
    ['dead', false],
    ['unchecked', true],
  ]);
  expect(report.findings.map(({ partOf }) => partOf)).toEqual([
    findings[1]!.fingerprint,
    undefined,
    undefined,
  ]);
});
