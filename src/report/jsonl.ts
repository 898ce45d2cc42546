import { exitCodeOf } from './exit-code.ts';
import { jsonText } from './json-text.ts';
import type { JsonReport } from './schema.ts';

/**
 * One JSON object a line, each with a `type`: `report` first, `receipt` last, between them a line for each `finding`,
 * `suppressed`, `stale`, `dropped` and `problem`. A file without a `receipt` was cut off.
 */
export function* renderJsonl(report: JsonReport): Generator<string> {
  const { schema, tool, target, findings, suppressed, stale, dropped, problems, receipt, finishedAt } =
    report;
  yield row('report', { schema, tool, target });
  for (const finding of findings) yield row('finding', finding);
  for (const finding of suppressed) yield row('suppressed', finding);
  for (const entry of stale) yield row('stale', entry);
  for (const candidate of dropped ?? []) yield row('dropped', candidate);
  for (const problem of problems) yield row('problem', problem);
  yield row('receipt', { finishedAt, exitCode: exitCodeOf(report), ...receipt });
}

function row(type: string, value: object): string {
  return `${jsonText({ type, ...value })}\n`;
}
