import { jsonText } from './json-text.ts';
import { placeIds } from './place-ids.ts';
import type { JsonFinding, JsonReport } from './schema.ts';
import { findingText, shownPlace } from './wording.ts';

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
    location: locationOf(finding),
  }));
  return [jsonText(issues, 2), '\n'];
}

function locationOf(finding: JsonFinding) {
  const { file, startLine, endLine } = shownPlace(finding);
  return { path: file, lines: { begin: startLine, end: endLine } };
}
