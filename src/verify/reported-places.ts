import { UsageError } from '../errors.ts';
import { jsonObject } from './jwt.ts';

/** Where a finding of a JSON report stands. */
export interface ReportedPlace {
  ruleId: string;
  /** Relative to the repository root. */
  file: string;
  startLine: number;
  startColumn: number;
  /** Full object id; null for the working tree. */
  commit: string | null;
}

/**
 * Reads the places out of a report of schema `leakgate-report/1`; findings that are not in a file (in a commit message)
 * are left out.
 *
 * @throws {UsageError} it is no such report
 */
export function readPlaces(text: string): ReportedPlace[] {
  const report = jsonObject(text);
  if (report?.schema !== 'leakgate-report/1' || !Array.isArray(report.findings)) {
    throw new UsageError(
      'this is no JSON report of leakgate',
      'make one with: leakgate dir -f json -o report.json',
    );
  }
  return report.findings.filter((finding) => finding?.where === 'content').map(placeOf);
}

function placeOf(finding: Record<string, unknown>): ReportedPlace {
  const { ruleId, file, startLine, startColumn, commit } = finding;
  const places = typeof startLine === 'number' && typeof startColumn === 'number';
  const inCommit = commit === null || (typeof commit === 'string' && /^[0-9a-f]{40,64}$/.test(commit));
  if (typeof ruleId !== 'string' || typeof file !== 'string' || !places || !inCommit) {
    throw new UsageError('a finding of this report has no rule, file, line, column or commit');
  }
  return { ruleId, file, startLine, startColumn, commit: commit as string | null };
}
