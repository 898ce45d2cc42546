import type { Rule } from '../types.ts';

/** Begins a fingerprint that was made without a salt; no salt begins like it. */
export const UNSALTED = '0000';

/**
 * Names a finding across runs: 32 hex characters that follow the rule and its secret, not the position. The first
 * four say which salt it was made with; here none: `src/suppress/salt.ts` adds that of an ignore file.
 */
export function fingerprint(rule: Rule, secret: string): string {
  const { createHmac } = process.getBuiltinModule('node:crypto');
  const digest = createHmac('sha256', 'leakgate').update(`${rule.id}\0${secret}`).digest('hex');
  return UNSALTED + digest.slice(0, 28);
}
