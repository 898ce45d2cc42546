import { groupedBy } from '../grouped-by.ts';
import type { RenderContext } from './context.ts';
import { printable } from './printable.ts';
import type { JsonFinding, JsonReport, JsonSuppressed } from './schema.ts';
import { secretsText } from './secrets.ts';
import { createStyle, type Style } from './style.ts';
import { renderGroups } from './text-findings.ts';
import { cut, wrap } from './width.ts';

/** The report for people: what was found, where, what to do now, and the receipt. */
export function renderText(report: JsonReport, context: RenderContext): string[] {
  const style = createStyle(context.color);
  const blocks = [
    ...renderGroups(report.findings, context, style),
    renderUnsure(report, context, style),
    renderDropped(report.dropped, context, style),
    renderSuppressed(report, context, style),
    renderStale(report, context, style),
    renderProblems(report, context, style),
    renderSummary(report, context, style),
    context.quiet && report.findings.length === 0
      ? renderWeakened(report, context, style)
      : renderReceipt(report, context, style),
  ];
  return [blocks.filter((block) => block !== '').join('\n')];
}

const UNSURE_SHOWN = 10;
const QUIET_UNSURE_SHOWN = 3;

/** What is below the confidence that was asked for: one line a file and rule. */
function renderUnsure({ unsure, dropped }: JsonReport, context: RenderContext, { bold, dim }: Style): string {
  if (unsure.length === 0 || dropped !== undefined) return '';
  const groups = groupedBy(unsure, ({ file, ruleId, commit }) => JSON.stringify([file, ruleId, commit]));
  const lines = [...groups.values()].map(([first, ...more]) => {
    const { file, startLine, startColumn, ruleId } = first!;
    const place = `${printable(file)}:${startLine}:${startColumn}`;
    return `${place}  ${printable(ruleId)}${more.length > 0 ? ` and ${more.length} more` : ''}`;
  });
  const heading = `of lower confidence, not reported: ${unsure.length} (--min-confidence low reports them)`;
  const head = wrap(heading, columnsOf(context)).map(bold).join('\n');
  const shown = context.verbose ? lines.length : context.quiet ? QUIET_UNSURE_SHOWN : UNSURE_SHOWN;
  return block(head, atMost(lines, shown), context, dim);
}

function renderDropped(dropped: JsonReport['dropped'], context: RenderContext, { bold, dim }: Style): string {
  if (dropped === undefined) return '';
  const lines = dropped.map(
    ({ file, startLine, startColumn, ruleId, secret, reason }) =>
      `${printable(file)}:${startLine}:${startColumn}  ${printable(`${ruleId}  ${secret}  ${reason.filter}: ${reason.detail}`)}`,
  );
  return block(bold(`dropped: ${dropped.length}`), lines, context, dim);
}

const SUPPRESSED_SHOWN = 10;

/**
 * What somebody decided to live with: with `-v` and for a range all, for a commit what it suppresses itself, since who
 * reviews it must see that. A hook says how many there are; elsewhere the receipt does.
 */
function renderSuppressed(
  { suppressed, target }: JsonReport,
  context: RenderContext,
  { bold, dim }: Style,
): string {
  const all = context.verbose || target.kind === 'diff';
  const listed = all ? suppressed : suppressed.filter(({ suppression }) => suppression.isNew);
  if (suppressed.length === 0 || (listed.length === 0 && !context.quiet)) return '';
  const own = suppressed.filter(({ suppression }) => suppression.isNew).length;
  const heading = `suppressed: ${suppressed.length}${own > 0 ? `, ${own} of them by this change itself` : ''}`;
  const head = wrap(heading, columnsOf(context)).map(bold).join('\n');
  return block(
    head,
    atMost(listed.map(suppressedLine), all ? listed.length : SUPPRESSED_SHOWN),
    context,
    dim,
  );
}

function atMost(lines: readonly string[], most: number): readonly string[] {
  const more = lines.length - most;
  if (more <= 0) return lines;
  return [...lines.slice(0, most), `and ${more} more (-v lists them)`];
}

function suppressedLine({ file, startLine, startColumn, ruleId, secret, suppression }: JsonSuppressed) {
  const { by, source, reason, author, expires } = suppression;
  const why = [
    reason === '' ? (source ?? by) : `${source ?? by}: ${reason}`,
    ...(author === null ? [] : [`by ${author}`]),
    ...(expires === null ? [] : [`until ${expires}`]),
  ];
  return `${printable(file)}:${startLine}:${startColumn}  ${printable(`${ruleId}  ${secret}`)}  ${printable(why.join(', '))}`;
}

/** Entries of the ignore file that have had their day; a hook has other worries. */
function renderStale({ stale }: JsonReport, context: RenderContext, { bold, dim }: Style): string {
  if (stale.length === 0 || context.quiet) return '';
  const lines = stale.map(({ file, line, ruleId, path, why, expires }) =>
    printable(
      `${file}:${line}  ${ruleId}  ${path}  ${why === 'expired' ? `expired on ${expires}` : 'unused'}`,
    ),
  );
  const heading = `expired or unused: ${stale.length} (leakgate baseline --prune removes them)`;
  const head = wrap(heading, columnsOf(context)).map(bold).join('\n');
  return block(head, atMost(lines, context.verbose ? lines.length : SUPPRESSED_SHOWN), context, dim);
}

