import { jsonText } from './json-text.ts';
import { placeIds } from './place-ids.ts';
import type { JsonReport } from './schema.ts';
import { findingText } from './wording.ts';

const SEVERITIES = { critical: 'blocker', high: 'critical', medium: 'major', low: 'minor' } as const;

/**
 * Code Climate's issues, as one array: what GitLab reads as a code quality report.
 *
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function renderCodeclimate({ findings }: JsonReport): string[] {
  const ids = placeIds(findings);
  const issues = findings.map((finding, i) => ({
    type: 'issue',
    check_name: finding.ruleId,
    description: findingText(finding),
    categories: ['Security'],
    severity: finding.blocks ? SEVERITIES[finding.severity] : 'info',
    fingerprint: ids[i]!,
    location: { path: finding.file, lines: { begin: finding.startLine, end: finding.endLine } },
  }));
  return [jsonText(issues, 2), '\n'];
}
