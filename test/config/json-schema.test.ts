import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { configSchemas } from '../../src/config/json-schema.ts';

test.each(Object.entries(configSchemas()))('schema/%s is what npm run schema writes', (name, text) => {
  expect(readFileSync(`schema/${name}`, 'utf8')).toBe(text);
});

test.each([
  [{ exclude: ['vendor/**'], overrides: [{ paths: ['test/**'], 'on-finding': 'warn' }] }, true],
  [{ exlude: ['vendor/**'] }, false],
  [{ endpoints: { gitlab: 'https://gitlab.example.org' } }, false],
])('an editor takes %j: %s', (config, takes) => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  expect(ajv.validate(JSON.parse(configSchemas()['config.json']!), config)).toBe(takes);
});
