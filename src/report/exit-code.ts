import { ExitCode } from '../errors.ts';
import type { Receipt } from '../types.ts';

/** What of a report decides how a run ends. */
interface Outcome {
  findings: readonly { blocks: boolean }[];
  problems: readonly unknown[];
  receipt: Pick<Receipt, 'expected' | 'scanned' | 'skipped'>;
}

/** How a run with this report ends: a finding that blocks beats what could not be read. */
export function exitCodeOf(outcome: Outcome): ExitCode {
  if (outcome.findings.some((finding) => finding.blocks)) return ExitCode.SecretsFound;
  return isComplete(outcome) ? ExitCode.Clean : ExitCode.Incomplete;
}

/** Whether all was read that was to be read, but for what was skipped by name. */
export function isComplete({ problems, receipt }: Omit<Outcome, 'findings'>): boolean {
  const { expected, scanned, skipped } = receipt;
  return problems.length === 0 && expected <= scanned + skipped.length;
}
