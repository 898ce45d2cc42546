import { isComplete } from './exit-code.ts';
import { jsonWithList } from './json-text.ts';
import { placeIds } from './place-ids.ts';
import { printable } from './printable.ts';
import type { JsonFinding, JsonReport } from './schema.ts';
import { findingText, shownPlace, timeOf, wayOut, webUrl } from './wording.ts';

/** The version of GitLab's schema that the report follows. */
const VERSION = '15.0.7';
/** What GitLab's own analyser gives where there is no commit. */
const NO_COMMIT = '0000000';

/**
 * GitLab's secret detection report.
 *
 * @see https://gitlab.com/gitlab-org/security-products/security-report-schemas
 */
export function* renderGitlab(report: JsonReport): Generator<string> {
  const ids = placeIds(report.findings);
  const end = timeOf(report.finishedAt) ?? new Date(0);
  const start = new Date(end.getTime() - report.receipt.ms);
  const tool = {
    id: 'leakgate',
    name: 'leakgate',
    version: report.tool.version || '0',
    vendor: { name: 'leakgate' },
  };
  const document = {
    version: VERSION,
    scan: {
      type: 'secret_detection',
      status: isComplete(report) ? 'success' : 'failure',
      start_time: gitlabTime(start),
      end_time: gitlabTime(end),
      analyzer: tool,
      scanner: tool,
      messages: report.problems.map(({ path, message }) => ({
        level: 'warn',
        value: `not read: ${printable(path)}: ${printable(message)}`,
      })),
    },
    vulnerabilities: [],
  };
  yield* jsonWithList(document, 'vulnerabilities', 1, vulnerabilities(report, ids));
  yield '\n';
}

function* vulnerabilities(report: JsonReport, ids: readonly string[]) {
  for (const [i, finding] of report.findings.entries()) yield vulnerability(finding, ids[i]!, report);
}

/** UTC, without zone and fraction. */
function gitlabTime(time: Date): string {
  return time.toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
}

const SEVERITIES = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' } as const;

/** The extract is the masked secret: GitLab asks for it in clear, to revoke it, and keeps it. */
function vulnerability(finding: JsonFinding, id: string, { target }: JsonReport) {
  const { ruleId, title, severity, commit, author, date, secret, verification, remediation } = finding;
  const { file, startLine, endLine } = shownPlace(finding);
  const url = webUrl(remediation.revoke);
  const sha = commit || target.repository?.revision || NO_COMMIT;
  return {
    id: uuidOf(id),
    name: printable(title).slice(0, 255),
    description: findingText(finding),
    severity: verification.status === 'dead' ? 'Info' : SEVERITIES[severity],
    solution: wayOut([finding]).join('\n').slice(0, 7000),
    identifiers: [
      {
        type: 'leakgate_rule_id',
        name: `leakgate rule ${printable(ruleId)}`,
        value: printable(ruleId) || 'unknown',
      },
    ],
    ...(url === undefined ? {} : { links: [{ name: 'Revoke it', url }] }),
    location: {
      file,
      start_line: startLine,
      end_line: endLine,
      commit: { sha, ...(author === null ? {} : { author }), ...(date === null ? {} : { date }) },
    },
    raw_source_code_extract: secret,
  };
}

/** A version 8 UUID (RFC 9562) of the first digits. */
function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
