import type { Rule } from '../types.ts';

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

/** A millisecond or two, and half a megabyte. */
const COST = { N: 512, r: 8, p: 1 };

/** A report goes further than the repository: who has only a fingerprint can't try passwords by the million. */
const slowDigest = remembered((text) => {
  const { scryptSync } = process.getBuiltinModule('node:crypto');
  return scryptSync(text, 'leakgate', 16, COST).toString('hex');
});

/** A history has the same secret in version after version. */
function remembered(digest: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = digest(text);
    known.set(text, made);
    return made;
  };
}
