import { z } from 'zod';
import { configSchema, userConfigSchema } from './full-schema.ts';

/** JSON Schemas of both config files, for editors: file name below `schema/`, and its text. */
export function configSchemas(): Record<string, string> {
  return {
    'config.json': schemaText(configSchema, '.leakgate.yaml, the config of a repository'),
    'user-config.json': schemaText(userConfigSchema, "The user's own config of leakgate"),
  };
}

function schemaText(schema: z.ZodType, title: string): string {
  return `${JSON.stringify({ ...z.toJSONSchema(schema, { io: 'input', reused: 'ref' }), title }, null, 2)}\n`;
}
