import { printable } from './printable.ts';
import type { JsonFinding, JsonReport } from './schema.ts';
import { secretsText } from './secrets.ts';
import { findingText, shownPlace } from './wording.ts';

/** GitHub shows no more annotations of one kind for a step. */
const SHOWN = 10;
const RANKS = { critical: 0, high: 1, medium: 2, low: 3 } as const;

type Kind = 'error' | 'warning' | 'notice';

/**
 * Workflow commands that GitHub turns into annotations: errors for what blocks, warnings for what could not be read, and
 * the rest as notices; the gravest first, since only ten of a kind are shown. All others are listed below them.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function* renderGithub(report: JsonReport): Generator<string> {
  const sorted = report.findings.toSorted((a, b) => RANKS[a.severity] - RANKS[b.severity]);
  const blocking = sorted.filter(({ blocks }) => blocks);
  const others = sorted.filter(({ blocks }) => !blocks);
  for (const finding of blocking.slice(0, SHOWN)) yield annotation('error', finding);
  for (const finding of others.slice(0, SHOWN - 1)) yield annotation('notice', finding);
  for (const { path, message } of report.problems.slice(0, SHOWN))
    yield command(
      'warning',
      { title: 'leakgate could not read all' },
      `${printable(path)}: ${printable(message)}`,
    );
  const rest = [...blocking.slice(SHOWN), ...others.slice(SHOWN - 1)];
  if (rest.length > 0) {
    yield command(
      'notice',
      { title: 'leakgate' },
      `${rest.length} more findings are in the log of this step`,
    );
    for (const finding of rest) yield `${placeText(finding)}: ${findingText(finding)}\n`;
  }
  for (const { path, message } of report.problems.slice(SHOWN))
    yield `not read: ${printable(path)}: ${printable(message)}\n`;
  yield `leakgate: ${secretsText(report.findings)}, ${blocking.length} of ${report.findings.length} findings block; read ${report.receipt.scanned} of ${report.receipt.expected} objects, ${report.receipt.lines} lines\n`;
}

function placeText({ file, startLine, startColumn }: JsonFinding): string {
  return `  ${printable(file)}:${startLine}:${startColumn}`;
}

/** Without a file where the checked-out tree has none to show it in. */
function annotation(kind: Kind, finding: JsonFinding): string {
  const { startColumn, endColumn, container, where, atHead, title, remediation } = finding;
  const { file, startLine, endLine } = shownPlace(finding);
  const columns = container === null ? { col: startColumn, endColumn } : {};
  const inTree = where === 'content' && atHead !== false;
  const place = inTree ? { file: printable(file), line: startLine, endLine, ...columns } : {};
  const at = inTree ? '' : `${placeText(finding).trim()}: `;
  const revoke = remediation.revoke ? `\nRevoke it: ${printable(remediation.revoke)}` : '';
  return command(kind, { ...place, title: printable(title) }, `${at}${findingText(finding)}${revoke}`);
}

function command(kind: Kind, properties: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
  return `::${kind} ${list.join(',')}::${escapedData(message)}\n`;
}

function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
