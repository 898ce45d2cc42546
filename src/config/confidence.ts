import type { Confidence, Dropped, Finding, Severity } from '../types.ts';

const confidences: readonly Confidence[] = ['low', 'medium', 'high'];
const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** Whether a severity is at least another. */
export function isSevere(severity: Severity, least: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(least);
}

/** Whether a finding is as sure as is asked for. */
export function isSure({ confidence }: Pick<Finding, 'confidence'>, least: Confidence): boolean {
  return confidences.indexOf(confidence) >= confidences.indexOf(least);
}

/** What `--explain` says of a finding that is not. */
export function unsureReason({ confidence }: Finding, least: Confidence): string {
  return `its confidence is ${confidence}, min-confidence is ${least}`;
}

/** The entry of `--explain` for a finding that the settings leave out. */
export function droppedBy(finding: Finding, detail: string): Dropped {
  const { file, startLine, startColumn, endLine, endColumn, secret, rule } = finding;
  const place = { file, startLine, startColumn, endLine, endColumn };
  return { ...place, ruleId: rule.id, secret, reason: { filter: 'config', detail } };
}

/** What the default settings make of findings, where there is nothing else to decide. */
export function settleBy(least: Confidence) {
  return (findings: readonly Finding[]) => {
    const unsure = findings.filter((finding) => !isSure(finding, least));
    return {
      findings: findings.filter((finding) => isSure(finding, least)),
      unsure,
      dropped: unsure.map((finding) => droppedBy(finding, unsureReason(finding, least))),
      suppressed: [],
    };
  };
}
