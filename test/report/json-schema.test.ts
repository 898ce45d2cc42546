import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { reportJsonSchema } from '../../src/report/json-schema.ts';
import { hostileReport, jsonFinding, jsonReport } from './reports.ts';

test('schema/report.json is what npm run schema writes', () => {
  expect(readFileSync('schema/report.json', 'utf8')).toBe(reportJsonSchema());
});

test.each([
  ['findings', jsonReport([jsonFinding()])],
  ['everything hostile', hostileReport()],
  ['fields of later versions', { ...jsonReport([]), later: true }],
])('%s is valid by it', (_, report) => {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(reportJsonSchema()));
  validate(report);
  expect(validate.errors).toBeNull();
});
