import { markdownText } from './markdown-text.ts';
import { printable } from './printable.ts';
import type { JsonLocated } from './schema.ts';
import { wayOut, webUrl } from './wording.ts';

/** Scores as of CVSS: GitHub shows above 9 critical, from 7 high, from 4 medium, else low. */
const SCORES = { critical: '9.5', high: '8.0', medium: '5.5', low: '3.0' } as const;

/** How grave GitHub and others show a finding of some severity. */
export const SARIF_LEVELS = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const;

/** The rules that something was found by, each once. */
export function sarifRules(findings: readonly JsonLocated[]) {
  const first = new Map(findings.toReversed().map((finding) => [finding.ruleId, finding]));
  return [...first.values()].toReversed().map(sarifRule);
}

function sarifRule(finding: JsonLocated) {
  const { ruleId, provider, title, severity, confidence, remediation } = finding;
  const steps = wayOut([finding]).slice(0, -1);
  const name = printable(title) || 'A secret';
  const helpUri = webUrl(remediation.revoke);
  const text = steps.length > 0 ? steps.join('\n') : 'Revoke it, and keep the new one out of the repository.';
  return {
    id: ruleId,
    name: pascalCase(ruleId),
    shortDescription: { text: name },
    fullDescription: { text: `${name}: whoever can read the repository can use it.` },
    help: {
      text,
      markdown: text
        .split('\n')
        .map((step, i) => `${i + 1}. ${markdownText(step)}`)
        .join('\n'),
    },
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: { level: SARIF_LEVELS[severity] },
    properties: {
      tags: ['security', 'secret', ...(provider === '' ? [] : [printable(provider)])],
      precision: confidence === 'high' ? 'very-high' : confidence,
      'security-severity': SCORES[severity],
      'problem.severity': severity === 'low' ? 'recommendation' : SARIF_LEVELS[severity],
    },
  };
}

/** `GithubPat` for github-pat, as SARIF recommends. */
function pascalCase(ruleId: string): string {
  const words = ruleId.match(/[A-Za-z0-9]+/g) ?? ['Secret'];
  return words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
}
