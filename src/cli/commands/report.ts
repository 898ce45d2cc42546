import { ExitCode, UsageError } from '../../errors.ts';
import { readReport } from '../../report/read-report.ts';
import type { Call } from '../options.ts';
import { outputsOf, writeRendered } from '../output.ts';
import { readText } from '../read-text.ts';

/**
 * Renders a JSON report in other formats.
 *
 * @returns Clean whatever the report holds: what it says of a scan was said by the scan
 * @throws {UsageError} not one report
 */
export async function runReport({ args, flags }: Call): Promise<number> {
  const [file, ...more] = args;
  if (file === undefined || more.length > 0)
    throw new UsageError(
      'report: name one JSON report',
      'as in leakgate report report.json -f html -o report.html',
    );
  const outputs = outputsOf(flags);
  const report = readReport(readText(file), file);
  await writeRendered(flags['no-suppressed'] ? { ...report, suppressed: [] } : report, outputs, flags);
  return ExitCode.Clean;
}
