import { ExitCode, ScanError } from '../errors.ts';
import type { ScanReport } from './options.ts';

/** Part of the input was not read: what was found is in `report`, and that nothing was found says nothing. */
export class IncompleteError extends ScanError {
  readonly exitCode = ExitCode.Incomplete;
  /** Of what was read until then. */
  readonly report: ScanReport;

  constructor(report: ScanReport, cause?: unknown) {
    const [first] = report.problems;
    super(first ? `not all was read: ${first.path}: ${first.message}` : 'not all was read');
    this.name = 'IncompleteError';
    this.report = report;
    if (cause !== undefined) this.cause = cause;
  }
}
