import type { Dropped, OfflineFacts, Report, ReportedFinding, Verdict } from '../types.ts';
import type { ReportContext } from './context.ts';
import { printable } from './printable.ts';
import { replacementFor, variableName } from './replacement.ts';
import { createStyle, type Style } from './style.ts';

/** The report for people: what was found, where, what to do now, and the receipt. */
export function renderText(report: Report, context: ReportContext): string {
  const style = createStyle(context.color);
  const blocks = [
    ...report.findings.map((finding) => renderFinding(finding, context, style)),
    ...(context.explain ? [renderDropped(report.dropped, style)] : []),
    renderProblems(report, style),
    renderSummary(report, style),
    context.quiet && report.findings.length === 0
      ? renderWeakened(report, style)
      : renderReceipt(report, context, style),
  ];
  return blocks.filter((block) => block !== '').join('\n');
}

function renderFinding(finding: ReportedFinding, context: ReportContext, style: Style): string {
  const { rule, file, startLine, startColumn } = finding;
  const mark = finding.blocks ? style.red('✗') : style.dim('·');
  const lines = [
    `${mark} ${style.bold(rule.title)}  ${style.dim(`${rule.severity}, ${rule.id}`)}`,
    `  ${style.cyan(`${printable(file)}:${startLine}:${startColumn}`)}  ${secretText(finding, context)}${commitText(finding)}`,
    style.dim(
      `  ${String(startLine).padStart(4)} │ ${cut(printable(finding.excerpt.trim()), context.width - 10)}`,
    ),
    `  ${verdictText(finding.verdict, style)}`,
    ...partLines(finding, context),
    ...wayOut(finding),
    style.dim(`  fingerprint ${finding.fingerprint}`),
  ];
  return `${lines.join('\n')}\n`;
}

function secretText(finding: ReportedFinding, context: ReportContext): string {
  const shown = context.showSecrets ? printable(finding.secret.reveal()) : finding.secret.redacted();
  return finding.decodedFrom.length > 0 ? `${shown} (inside ${finding.decodedFrom.join(' in ')})` : shown;
}

function commitText({ commit, where, atHead }: ReportedFinding): string {
  const place = where === 'content' ? '' : ` in the ${where.replace('-', ' ')}`;
  const head = atHead === undefined ? '' : atHead ? ', still at HEAD' : ', not at HEAD';
  return commit
    ? `${place} of ${commit.id.slice(0, 12)} by ${printable(commit.author)} on ${commit.date.slice(0, 10)}${head}`
    : `${place}${head}`;
}

function partLines(finding: ReportedFinding, context: ReportContext): string[] {
  return finding.parts.map((part) => {
    const shown = context.showSecrets ? printable(part.secret.reveal()) : part.secret.redacted();
    return `  with ${part.name.replaceAll('_', ' ')} ${shown} at ${printable(part.file)}:${part.startLine}:${part.startColumn}`;
  });
}

function verdictText(verdict: Verdict, style: Style): string {
  switch (verdict.status) {
    case 'live':
      return style.red(`live${details(verdict)}`);
    case 'dead':
      return style.green(`dead${verdict.reason ? `: ${printable(verdict.reason)}` : ''}`);
    case 'unknown':
      return style.yellow(`unknown: ${printable(verdict.reason)}${details(verdict)}`);
    case 'unchecked':
      return style.dim(
        `not checked: ${verdict.reason === 'off' ? 'offline' : 'this kind has no check'}${details(verdict)}`,
      );
  }
}

function details({
  account,
  scopes,
  broadScopes,
  expiresAt,
  notes,
}: OfflineFacts & { broadScopes?: string[] }): string {
  const owner =
    account && [account.name ?? account.id, account.kind && `(${account.kind})`].filter(Boolean).join(' ');
  const broad = new Set(broadScopes);
  const list = scopes?.map((scope) => (broad.has(scope) ? `${scope} (broad)` : scope)).join(', ');
  const all = [owner, list && `scopes ${list}`, expiresAt && `until ${expiresAt.slice(0, 10)}`];
  const facts = all.filter((detail) => detail).join('; ');
  const text = [...(facts ? [`${facts}.`] : []), ...(notes ?? [])].join(' ');
  return text === '' ? '' : `: ${printable(text)}`;
}

