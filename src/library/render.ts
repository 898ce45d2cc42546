import { UsageError } from '../errors.ts';
import type { Format } from '../report/format.ts';
import { toJsonReport } from '../report/json-report.ts';
import { renderers } from '../report/renderers.ts';
import { version } from '../setup/version.ts';
import type { Report } from '../types.ts';

/**
 * The text of a report in one of leakgate's formats, without colour. Secrets are redacted.
 *
 * @throws {UsageError} there is no such format
 */
export async function render(report: Report, format: Format): Promise<string> {
  if (!Object.hasOwn(renderers, format))
    throw new UsageError(`render: unknown format ${format}`, Object.keys(renderers).join(', '));
  const facts = {
    version,
    finishedAt: new Date(),
    repository: null,
    showSecrets: false,
    explain: report.dropped.length > 0,
  };
  const toText = await renderers[format]();
  const context = { color: false, width: undefined, linkFolder: undefined, quiet: false, verbose: false };
  return [...toText(toJsonReport(report, facts), context)].join('');
}
