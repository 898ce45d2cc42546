import { commitPage } from './forge-links.ts';
import type { PageData, PageFinding, PageRule } from './page-data.ts';
import { printable } from './printable.ts';
import type { JsonFinding, JsonLocated, JsonReport, JsonSuppressed } from './schema.ts';
import { timeOf, verdictText, wayOut, webUrl } from './wording.ts';

/** A report as the HTML page's script reads it: what findings share said once, nothing that is unknown. */
export function pageData({ findings, suppressed, target }: JsonReport): PageData {
  const page = commitPage(target.repository);
  const all = [...findings, ...suppressed];
  const rules = [...new Map(all.map((finding) => [ruleKey(finding), finding])).values()];
  const indexes = new Map(rules.map((finding, i) => [ruleKey(finding), i]));
  return {
    ...(page === undefined ? {} : { commitPage: page }),
    rules: rules.map(pageRule),
    findings: all.map((finding) => pageFinding(finding, indexes.get(ruleKey(finding))!)),
  };
}

function ruleKey({ ruleId, provider, title, remediation }: JsonLocated): string {
  return JSON.stringify([ruleId, provider, title, remediation.revoke, remediation.steps]);
}

function pageRule({ ruleId, provider, title, remediation }: JsonLocated): PageRule {
  return {
    id: printable(ruleId),
    provider: printable(provider),
    title: printable(title),
    revoke: webUrl(remediation.revoke) ?? '',
    steps: remediation.steps.map(printable),
  };
}

function pageFinding(finding: JsonFinding | JsonSuppressed, rule: number): PageFinding {
  const { severity, file, startLine, startColumn, where, secret, fingerprint, atHead, decodedFrom } = finding;
  return {
    rule,
    severity,
    ...('suppression' in finding ? suppressedVerdict(finding) : verdictOf(finding)),
    file: printable(file),
    line: startLine,
    column: startColumn,
    secret: printable(secret),
    fingerprint: printable(fingerprint),
    ...known('where', where === 'content' ? '' : where),
    ...known('excerpt', finding.excerpt.trim()),
    ...known('inside', [...decodedFrom].reverse().join(' in ')),
    ...known('commit', finding.commit ?? ''),
    ...known('author', finding.author ?? ''),
    ...known('date', timeOf(finding.date ?? '')?.toISOString() ?? ''),
    ...(atHead === null ? {} : { atHead }),
    ...(finding.parts.length === 0 ? {} : { parts: partTexts(finding) }),
    keep: wayOut([finding]).at(-1)!,
  };
}

function known<K extends string>(key: K, text: string): { [key in K]?: string } {
  return text === '' ? {} : ({ [key]: printable(text) } as { [key in K]: string });
}

function verdictOf({ verification, blocks }: JsonFinding): Pick<PageFinding, 'verdict' | 'told' | 'blocks'> {
  return { verdict: verification.status, told: verdictText(verification), ...(blocks ? { blocks } : {}) };
}

function suppressedVerdict({ suppression }: JsonSuppressed): Pick<PageFinding, 'verdict' | 'told'> {
  const { by, source, reason, author, expires } = suppression;
  const told = [
    `suppressed, ${source ?? by}`,
    ...(reason === '' ? [] : [reason]),
    ...(author === null ? [] : [`by ${author}`]),
    ...(expires === null ? [] : [`until ${expires}`]),
  ];
  return { verdict: 'suppressed', told: printable(told.join(', ')) };
}

function partTexts({ parts }: JsonLocated): string[] {
  return parts.map(({ name, secret, file, startLine, startColumn }) =>
    printable(`${name.replaceAll('_', ' ')} ${secret} at ${file}:${startLine}:${startColumn}`),
  );
}
