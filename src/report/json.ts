import type { Report, ReportedFinding, Suppressed, Verdict } from '../types.ts';
import type { ReportContext } from './context.ts';
import { replacementFor, variableName } from './replacement.ts';

/** The JSON report of docs/report.md, schema `leakgate-report/1`. */
export function renderJson(report: Report, context: ReportContext): string {
  return `${JSON.stringify(jsonReport(report, context), null, 2)}\n`;
}

function jsonReport(report: Report, context: ReportContext) {
  return {
    schema: 'leakgate-report/1',
    tool: { name: 'leakgate', version: context.version, rules: report.receipt.rules },
    target: report.target,
    findings: report.findings.map((finding) => jsonFinding(finding, context)),
    suppressed: report.suppressed.map((suppressed) => jsonSuppressed(suppressed, context)),
    ...(context.explain
      ? { dropped: report.dropped.map((dropped) => ({ ...dropped, secret: show(dropped.secret, context) })) }
      : {}),
    problems: report.problems,
    receipt: report.receipt,
  };
}

function jsonFinding(finding: ReportedFinding, context: ReportContext) {
  return { ...common(finding, context), verification: jsonVerdict(finding.verdict), blocks: finding.blocks };
}

function jsonSuppressed({ finding, by, reason }: Suppressed, context: ReportContext) {
  return { ...common(finding, context), suppression: { by, reason } };
}

function common(finding: Suppressed['finding'], context: ReportContext) {
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
    where: finding.where,
    commit: commit?.id ?? null,
    author: commit?.author ?? null,
    date: commit?.date ?? null,
    atHead: finding.atHead ?? null,
    secret: show(finding.secret, context),
    fingerprint: finding.fingerprint,
    decodedFrom: finding.decodedFrom,
    checksum: finding.checksum,
    partOf: null,
    parts: finding.parts.map((part) => ({ ...part, secret: show(part.secret, context) })),
    remediation: {
      revoke: rule.remediation.revoke ?? null,
      steps: rule.remediation.steps,
      env,
      replacement: replacementFor(file, env),
    },
  };
}

function show(secret: Suppressed['finding']['secret'], context: ReportContext): string {
  return context.showSecrets ? secret.reveal() : secret.redacted();
}

function jsonVerdict(verdict: Verdict) {
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
