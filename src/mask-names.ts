import type { Engine } from './engine/scan.ts';
import type { Finding, Report } from './types.ts';

/** A report in which no file name and no reason shows a secret: they are searched as file contents are. */
export async function maskNames(report: Report, engine: Engine): Promise<Report> {
  const masked = new Map<string, string>();
  for (const name of namesIn(report)) masked.set(name, await maskedName(name, engine));
  const mask = (name: string) => masked.get(name) ?? name;
  const place = <T extends { file: string }>(item: T): T => ({ ...item, file: mask(item.file) });
  const path = <T extends { path: string }>(item: T): T => ({ ...item, path: mask(item.path) });
  const withParts = <T extends Finding>(finding: T): T => ({
    ...place(finding),
    parts: finding.parts.map(place),
  });
  return {
    ...report,
    findings: report.findings.map(withParts),
    unsure: report.unsure.map(withParts),
    dropped: report.dropped.map(place),
    suppressed: report.suppressed.map((item) => ({
      ...item,
      finding: withParts(item.finding),
      reason: mask(item.reason),
      ...(item.author === undefined ? {} : { author: mask(item.author) }),
    })),
    stale: report.stale.map(path),
    problems: report.problems.map(path),
    receipt: {
      ...report.receipt,
      skipped: report.receipt.skipped.map(path),
      ...(report.receipt.slow ? { slow: report.receipt.slow.map(path) } : {}),
    },
  };
}

function namesIn({ findings, unsure, dropped, suppressed, stale, problems, receipt }: Report): Set<string> {
  const files = [...findings, ...unsure, ...dropped, ...suppressed.map(({ finding }) => finding)];
  return new Set([
    ...files.map(({ file }) => file),
    ...suppressed.flatMap(({ reason, author = '' }) => [reason, author]),
    ...[...stale, ...problems, ...receipt.skipped, ...(receipt.slow ?? [])].map(({ path }) => path),
  ]);
}

/** The excerpt of the first line that holds a secret is that line with all of them masked. */
async function maskedName(name: string, engine: Engine): Promise<string> {
  const bytes = Buffer.from(name);
  const { findings } = await engine.scan({ kind: 'chunk', path: name, where: 'path', bytes, firstLine: 1 });
  return findings[0]?.excerpt ?? name;
}
