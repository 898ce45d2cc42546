import { exitCodeOf } from './exit-code.ts';
import { jsonText } from './json-text.ts';
import type { JsonReport } from './schema.ts';

/**
 * One JSON object a line, each with a `type`: `report` first, `receipt` last, between them a line for each `finding`,
 * `suppressed`, `dropped` and `problem`. A file without a `receipt` was cut off.
 */
export function* renderJsonl(report: JsonReport): Generator<string> {
  const { schema, tool, target, findings, suppressed, dropped, problems, receipt, finishedAt } = report;
  yield row('report', { schema, tool, target });
  for (const finding of findings) yield row('finding', finding);
  for (const finding of suppressed) yield row('suppressed', finding);
  for (const candidate of dropped ?? []) yield row('dropped', candidate);
  for (const problem of problems) yield row('problem', problem);
  yield row('receipt', { finishedAt, exitCode: exitCodeOf(report), ...receipt });
}

function row(type: string, value: object): string {
  return `${jsonText({ type, ...value })}\n`;
}
