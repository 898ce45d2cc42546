import { z } from 'zod';
import { reportSchema } from './schema.ts';

/** The JSON Schema of the JSON report, for those who read one: the text of `schema/report.json`. */
export function reportJsonSchema(): string {
  const title = 'A JSON report of leakgate, leakgate-report/1';
  const schema = z.toJSONSchema(reportSchema, { io: 'input', reused: 'ref' });
  return `${JSON.stringify({ ...schema, title }, null, 2)}\n`;
}
