import type { Secret } from '../secret.ts';
import type { Finding, Part, Report, ReportedFinding, Suppressed, Verdict } from '../types.ts';
import { replacementFor, variableName } from './replacement.ts';
import type {
  JsonFinding,
  JsonLocated,
  JsonReport,
  JsonRepository,
  JsonSuppressed,
  JsonUnsure,
  JsonVerification,
} from './schema.ts';
import { secretsOf } from './secrets.ts';

/** What a report says besides what a scan gave. */
export interface ReportFacts {
  version: string;
  finishedAt: Date;
  repository: JsonRepository | null;
  /** Secrets in clear. */
  showSecrets: boolean;
  /** With what was dropped, and by which filter. */
  explain: boolean;
}

type Show = (secret: Secret) => string;

/** A scan's report in the form that is written and rendered: plain data, secrets redacted. */
export function toJsonReport(report: Report, facts: ReportFacts): JsonReport {
  const show: Show = (secret) => (facts.showSecrets ? secret.reveal() : secret.redacted());
  const findings = report.findings.map((finding) => jsonFinding(finding, show));
  return {
    schema: 'leakgate-report/1',
    tool: { name: 'leakgate', version: facts.version, rules: report.receipt.rules },
    finishedAt: facts.finishedAt.toISOString(),
    target: { ...report.target, repository: facts.repository },
    findings,
    secrets: secretsOf(findings),
    unsure: report.unsure.map((finding) => jsonUnsure(finding, show)),
    suppressed: report.suppressed.map((suppressed) => jsonSuppressed(suppressed, show)),
    stale: report.stale.map((entry) => ({ ...entry, expires: entry.expires ?? null })),
    ...(facts.explain
      ? { dropped: report.dropped.map((dropped) => ({ ...dropped, secret: show(dropped.secret) })) }
      : {}),
    problems: report.problems,
    receipt: { ...report.receipt, slow: report.receipt.slow ?? [], weakened: report.receipt.weakened ?? [] },
  };
}

function jsonFinding(finding: ReportedFinding, show: Show): JsonFinding {
  const { blocks, unheeded = null } = finding;
  // A spread of so many fields takes V8 of node 20 ten times as long.
  return Object.assign(located(finding, show), {
    verification: jsonVerdict(finding.verdict),
    blocks,
    unheeded,
  });
}

function jsonUnsure({ rule, ...finding }: Finding, show: Show): JsonUnsure {
  const { confidence, file, startLine, startColumn, endLine, endColumn, commit, fingerprint, secret } =
    finding;
  const place = { file, startLine, startColumn, endLine, endColumn, commit: commit?.id ?? null };
  return { ruleId: rule.id, confidence, ...place, secret: show(secret), fingerprint };
}

function jsonSuppressed({ finding, ...suppression }: Suppressed, show: Show): JsonSuppressed {
  const unknown = { source: null, author: null, expires: null, isNew: null };
  return { ...located(finding, show), suppression: { ...unknown, ...suppression } };
}

function located(finding: Suppressed['finding'], show: Show): JsonLocated {
  const { rule, file, startLine, startColumn, endLine, endColumn, commit } = finding;
  const env = rule.remediation.env ?? variableName(rule.id);
  return {
    ruleId: rule.id,
    provider: rule.provider,
    title: rule.title,
    severity: rule.severity,
    confidence: finding.confidence,
    file,
    startLine,
    startColumn,
    endLine,
    endColumn,
    container: finding.container ?? null,
    where: finding.where,
    commit: commit?.id ?? null,
    author: commit?.author ?? null,
    date: commit?.date ?? null,
    atHead: finding.atHead ?? null,
    secret: show(finding.secret),
    fingerprint: finding.fingerprint,
    decodedFrom: finding.decodedFrom,
    checksum: finding.checksum,
    partOf: finding.partOf ?? null,
    canary: finding.canary ?? null,
    parts: finding.parts.map((part) => jsonPart(part, show)),
    excerpt: finding.excerpt,
    remediation: {
      revoke: rule.remediation.revoke ?? null,
      steps: rule.remediation.steps,
      env,
      replacement: replacementFor(file, env),
    },
  };
}

function jsonPart(part: Part, show: Show): JsonLocated['parts'][number] {
  return { ...part, secret: show(part.secret) };
}

function jsonVerdict(verdict: Verdict): JsonVerification {
  const known = verdict.status === 'dead' ? undefined : verdict;
  const broadScopes = verdict.status === 'live' ? verdict.broadScopes : undefined;
  return {
    status: verdict.status,
    reason: ('reason' in verdict && verdict.reason) || null,
    checkedAt: 'checkedAt' in verdict ? verdict.checkedAt : null,
    account: known?.account
      ? { id: known.account.id ?? null, name: known.account.name ?? null, kind: known.account.kind ?? null }
      : null,
    scopes: known?.scopes ?? null,
    broadScopes: broadScopes ?? null,
    expiresAt: known?.expiresAt ?? null,
    notes: known?.notes ?? [],
  };
}
