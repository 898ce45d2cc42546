import type { Rule } from '../types.ts';
import { remembered } from './remembered.ts';

/** Begins a fingerprint that was made without a salt; no salt begins like it. */
const UNSALTED = '0000';

/**
 * Names a finding across runs: 32 hex characters that follow the rule and its secret, not the position. The first
 * four say which salt it was made with; here none: `src/suppress/salt.ts` adds that of an ignore file.
 */
export function fingerprint(rule: Rule, secret: string): string {
  const digest = rule.judge === 'password' ? slowDigest : quickDigest;
  return UNSALTED + digest(`${rule.id}\0${secret}`).slice(0, 28);
}

const quickDigest = remembered((text) => {
  const { createHmac } = process.getBuiltinModule('node:crypto');
  return createHmac('sha256', 'leakgate').update(text).digest('hex');
});

/** Some 50 microseconds and 16 KB: many times a plain hash, and a file of passwords takes a few seconds. */
const COST = { N: 16, r: 8, p: 1 };

/** A report goes further than the repository: who has only a fingerprint can't try passwords by the million. */
const slowDigest = remembered((text) => {
  const { scryptSync } = process.getBuiltinModule('node:crypto');
  return scryptSync(text, 'leakgate', 16, COST).toString('hex');
});
