import { jsonText } from './json-text.ts';
import type { JsonReport } from './schema.ts';

/** The JSON report of docs/report.md, schema `leakgate-report/1`. */
export function renderJson(report: JsonReport): string[] {
  return [jsonText(report, 2), '\n'];
}
