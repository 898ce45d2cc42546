import { printable } from './printable.ts';
import type { JsonFinding, JsonLocated, JsonReport, JsonSuppressed } from './schema.ts';

type Row = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * RFC 4180: a line of names, then a line for each finding and each suppressed one, every field in quotes. No field is a
 * formula to a spreadsheet: an apostrophe stands before what would begin one.
 */
export function* renderCsv({ findings, suppressed }: JsonReport): Generator<string> {
  yield csvLine(Object.keys(findingRow(undefined)));
  for (const finding of findings) yield csvLine(Object.values(findingRow(finding)));
  for (const finding of suppressed) yield csvLine(Object.values(findingRow(finding)));
}

function findingRow(finding: JsonFinding | JsonSuppressed | undefined): Row {
  const verification = finding && 'verification' in finding ? finding.verification : undefined;
  const suppression = finding && 'suppression' in finding ? finding.suppression : undefined;
  return {
    ...locatedRow(finding),
    blocks: finding && 'blocks' in finding ? finding.blocks : finding && false,
    status: verification?.status,
    reason: verification?.reason,
    account: verification?.account?.name ?? verification?.account?.id,
    scopes: verification?.scopes?.join(' '),
    expiresAt: verification?.expiresAt,
    suppressedBy: suppression?.by,
    suppressionReason: suppression?.reason,
    suppressionAuthor: suppression?.author,
    suppressionExpires: suppression?.expires,
  };
}

function locatedRow(finding: JsonLocated | undefined): Row {
  return {
    ruleId: finding?.ruleId,
    provider: finding?.provider,
    title: finding?.title,
    severity: finding?.severity,
    confidence: finding?.confidence,
    file: finding?.file,
    startLine: finding?.startLine,
    startColumn: finding?.startColumn,
    endLine: finding?.endLine,
    endColumn: finding?.endColumn,
    where: finding?.where,
    commit: finding?.commit,
    author: finding?.author,
    date: finding?.date,
    atHead: finding?.atHead,
    secret: finding?.secret,
    fingerprint: finding?.fingerprint,
    decodedFrom: finding?.decodedFrom.join(' '),
    revoke: finding?.remediation.revoke,
  };
}

function csvLine(values: readonly Row[string][]): string {
  return `${values.map((value) => csvField(String(value ?? ''))).join(',')}\r\n`;
}

/** @see https://owasp.org/www-community/attacks/CSV_Injection */
function csvField(text: string): string {
  const safe = printable(text).replace(/^\s*[=+\-@＝＋－＠]/, "'$&");
  return `"${safe.replaceAll('"', '""')}"`;
}