function renderProblems({ problems }: JsonReport, context: RenderContext, { yellow }: Style): string {
  if (problems.length === 0) return '';
  const lines = problems.map(({ path, message }) => `${printable(path)}: ${printable(message)}`);
  const head = wrap(`not read: ${problems.length}, so this report is not complete`, columnsOf(context));
  return block(head.map(yellow).join('\n'), lines, context, (line) => line);
}

/** A heading, and indented lines below it, wrapped. */
function block(
  heading: string,
  lines: readonly string[],
  context: RenderContext,
  style: (line: string) => string,
): string {
  const width = columnsOf(context);
  const wrapped = lines.flatMap((line) =>
    wrap(line, width - 2, width - 4).map((piece, i) => style(`${i === 0 ? '  ' : '    '}${piece}`)),
  );
  return `${[heading, ...wrapped].join('\n')}\n`;
}

function columnsOf({ width }: RenderContext): number {
  return width ?? Number.POSITIVE_INFINITY;
}

const ENDS: Readonly<Record<string, string>> = {
  staged: 'the commit is stopped. Nothing is lost: take the secret out, git add, commit again.',
  'commit-msg': 'the commit is stopped. The message is kept in .git/COMMIT_EDITMSG.',
  'pre-push': 'the push is stopped.',
  'pre-receive': 'the push is refused.',
};

function renderSummary({ findings, target }: JsonReport, context: RenderContext, style: Style): string {
  const blocking = findings.filter(({ blocks }) => blocks);
  if (blocking.length === 0) return '';
  const what = `leakgate: ${secretsText(blocking, ' found')}${headText(findings)}`;
  const end = ENDS[target.kind];
  const text = end ? `${what}, ${end}` : what;
  const lines = wrap(text, columnsOf(context)).map((line) => style.red(style.bold(line)));
  return `${lines.join('\n')}\n`;
}

/** How many of the findings of a history the commit at hand still has. */
function headText(findings: readonly JsonFinding[]): string {
  const told = findings.filter(({ atHead }) => atHead !== null);
  const present = told.filter(({ atHead }) => atHead).length;
  return told.length > 0 ? `, ${present} of them still at HEAD` : '';
}

/** What must be said even where a clean run prints nothing: the repository's own config left nothing to find. */
function renderWeakened({ receipt, suppressed }: JsonReport, context: RenderContext, style: Style): string {
  const nothingLeft = receipt.rules === 0 || (receipt.expected > 0 && receipt.scanned === 0);
  const allowed = suppressed.some(({ suppression }) => suppression.by === 'config');
  if (!nothingLeft && !allowed) return '';
  return weakenedLines(receipt, context, style)
    .map((line) => `${line}\n`)
    .join('');
}

function weakenedLines({ weakened }: JsonReport['receipt'], context: RenderContext, { yellow }: Style) {
  const width = columnsOf(context);
  return weakened.flatMap((phrase) =>
    wrap(printable(phrase), width - 2, width - 4).map((line, i) =>
      yellow(`${i === 0 ? '  ' : '    '}${line}`),
    ),
  );
}

const SKIPS_SHOWN = 5;

function renderReceipt(
  { receipt, target, suppressed }: JsonReport,
  context: RenderContext,
  style: Style,
): string {
  const { dim } = style;
  const { expected, scanned, skipped, bytes, lines, rules, ms } = receipt;
  const shown = context.verbose ? skipped : skipped.slice(0, SKIPS_SHOWN);
  const more = skipped.length - shown.length;
  const read = [
    `${printable(target.kind)}: read ${scanned} of ${expected} objects`,
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
    `${lines} lines`,
    bytesText(bytes),
    ...(suppressed.length > 0 ? [`${suppressed.length} suppressed`] : []),
    `${rules} rules`,
    `${ms} ms`,
  ].join(', ');
  const width = columnsOf(context);
  return [
    ...wrap(read, width).map(dim),
    ...weakenedLines(receipt, context, style),
    ...slowLines(receipt, context).map(dim),
    ...shown.map(({ path, reason }) => dim(cut(`  skipped ${printable(path)}: ${printable(reason)}`, width))),
    ...(more > 0 ? [dim(`  and ${more} more (-v lists them)`)] : []),
    ...(context.engines === undefined ? [] : wrap(`  engines: ${context.engines}`, width).map(dim)),
    '',
  ].join('\n');
}

const SLOW_SHOWN = 3;

function slowLines({ slow }: JsonReport['receipt'], context: RenderContext): string[] {
  const shown = context.verbose ? slow : slow.slice(0, SLOW_SHOWN);
  const more = slow.length - shown.length;
  return [
    ...shown.map(({ path, ms, bytes }) =>
      cut(`  slow ${printable(path)}: ${ms} ms for ${bytesText(bytes)}`, columnsOf(context)),
    ),
    ...(more > 0 ? [`  and ${more} more that were slow (-v lists them)`] : []),
  ];
}

function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
