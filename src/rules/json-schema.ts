import { z } from 'zod';
import { providerSchema } from './schema.ts';

/** JSON Schema of a rule file, as the text of `rules/schema.json`. */
export function ruleFileSchema(): string {
  const schema = z.toJSONSchema(providerSchema, { io: 'input', reused: 'ref' });
  return `${JSON.stringify({ ...schema, title: 'A rule file of leakgate' }, null, 2)}\n`;
}
