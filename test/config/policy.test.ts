import { expect, test } from 'vitest';
import type { ConfigFile } from '../../src/config/full-schema.ts';
import { createDecider } from '../../src/config/policy.ts';
import { type Policy, settingsOf } from '../../src/config/settings.ts';
import { Secret } from '../../src/secret.ts';
import type { Finding, Verdict } from '../../src/types.ts';

function policyOf(values: ConfigFile, flags: ConfigFile = {}): Policy {
  const at = ([key, index]: readonly (string | number)[]) => `conf:${key}${index ?? ''}`;
  return settingsOf([
    { from: 'flag', values: flags, at, folder: '/' },
    { from: 'repository', values, at, folder: '/' },
  ]).policy;
}

function findingAt(file: string, more: Partial<Finding> = {}): Finding {
  const rule = {
    id: 'acme-token',
    provider: 'acme',
    providerName: 'Acme',
    title: 'Acme token',
    severity: 'medium',
    confidence: 'medium',
    pattern: '',
    remediation: { steps: [] },
    examples: { match: [], ignore: [] },
  } as const;
  return {
    rule: { ...rule, remediation: { steps: [] }, examples: { match: [], ignore: [] } },
    file,
    startLine: 1,
    startColumn: 1,
    endLine: 1,
    endColumn: 2,
    start: 0,
    end: 1,
    where: 'content',
    secret: new Secret('x'),
    fingerprint: '',
    decodedFrom: [],
    checksum: 'none',
    confidence: 'medium',
    parts: [],
    excerpt: '',
    ...more,
  };
}

const unknown: Verdict = { status: 'unknown', reason: '', checkedAt: '' };

test.each<[string, ConfigFile, string, string[], boolean]>([
  ['nothing said', {}, 'a.ts', [], true],
  ['only warns', { 'on-finding': 'warn' }, 'a.ts', [], false],
  ['severity too low', { 'block-severity': 'high' }, 'a.ts', [], false],
  ['raised severity', { 'block-severity': 'high', severities: { 'acme*': 'critical' } }, 'a.ts', [], true],
  [
    'the first selector counts',
    { 'block-severity': 'high', severities: { acme: 'low', 'acme-token': 'high' } },
    'a.ts',
    [],
    false,
  ],
  [
    'a path that warns',
    { overrides: [{ paths: ['test/**'], 'on-finding': 'warn' }] },
    'test/a.ts',
    [],
    false,
  ],
  ['another path', { overrides: [{ paths: ['test/**'], 'on-finding': 'warn' }] }, 'src/a.ts', [], true],
  [
    'the last override counts',
    {
      overrides: [
        { paths: ['**'], 'on-finding': 'warn' },
        { paths: ['a.ts'], 'on-finding': 'block' },
      ],
    },
    'a.ts',
    [],
    true,
  ],
  ['a branch', { overrides: [{ branches: ['wip/*'], 'block-on': ['live'] }] }, 'a.ts', ['wip/a'], false],
  ['another branch', { overrides: [{ branches: ['wip/*'], 'block-on': ['live'] }] }, 'a.ts', ['main'], true],
  [
    'a branch is named whole',
    { overrides: [{ branches: ['main'], 'on-finding': 'warn' }] },
    'a.ts',
    ['old/main'],
    true,
  ],
  ['no branch', { overrides: [{ branches: ['**'], 'on-finding': 'warn' }] }, 'a.ts', [], true],
  [
    'one strict branch is enough',
    { overrides: [{ branches: ['wip/*'], 'on-finding': 'warn' }] },
    'a.ts',
    ['wip/a', 'main'],
    true,
  ],
  [
    'severities of an override',
    { 'block-severity': 'high', overrides: [{ paths: ['a.ts'], severities: { acme: 'high' } }] },
    'a.ts',
    [],
    true,
  ],
])('what blocks: %s', (_, values, file, branches, blocks) => {
  const decider = createDecider(policyOf(values), branches);
  const [finding] = decider.settle([findingAt(file)]).findings;
  expect(decider.blocks(finding!, unknown)).toBe(blocks);
});

test('an override does not change what a flag gave', () => {
  const values: ConfigFile = { overrides: [{ paths: ['**'], 'block-on': ['live'] }] };
  const finding = findingAt('a.ts');
  expect(createDecider(policyOf(values), []).blocks(finding, unknown)).toBe(false);
  expect(createDecider(policyOf(values, { 'block-on': ['unknown'] }), []).blocks(finding, unknown)).toBe(
    true,
  );
});

test.each<[string, ConfigFile, Partial<Finding>, 'findings' | 'dropped' | 'suppressed']>([
  ['confidence', { 'min-confidence': 'high' }, { confidence: 'medium' }, 'dropped'],
  ['low confidence', {}, { confidence: 'low' }, 'dropped'],
  ['low confidence that is asked for', { 'min-confidence': 'low' }, { confidence: 'low' }, 'findings'],
  ['a rule that is off for a path', { overrides: [{ paths: ['*.ts'], skip: ['acme'] }] }, {}, 'dropped'],
  ['other rules for a path', { overrides: [{ paths: ['*.ts'], only: ['other*'] }] }, {}, 'dropped'],
  ['a path that is allowed', { allow: [{ paths: ['src/'] }] }, { allowed: [0] }, 'suppressed'],
  ['text that does not fit', { allow: [{ paths: ['src/'], secret: ['a'] }] }, {}, 'findings'],
  ['another rule', { allow: [{ paths: ['src/'], rules: ['other'] }] }, { allowed: [0] }, 'findings'],
  ['another commit', { allow: [{ commits: ['abcdef0'] }] }, { allowed: [0] }, 'findings'],
  [
    'the commit',
    { allow: [{ commits: ['abcdef0'] }] },
    { allowed: [0], commit: { id: `abcdef0${'1'.repeat(33)}`, author: '', date: '' } },
    'suppressed',
  ],
])('what becomes of a finding: %s', (_, values, more, where) => {
  const settled = createDecider(policyOf(values), []).settle([findingAt('src/a.ts', more)]);
  const counts = { findings: 0, dropped: 0, suppressed: 0, [where]: 1 };
  expect({
    findings: settled.findings.length,
    dropped: settled.dropped.length,
    suppressed: settled.suppressed.length,
  }).toEqual(counts);
});
