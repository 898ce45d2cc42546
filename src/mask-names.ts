import type { Engine } from './engine/scan.ts';
import type { Secret } from './secret.ts';
import type { Finding, Place, Report } from './types.ts';

/** A report in which nothing that is no secret shows one, such as names, reasons, messages: they are searched as file contents are. */
export async function maskNames(report: Report, engine: Engine): Promise<Report> {
  const masked = new Map<string, string>();
  for (const name of namesIn(report)) masked.set(name, await maskedText(name, engine));
  const mask = (name: string) => masked.get(name) ?? name;
  const place = <T extends { file: string }>(item: T): T => ({ ...item, file: mask(item.file) });
  const path = <T extends { path: string }>(item: T): T => ({ ...item, path: mask(item.path) });
  const withParts = <T extends Finding>(finding: T): T => ({
    ...place(finding),
    ...(finding.commit ? { commit: { ...finding.commit, author: mask(finding.commit.author) } } : {}),
    parts: finding.parts.map(place),
  });
  const { target, receipt } = report;
  return {
    ...report,
    target: { ...target, root: mask(target.root), range: target.range && mask(target.range) },
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
    problems: report.problems.map((problem) => ({ ...path(problem), message: mask(problem.message) })),
    receipt: {
      ...receipt,
      skipped: receipt.skipped.map(path),
      ...(receipt.slow ? { slow: receipt.slow.map(path) } : {}),
      ...(receipt.weakened ? { weakened: receipt.weakened.map(mask) } : {}),
    },
  };
}

function namesIn(report: Report): Set<string> {
  const { target, dropped, suppressed, stale, problems, receipt } = report;
  const found = [...report.findings, ...report.unsure, ...suppressed.map(({ finding }) => finding)];
  return new Set([
    target.root,
    target.range ?? '',
    ...[...found, ...dropped].map(({ file }) => file),
    ...found.map(({ commit }) => commit?.author ?? ''),
    ...suppressed.flatMap(({ reason, author = '' }) => [reason, author]),
    ...[...stale, ...problems, ...receipt.skipped, ...(receipt.slow ?? [])].map(({ path }) => path),
    ...problems.map(({ message }) => message),
    ...(receipt.weakened ?? []),
  ]);
}

/** A text of one line or several in which every secret is masked. */
export async function maskedText(text: string, engine: Engine): Promise<string> {
  const lines: string[] = [];
  for (const line of text.split('\n')) lines.push(line === '' ? line : await maskedLine(line, engine));
  return lines.join('\n');
}

async function maskedLine(line: string, engine: Engine): Promise<string> {
  const bytes = Buffer.from(line);
  const { findings } = await engine.scan({ kind: 'chunk', path: line, where: 'path', bytes, firstLine: 1 });
  let text = '';
  let at = 0;
  for (const { startColumn, endColumn, secret } of findings.flatMap(withItsParts).sort(byColumn)) {
    if (startColumn > at) text += line.slice(at, startColumn - 1) + secret.redacted();
    at = Math.max(at, endColumn - 1);
  }
  return text + line.slice(at);
}

function withItsParts(finding: Finding): (Place & { secret: Secret })[] {
  return [finding, ...finding.parts];
}

function byColumn(a: Place, b: Place): number {
  return a.startColumn - b.startColumn;
}
