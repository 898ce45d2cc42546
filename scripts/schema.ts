/** Writes rules/schema.json, which editors read, from the schema that leakgate itself checks rule files with. */
import { writeFileSync } from 'node:fs';
import { ruleFileSchema } from '../src/rules/json-schema.ts';

writeFileSync('rules/schema.json', ruleFileSchema());
