import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ruleFileSchema } from '../../src/rules/json-schema.ts';

test('rules/schema.json is what npm run schema writes', () => {
  expect(readFileSync('rules/schema.json', 'utf8')).toBe(ruleFileSchema());
});
