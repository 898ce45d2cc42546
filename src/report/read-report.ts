import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { type JsonReport, reportSchema } from './schema.ts';
import { secretsOf } from './secrets.ts';

/**
 * Reads a report of schema `leakgate-report/1`, which may come from anybody. Secrets that are in clear in it are redacted.
 *
 * @param name - of the file, for messages
 * @throws {UsageError} it is no such report; the message says where and why
 */
export function readReport(text: string, name: string): JsonReport {
  const parsed = reportSchema.safeParse(jsonOf(text, name));
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const at = issue.path.length > 0 ? `${z.core.toDotPath(issue.path)}: ` : '';
    throw new UsageError(`${name}: ${at}${issue.message}`, HELP);
  }
  return redacted(parsed.data);
}

const HELP = 'make a report with: leakgate dir -f json -o report.json';

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${name}: this is no JSON report of leakgate`, HELP);
  }
}

/** Such as `ghp_…(40)`. */
const REDACTED = /^[^…]{0,40}…\(\d+\)$/u;

function redacted(report: JsonReport): JsonReport {
  const { suppressed, dropped } = report;
  const withParts = <T extends JsonReport['suppressed'][number] | JsonReport['findings'][number]>(
    finding: T,
  ): T => ({
    ...masked(finding),
    parts: finding.parts.map(masked),
  });
  const findings = report.findings.map(withParts);
  return {
    ...report,
    findings,
    secrets: secretsOf(findings),
    unsure: report.unsure.map(masked),
    suppressed: suppressed.map(withParts),
    ...(dropped ? { dropped: dropped.map(masked) } : {}),
  };
}

function masked<T extends { secret: string }>(item: T): T {
  return REDACTED.test(item.secret) ? item : { ...item, secret: `…(${item.secret.length})` };
}
