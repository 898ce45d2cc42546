import { verifySchema } from '../../src/rules/verify-schema.ts';
import { Secret } from '../../src/secret.ts';
import type { Finding, Rule } from '../../src/types.ts';
import { acmeRule } from '../helpers/acme-rule.ts';

/** A rule with this `verify` key, checked as one of a rule file is. */
export function ruleWith(verify: unknown, more: Partial<Rule> = {}): Rule {
  return acmeRule('(?<secret>acme_[a-z0-9]{20})', {
    title: 'Acme token',
    prefix: 'acme_',
    remediation: { steps: ['Delete it.'] },
    ...(verify === undefined ? {} : { verify: verifySchema.parse(verify) }),
    ...more,
  });
}

/** A finding of a secret, with parts by name. */
export function findingOf(rule: Rule, secret: string, parts: Record<string, string> = {}): Finding {
  const place = { file: 'a.txt', startLine: 1, startColumn: 1, endLine: 1, endColumn: 9 };
  return {
    ...place,
    rule,
    start: 0,
    end: secret.length,
    where: 'content',
    secret: new Secret(secret),
    fingerprint: 'f',
    decodedFrom: [],
    checksum: 'none',
    confidence: 'high',
    parts: Object.entries(parts).map(([name, value]) => ({
      ...place,
      name,
      ruleId: `acme-${name}`,
      secret: new Secret(value),
    })),
    excerpt: '',
  };
}

/** A made-up token of the rule in {@link ruleWith}: 20 letters and digits that follow the number. */
export function token(n: number): string {
  return `acme_${String(n).padStart(4, '0')}abcdefgh01234567`;
}
