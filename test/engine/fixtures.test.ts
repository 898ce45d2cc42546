import { expect, test } from 'vitest';
import { isFixture } from '../../src/engine/fixtures.ts';

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
])('%s is of a test or a sample', (path) => {
  expect(isFixture(path)).toBe(true);
});

test.each([
  'src/server.js',
  'src/latest/config.yml',
  'config/contest.ts',
  'lib/attestation.py',
  'deploy/manifest.yaml',
  'src/specification.md',
])('%s is not', (path) => {
  expect(isFixture(path)).toBe(false);
});
