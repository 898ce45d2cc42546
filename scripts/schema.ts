/** Writes the JSON Schemas that editors and programs read, from the schemas that leakgate itself checks files with. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { configSchemas } from '../src/config/json-schema.ts';
import { reportJsonSchema } from '../src/report/json-schema.ts';
import { ruleFileSchema } from '../src/rules/json-schema.ts';

writeFileSync('rules/schema.json', ruleFileSchema());
mkdirSync('schema', { recursive: true });
for (const [name, text] of Object.entries(configSchemas())) writeFileSync(`schema/${name}`, text);
writeFileSync('schema/report.json', reportJsonSchema());
