import { UsageError } from '../errors.ts';
import type { Where } from '../types.ts';
import { jsonObject } from './jwt.ts';

/** Where a finding of a JSON report stands. */
export interface ReportedPlace {
  ruleId: string;
  where: Where;
  /** Relative to the repository root; inside of a container with `!/`. */
  file: string;
  /** The file that it is inside of. */
  container: string | null;
  startLine: number;
  startColumn: number;
  /** Full object id; null for the working tree. */
  commit: string | null;
}

/**
 * Reads the places out of a report of schema `leakgate-report/1`.
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
  return report.findings.map((finding) => placeOf(Object(finding)));
}

const kinds: readonly Where[] = ['content', 'commit-message', 'tag-message', 'note', 'path'];

function placeOf(finding: Record<string, unknown>): ReportedPlace {
  const { ruleId, file, startLine, startColumn, commit } = finding;
  const where = kinds.find((kind) => kind === finding.where);
  const container = typeof finding.container === 'string' ? finding.container : null;
  const places = typeof startLine === 'number' && typeof startColumn === 'number';
  const inCommit = commit === null || (typeof commit === 'string' && /^[0-9a-f]{40,64}$/.test(commit));
  if (typeof ruleId !== 'string' || typeof file !== 'string' || !where || !places || !inCommit) {
    throw new UsageError('a finding of this report has no rule, file, line, column or commit');
  }
  return { ruleId, where, file, container, startLine, startColumn, commit: commit as string | null };
}
