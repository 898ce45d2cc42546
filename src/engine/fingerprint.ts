import type { Rule } from '../types.ts';

/**
 * Names a finding across runs: 32 hex characters that follow the rule and its secret, not the position.
 *
 * @param salt - from the ignore file, so that a reader of one repository's fingerprints can't test guesses for all
 */
export function fingerprint(rule: Rule, secret: string, salt: string): string {
  const { createHmac } = process.getBuiltinModule('node:crypto');
  return createHmac('sha256', `leakgate ${salt}`).update(`${rule.id}\0${secret}`).digest('hex').slice(0, 32);
}
