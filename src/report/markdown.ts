import { linePage } from './forge-links.ts';
import { markdownText } from './markdown-text.ts';
import type { JsonFinding, JsonReport, JsonSuppressed } from './schema.ts';
import { secretsText } from './secrets.ts';
import { verdictText, wayOut, webUrl } from './wording.ts';

/** GitHub shows no more than 1 MiB of a step's summary; rows stop well before. */
const BUDGET = 500_000;
const LONGEST = 200;
const RULES_EXPLAINED = 50;
const FILES_NAMED = 20;

/** A summary for a pull request or a job: a table of the findings, and what to do about each kind. */
export function renderMarkdown(report: JsonReport): string[] {
  const sections = [
    `## leakgate: ${headline(report)}`,
    findingsTable(report),
    whatToDo(report.findings),
    suppressedTable(report.suppressed),
    problemList(report),
    receiptLine(report),
  ];
  return [`${sections.filter((section) => section !== '').join('\n\n')}\n`];
}

function headline({ findings, problems }: JsonReport): string {
  const blocking = findings.filter(({ blocks }) => blocks);
  const others = findings.length - blocking.length;
  return [
    ...(findings.length === 0 ? ['no secrets found'] : []),
    ...(blocking.length > 0 ? [secretsText(blocking, ' found')] : []),
    ...(others > 0 ? [counted(others, 'finding does not block', 'findings do not block')] : []),
    ...(problems.length > 0 ? ['not everything could be read'] : []),
  ].join(', ');
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function findingsTable({ findings, target }: JsonReport): string {
  if (findings.length === 0) return '';
  return table(['', 'what', 'where', 'brought by', 'verdict'], findings, (finding) => [
    finding.blocks ? '❌' : '➖',
    `${cell(finding.title)}<br>${code(finding.secret)}, ${finding.severity}`,
    linked(code(placeText(finding)), linePage(target.repository, finding)),
    broughtBy(finding),
    cell(verdictText(finding.verification)),
  ]);
}

function placeText({ file, startLine, startColumn }: JsonFinding): string {
  return `${file}:${startLine}:${startColumn}`;
}

function broughtBy({ commit, author, date }: JsonFinding): string {
  if (commit === null) return '';
  return [code(commit.slice(0, 12)), cell(author ?? ''), cell(date?.slice(0, 10) ?? '')].join('<br>');
}

/** As many rows as fit, and how many there are more. */
function table<T>(heads: readonly string[], items: readonly T[], cells: (item: T) => string[]): string {
  const lines = [`| ${heads.join(' | ')} |`, `|${' --- |'.repeat(heads.length)}`];
  let left = BUDGET;
  let shown = 0;
  for (const item of items) {
    const line = `| ${cells(item).join(' | ')} |`;
    left -= line.length;
    if (left < 0) break;
    lines.push(line);
    shown++;
  }
  if (shown < items.length) lines.push('', `and ${items.length - shown} more`);
  return lines.join('\n');
}

/** The steps of each rule, once. */
function whatToDo(findings: readonly JsonFinding[]): string {
  const byRule = new Map<string, JsonFinding[]>();
  for (const finding of findings.filter(({ blocks }) => blocks))
    byRule.set(finding.ruleId, [...(byRule.get(finding.ruleId) ?? []), finding].slice(0, FILES_NAMED));
  const sections = [...byRule.values()].slice(0, RULES_EXPLAINED).map((group) => {
    const url = webUrl(group[0]!.remediation.revoke);
    const steps = wayOut(group).map((step, i) => `${i + 1}. ${cell(step)}`);
    const link = url === undefined ? [] : [`\n${linked(cell(url), url)}`];
    return [`**${cell(group[0]!.title)}**`, '', ...steps, ...link].join('\n');
  });
  if (sections.length === 0) return '';
  return `<details><summary>What to do</summary>\n\n${sections.join('\n\n')}\n\n</details>`;
}

function suppressedTable(suppressed: readonly JsonSuppressed[]): string {
  if (suppressed.length === 0) return '';
  const own = suppressed.filter(({ suppression }) => suppression.isNew).length;
  const heads = ['what', 'where', 'by', 'reason', 'until'];
  const rows = table(heads, suppressed, ({ title, file, startLine, suppression }) => [
    cell(title),
    code(`${file}:${startLine}`),
    cell([suppression.source ?? suppression.by, suppression.author].filter(Boolean).join(', ')),
    cell(suppression.reason),
    cell(suppression.expires ?? ''),
  ]);
  const heading = `${suppressed.length} suppressed${own > 0 ? `, ${own} of them by this change itself` : ''}`;
  return `<details${own > 0 ? ' open' : ''}><summary>${heading}</summary>

${rows}

</details>`;
}

function problemList({ problems, receipt, stale }: JsonReport): string {
  const lines = [
    ...problems.map(({ path, message }) => `- not read: ${code(path)}: ${cell(message)}`),
    ...receipt.weakened.map((phrase) => `- ${cell(phrase)}`),
    ...stale.map(({ file, line, why }) => `- ${code(`${file}:${line}`)}: ${why}, and suppresses nothing`),
  ];
  const more = lines.length - 100;
  return [...lines.slice(0, 100), ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

function receiptLine({ target, receipt }: JsonReport): string {
  const { scanned, expected, skipped, lines, rules, ms } = receipt;
  return `${cell(target.kind)}: read ${scanned} of ${expected} objects, ${skipped.length} skipped, ${lines} lines, ${rules} rules, ${ms} ms`;
}

/** @param html - already escaped */
function linked(html: string, url: string | undefined): string {
  return url === undefined ? html : `<a href="${url.replaceAll('"', '%22')}">${html}</a>`;
}

function cell(text: string): string {
  const start = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return markdownText(start);
}

function code(text: string): string {
  return text === '' ? '' : `<code>${cell(text)}</code>`;
}
