import type { Engine } from '../engine/scan.ts';
import type { Secret } from '../secret.ts';
import type { Finding, Place, Report, Rule, Verdict } from '../types.ts';

/** A report in which nothing that is no secret shows one, such as names, reasons, messages: they are searched as file contents are. */
export async function maskNames(report: Report, engine: Engine): Promise<Report> {
  const masked = new Map<string, string>();
  for (const name of namesIn(report)) masked.set(name, await maskedText(name, engine));
  if ([...masked].every(([name, text]) => name === text)) return report;
  const mask = (name: string) => masked.get(name) ?? name;
  const place = <T extends { file: string; container?: string }>(item: T): T => ({
    ...item,
    file: mask(item.file),
    ...(item.container === undefined ? {} : { container: mask(item.container) }),
  });
  const rules = new Map(rulesIn(report).map((rule) => [rule, maskedRule(rule, mask)]));
  const path = <T extends { path: string }>(item: T): T => ({ ...item, path: mask(item.path) });
  const withParts = <T extends Finding>(finding: T): T => ({
    ...place(finding),
    rule: rules.get(finding.rule)!,
    ...(finding.commit ? { commit: { ...finding.commit, author: mask(finding.commit.author) } } : {}),
    parts: finding.parts.map(place),
  });
  const { target, receipt } = report;
  return {
    ...report,
    target: { ...target, root: mask(target.root), range: target.range && mask(target.range) },
    findings: report.findings.map((finding) => ({
      ...withParts(finding),
      verdict: maskedVerdict(finding.verdict, mask),
    })),
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

type Mask = (text: string) => string;

/** What a rule that is not ours says. */
function maskedRule(rule: Rule, mask: Mask): Rule {
  const { revoke, steps } = rule.remediation;
  const page = revoke === undefined ? {} : { revoke: mask(revoke) };
  return {
    ...rule,
    title: mask(rule.title),
    remediation: { ...rule.remediation, ...page, steps: steps.map(mask) },
  };
}

/** What a provider said: it may tell of other secrets than the one that was asked about. */
function maskedVerdict<T extends Verdict>(verdict: T, mask: Mask): T {
  const masked: Record<string, unknown> = { ...verdict };
  for (const key of ['reason', 'account', 'scopes', 'broadScopes', 'notes'])
    if (masked[key] !== undefined) masked[key] = eachText(masked[key], mask);
  return masked as T;
}

/** The same value with all its texts, however deep, through `change`. */
function eachText(value: unknown, change: Mask): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => eachText(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, eachText(item, change)]));
}

function foundIn({ findings, unsure, suppressed }: Report): Finding[] {
  return [...findings, ...unsure, ...suppressed.map(({ finding }) => finding)];
}

function rulesIn(report: Report): Rule[] {
  return [...new Set(foundIn(report).map(({ rule }) => rule))];
}

function namesIn(report: Report): Set<string> {
  const { target, dropped, suppressed, stale, problems, receipt } = report;
  const found = foundIn(report);
  const names = new Set([
    target.root,
    target.range ?? '',
    ...[...found, ...dropped].map(({ file }) => file),
    ...found.map(({ container }) => container ?? ''),
    ...found.map(({ commit }) => commit?.author ?? ''),
    ...suppressed.flatMap(({ reason, author = '' }) => [reason, author]),
    ...[...stale, ...problems, ...receipt.skipped, ...(receipt.slow ?? [])].map(({ path }) => path),
    ...problems.map(({ message }) => message),
    ...(receipt.weakened ?? []),
  ]);
  const note: Mask = (text) => {
    names.add(text);
    return text;
  };
  for (const rule of rulesIn(report)) maskedRule(rule, note);
  for (const { verdict } of report.findings) maskedVerdict(verdict, note);
  return names;
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
