import type { Severity } from './types.ts';

const ranks: Readonly<Record<Severity, number>> = { low: 0, medium: 1, high: 2, critical: 3 };

/** How a severity compares with others; higher is graver. */
export function severityRank(severity: Severity): number {
  return ranks[severity];
}
