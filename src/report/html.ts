import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '../errors.ts';
import { isComplete } from './exit-code.ts';
import { pageData } from './html-data.ts';
import { jsonText } from './json-text.ts';
import { printable } from './printable.ts';
import type { JsonReport } from './schema.ts';
import { secretsText, wholeSecrets } from './secrets.ts';

/** One file that asks for nothing else: filters, a timeline, and every finding, as data that the page's script shows. */
export function* renderHtml(report: JsonReport): Generator<string> {
  const script = asset('report-page.js');
  const style = asset('report-page.css');
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${htmlText(`leakgate: ${headline(report)}`)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header><h1>leakgate</h1><p>${htmlText(headline(report))}</p></header>
<main>
${notices(report)}
<div id="report"><noscript><p>The findings are shown by a script that this file holds; it is switched off.</p></noscript></div>
</main>
<footer><p>${htmlText(receiptText(report))}</p>${skippedList(report)}</footer>
<script type="application/json" id="data">`;
  yield* dataPieces(report);
  yield `</script>
<script>${script}</script>
</body>
</html>
`;
}

function asset(name: string): string {
  try {
    return readFileSync(path.join(import.meta.dirname, name), 'utf8');
  } catch {
    throw new SetupError(`${name} is missing from the installation`, 'install leakgate again');
  }
}

/** Nothing may be loaded, and nothing run but what has these hashes. */
function policy(script: string, style: string): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function headline({ findings, suppressed }: JsonReport): string {
  const blocking = wholeSecrets(findings).filter(({ blocks }) => blocks).length;
  const tail = suppressed.length > 0 ? `, ${suppressed.length} suppressed` : '';
  if (findings.length === 0) return `no secrets found${tail}`;
  return `${secretsText(findings)}, ${blocking} of them ${blocking === 1 ? 'blocks' : 'block'}${tail}`;
}

function notices(report: JsonReport): string {
  const items = [
    ...report.problems.map(
      ({ path: file, message }) => `not read: ${printable(file)}: ${printable(message)}`,
    ),
    ...report.receipt.weakened.map(printable),
    ...report.stale.map(
      ({ file, line, why }) => `${printable(file)}:${line}: ${why}, and suppresses nothing`,
    ),
  ];
  if (items.length === 0 && isComplete(report)) return '';
  const heading = isComplete(report) ? 'To know' : 'This report is not complete';
  return `<section class="notice"><h2>${heading}</h2>${list(items)}</section>`;
}

const LISTED = 200;

function list(items: readonly string[]): string {
  const more = items.length - LISTED;
  const shown = [...items.slice(0, LISTED), ...(more > 0 ? [`and ${more} more`] : [])];
  return `<ul class="listing">${shown.map((item) => `<li>${htmlText(item)}</li>`).join('')}</ul>`;
}

function receiptText({ tool, target, receipt, finishedAt }: JsonReport): string {
  const { scanned, expected, skipped, lines, rules, ms } = receipt;
  const { repository, range } = target;
  return [
    `${printable(target.kind)}${range === null ? '' : ` ${printable(range)}`}`,
    ...(repository ? [printable(repository.url)] : []),
    ...(repository?.revision ? [printable(repository.revision)] : []),
    `read ${scanned} of ${expected} objects, ${skipped.length} skipped, ${lines} lines, ${rules} rules, ${ms} ms`,
    ...(finishedAt === '' ? [] : [printable(finishedAt)]),
    `leakgate ${printable(tool.version)}`,
  ].join(' · ');
}

function skippedList({ receipt: { skipped } }: JsonReport): string {
  if (skipped.length === 0) return '';
  const items = skipped.map(({ path: file, reason }) => `${printable(file)}: ${printable(reason)}`);
  return `<details><summary>${skipped.length} skipped</summary>${list(items)}</details>`;
}

/** In pieces, so that a large report is never one string; `<` is escaped, so that nothing ends the script element. */
function* dataPieces(report: JsonReport): Generator<string> {
  const { findings, ...shared } = pageData(report);
  yield `${scriptJson(shared).slice(0, -1)},"findings":[`;
  for (const [i, finding] of findings.entries()) yield `${i > 0 ? ',' : ''}\n${scriptJson(finding)}`;
  yield ']}';
}

function scriptJson(value: unknown): string {
  return jsonText(value).replaceAll('<', '\\u003c');
}

function htmlText(text: string): string {
  return text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
