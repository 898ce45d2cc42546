import { expect, test } from 'vitest';
import { isFixture, lowerInFixtures } from '../../src/engine/fixtures.ts';
import type { Confidence, Finding } from '../../src/types.ts';
import { findingOf, ruleWith } from '../verify/findings.ts';

test.each([
  'test/server.js',
  'src/app/login.spec.ts',
  'pkg/auth/token_test.go',
  'src/test/java/org/corp/LoginTests.java',
  'tests/unit/test_login.py',
  'lib/__snapshots__/a.snap',
  'spec/models/user_spec.rb',
  'examples/basic/.env',
  'Corp.Tests/LoginTest.cs',
  'core/src/dockerTest/resources/server.key',
  'smoke-test-mail/src/main/resources/ca.key',
  't/lib-httpd/passwd',
])('%s is of a test or a sample', (path) => {
  expect(isFixture(path)).toBe(true);
});

test.each([
  'src/server.js',
  'src/latest/config.yml',
  'src/attest/config.yml',
  'packages/protest/index.ts',
  'config/contest.ts',
  'lib/attestation.py',
  'deploy/manifest.yaml',
  'src/specification.md',
])('%s is not', (path) => {
  expect(isFixture(path)).toBe(false);
});

test('names of very many words', () => {
  const name = 'test-'.repeat(200_000);
  expect(isFixture(`${name}/a.js`)).toBe(true);
  expect(isFixture(`${name} /a.js`)).toBe(false);
});

const key = { id: 'private-key', provider: 'generic' };
const value = { id: 'generic-secret', provider: 'generic' };
const token = { prefix: 'acme_' };

/** A rule without a prefix, but for what is said. */
function ruleOf(over: Partial<Finding['rule']>): Finding['rule'] {
  const { prefix: _, ...rule } = ruleWith(undefined);
  return { ...rule, ...over };
}

test.each<[string, Partial<Finding['rule']>, Partial<Finding>, Confidence]>([
  ['a private key of a test', key, { file: 'test/server.key', checksum: 'valid' }, 'low'],
  ['a private key of a server', key, { file: 'deploy/server.key', checksum: 'valid' }, 'high'],
  ['a value in a test', value, { file: 'test/a.js' }, 'medium'],
  ['a value in a sample', value, { file: 'examples/a.js' }, 'medium'],
  ['a value that is called fake', value, { file: 'a.js', excerpt: 'fakeToken = "…(20)"' }, 'medium'],
  ['a value beside another that is', value, { file: 'a.js', excerpt: 'key = "…(20)" // or fake' }, 'high'],
  ['a token with its prefix in a test', token, { file: 'test/a.js' }, 'high'],
  ['a token with its checksum in a test', {}, { file: 'test/a.js', checksum: 'valid' }, 'high'],
  ["a provider's value in a test", {}, { file: 'test/a.js' }, 'medium'],
  ["a provider's value in a sample", {}, { file: 'samples/a.js' }, 'high'],
  ['a commit message', value, { file: 'test/a.js', where: 'commit-message' }, 'high'],
])('how sure it is: %s', (_, rule, finding, confidence) => {
  const found = { ...findingOf(ruleOf(rule), 'x'.repeat(20)), confidence: 'high' as const };
  expect(lowerInFixtures({ ...found, ...finding }).confidence).toBe(confidence);
});