/** The numbered steps: revoke, rotate, move into the environment. */
function wayOut({ rule, file }: ReportedFinding): string[] {
  const { revoke, steps, env } = rule.remediation;
  const { where, code } = replacementFor(file, env ?? variableName(rule.id));
  const all = [
    ...(revoke ? [`Revoke it: ${revoke}`] : []),
    ...steps,
    `Keep the new one in ${where}, and write ${code}`,
  ];
  return all.map((step, i) => `    ${i + 1}. ${step}`);
}

function renderDropped(dropped: readonly Dropped[], style: Style): string {
  const lines = dropped.map(
    ({ file, startLine, startColumn, ruleId, secret, reason }) =>
      `  ${printable(file)}:${startLine}:${startColumn}  ${ruleId}  ${secret.redacted()}  ${reason.filter}: ${printable(reason.detail)}`,
  );
  return [style.bold(`dropped: ${dropped.length}`), ...lines, ''].join('\n');
}

function renderProblems({ problems }: Report, style: Style): string {
  if (problems.length === 0) return '';
  const lines = problems.map(({ path, message }) => `  ${printable(path)}: ${printable(message)}`);
  return [style.yellow(`not read: ${problems.length}, so this report is not complete`), ...lines, ''].join(
    '\n',
  );
}

function renderSummary({ findings, target }: Report, style: Style): string {
  const blocking = findings.filter((finding) => finding.blocks).length;
  if (blocking === 0) return '';
  const what = `${blocking} ${blocking === 1 ? 'secret' : 'secrets'} found${headText(findings)}`;
  const ends: Record<string, string> = {
    staged: 'the commit is stopped. Nothing is lost: take the secret out, git add, commit again.',
    'commit-msg': 'the commit is stopped. The message is kept in .git/COMMIT_EDITMSG.',
    'pre-push': 'the push is stopped.',
    'pre-receive': 'the push is refused.',
  };
  const end = ends[target.kind];
  return `${style.red(style.bold(end ? `leakgate: ${what}, ${end}` : `leakgate: ${what}`))}\n`;
}

/** How many of the findings of a history the commit at hand still has. */
function headText(findings: readonly ReportedFinding[]): string {
  const told = findings.filter(({ atHead }) => atHead !== undefined);
  const present = told.filter(({ atHead }) => atHead).length;
  return told.length > 0 ? `, ${present} of them still at HEAD` : '';
}

/** What must be said even where a clean run prints nothing: the repository's own config left nothing to find. */
function renderWeakened({ receipt, suppressed }: Report, style: Style): string {
  const nothingLeft = receipt.rules === 0 || (receipt.expected > 0 && receipt.scanned === 0);
  const allowed = suppressed.some(({ by }) => by === 'config');
  return nothingLeft || allowed
    ? weakenedLines(receipt, style)
        .map((line) => `${line}\n`)
        .join('')
    : '';
}

function weakenedLines({ weakened = [] }: Report['receipt'], style: Style): string[] {
  return weakened.map((phrase) => style.yellow(`  ${printable(phrase)}`));
}

const SKIPS_SHOWN = 5;

function renderReceipt({ receipt, target }: Report, context: ReportContext, style: Style): string {
  const { expected, scanned, skipped, bytes, lines, rules, ms } = receipt;
  const skips = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  const shown = context.engines === undefined ? skipped.slice(0, SKIPS_SHOWN) : skipped;
  const more = skipped.length - shown.length;
  return [
    style.dim(
      `${target.kind}: read ${scanned} of ${expected} objects${skips}, ${lines} lines, ${bytesText(bytes)}, ${rules} rules, ${ms} ms`,
    ),
    ...weakenedLines(receipt, style),
    ...shown.map((skip) => style.dim(`  skipped ${printable(skip.path)}: ${printable(skip.reason)}`)),
    ...(more > 0 ? [style.dim(`  and ${more} more (-v lists them)`)] : []),
    ...(context.engines === undefined ? [] : [style.dim(`  engines: ${context.engines}`)]),
    '',
  ].join('\n');
}

function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(10, width - 1))}…` : text;
}
