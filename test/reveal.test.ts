import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Every file that sees a secret in clear, and why it must. A new one needs a reason as good. */
const readers: Readonly<Record<string, string>> = {
  'cli/threads/plain-results.ts': 'a class does not go from thread to thread',
  'engine/assigned-name.ts': "a value that is its provider's name is no secret",
  'engine/filters.ts': 'entropy, checksums and placeholders are properties of the value',
  'engine/findings.ts': 'the fingerprint is made from the value',
  'engine/new-findings.ts': 'what is new is told by comparing values',
  'import/match-known.ts': "hashes of secrets in other scanners' baselines are compared",
  'pipeline/wholes.ts': 'the same value is told, and one that stands inside another',
  'report/json-report.ts': '--show-secrets',
  'verify/believe.ts': 'the value is looked for in what the provider answered',
  'verify/partners.ts': 'the parts of a secret are told apart by their values',
  'verify/verify.ts': 'the provider is asked with the value',
};

test('only these files see a secret in clear', () => {
  const found = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter(
      (name) =>
        name.endsWith('.ts') &&
        /\.reveal\(\)|bareSecret\(found/.test(readFileSync(path.join('src', name), 'utf8')),
    )
    .map((name) => name.replaceAll('\\', '/'));
  expect(found.sort()).toEqual(Object.keys(readers));
});
