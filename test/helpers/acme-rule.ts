import type { Rule } from '../../src/types.ts';

/** A rule of which only the pattern matters. */
export function acmeRule(pattern: string, more: Partial<Rule> = {}): Rule {
  return {
    id: 'acme-token',
    provider: 'acme',
    providerName: 'Acme',
    title: 'Acme',
    severity: 'high',
    confidence: 'high',
    pattern,
    remediation: { steps: [] },
    examples: { match: [], ignore: [] },
    ...more,
  };
}
