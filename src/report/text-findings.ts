import { groupedBy } from '../grouped-by.ts';
import type { RenderContext } from './context.ts';
import { printable } from './printable.ts';
import type { JsonFinding, JsonLocated, JsonVerification } from './schema.ts';
import type { Style } from './style.ts';
import { createLink, type Link } from './terminal-link.ts';
import { cut, displayWidth, wrap } from './width.ts';
import { verdictText, wayOut } from './wording.ts';

/** A group's places that are shown without `-v`. */
const PLACES_SHOWN = 10;

interface Page {
  context: RenderContext;
  style: Style;
  width: number;
  link: Link;
  /** A place of each secret, by its fingerprint. */
  secrets: ReadonlyMap<string, JsonFinding>;
}

/** Findings as blocks of text, one for each secret, with all the places that it stands in. */
export function renderGroups(
  findings: readonly JsonFinding[],
  context: RenderContext,
  style: Style,
): string[] {
  const width = context.width ?? Number.POSITIVE_INFINITY;
  const secrets = new Map(findings.toReversed().map((finding) => [finding.fingerprint, finding]));
  const page: Page = { context, style, width, link: createLink(context.linkFolder), secrets };
  let told = '';
  return groupsOf(findings).map((group) => {
    const steps = stepLines(group, page);
    const repeated = steps.join('\n') === told;
    told = steps.join('\n');
    return renderGroup(group, repeated ? [style.dim('    (the steps are those above)')] : steps, page);
  });
}

/** Findings of the same secret with the same verdict, in the order of the first of each. */
function groupsOf(findings: readonly JsonFinding[]): JsonFinding[][] {
  const groups = groupedBy(findings, ({ ruleId, fingerprint, secret, verification, blocks }) =>
    JSON.stringify([ruleId, fingerprint, secret, verdictText(verification), blocks]),
  );
  return [...groups.values()];
}

function renderGroup(group: readonly JsonFinding[], steps: readonly string[], page: Page): string {
  const { style, context, width } = page;
  const first = group[0]!;
  const shown = context.verbose ? group : group.slice(0, PLACES_SHOWN);
  const more = group.length - shown.length;
  const lines = [
    ...headLines(first, page),
    ...shown.flatMap((finding) => placeLines(finding, page)),
    ...(more > 0 ? [style.dim(`  and ${more} more places (-v lists them)`)] : []),
    ...indented(wholeText(first, page), 2, width),
    ...indented(canaryText(first), 2, width).map(style.yellow),
    ...indented(verdictText(first.verification), 2, width).map(verdictStyle(first.verification, style)),
    ...steps,
    ...indented(`fingerprint ${printable(first.fingerprint)}`, 2, width).map(style.dim),
  ];
  return `${lines.join('\n')}\n`;
}

function headLines({ blocks, title, severity, ruleId }: JsonFinding, { style, width }: Page): string[] {
  const mark = blocks ? style.red('✗') : style.dim('·');
  const name = printable(title);
  const kind = `${severity}, ${printable(ruleId)}`;
  const [start, ...rest] = wrap(name, width - 2);
  const lines = [`${mark} ${style.bold(start!)}`, ...rest.map((line) => `  ${style.bold(line)}`)];
  const fitsBehind = rest.length === 0 && displayWidth(name) + displayWidth(kind) + 4 <= width;
  if (fitsBehind) return [`${lines[0]}  ${style.dim(kind)}`];
  return [...lines, ...indented(kind, 2, width).map(style.dim)];
}

/** The place, what stands there, and its line with the secret masked. */
function placeLines(finding: JsonFinding, page: Page): string[] {
  const { style, width } = page;
  const { startLine, excerpt, unheeded } = finding;
  const place = placeText(finding);
  const detail = `${inside(finding)}${commitText(finding)}`;
  const number = String(startLine).padStart(4);
  const line = lineText(
    printable(excerpt.trim()),
    printable(finding.secret),
    width - number.length - 5,
    style,
  );
  return [
    ...located(place, detail, finding, page),
    ...(excerpt === '' ? [] : [`  ${style.dim(`${number} │`)} ${line}`]),
    ...indented(unheeded === null ? '' : `not suppressed: ${printable(unheeded)}`, 2, width),
    ...finding.parts.flatMap((part) =>
      indented(
        `with ${printable(part.name.replaceAll('_', ' '))} ${printable(part.secret)} at ${placeText(part)}`,
        2,
        width,
      ),
    ),
  ];
}

/** What it is a part of, which is a block of its own. */
function wholeText({ partOf }: JsonFinding, { secrets }: Page): string {
  const whole = partOf === null ? undefined : secrets.get(partOf);
  return whole ? `part of ${printable(whole.title)} at ${placeText(whole)}` : '';
}

function canaryText({ canary }: JsonFinding): string {
  return canary === null ? '' : `likely a canary of ${printable(canary)}: do not verify it`;
}

const SHOWN_BEFORE = 8;

/** The line, cut so that the masked secret in it is seen. */
function lineText(line: string, secret: string, width: number, { yellow }: Style): string {
  const at = line.indexOf(secret);
  if (at < 0 || secret === '') return cut(line, width);
  const before = line.slice(0, at);
  const isSeen = displayWidth(before + secret) < width;
  const start = isSeen ? before : `…${[...before].slice(-SHOWN_BEFORE).join('')}`;
  const end = displayWidth(start + secret);
  if (end > width) return cut(start + secret, width);
  return `${start}${yellow(secret)}${cut(line.slice(at + secret.length), width - end)}`;
}

function placeText({
  file,
  startLine,
  startColumn,
}: Pick<JsonLocated, 'file' | 'startLine' | 'startColumn'>) {
  return `${printable(file)}:${startLine}:${startColumn}`;
}

/** On one line where it fits. */
function located(place: string, detail: string, finding: JsonFinding, page: Page): string[] {
  const { style, width, link } = page;
  const shown = (text: string) => link(style.cyan(text), finding);
  const fitsBehind = displayWidth(place) + displayWidth(detail) + 4 <= width;
  if (fitsBehind) return [`  ${shown(place)}  ${detail}`];
  return [
    ...wrap(place, width - 2, width - 4).map((text, i) => `${i === 0 ? '  ' : '    '}${shown(text)}`),
    ...indented(detail, 4, width),
  ];
}

function inside({ secret, decodedFrom }: JsonFinding): string {
  const shown = printable(secret);
  return decodedFrom.length > 0
    ? `${shown} (inside ${printable([...decodedFrom].reverse().join(' in '))})`
    : shown;
}

function commitText({ commit, author, date, where, atHead }: JsonFinding): string {
  const head = atHead === null ? '' : atHead ? ', still at HEAD' : ', not at HEAD';
  const place = where === 'content' ? '' : ` in the ${where.replace('-', ' ')}`;
  if (commit === null) return `${place}${head}`;
  const by = author === null ? '' : ` by ${printable(author)}`;
  const on = date === null ? '' : ` on ${printable(date.slice(0, 10))}`;
  return `${place} of ${printable(commit.slice(0, 12))}${by}${on}${head}`;
}

function verdictStyle({ status }: JsonVerification, style: Style): (text: string) => string {
  return { live: style.red, dead: style.green, unknown: style.yellow, unchecked: style.dim }[status];
}

function stepLines(group: readonly JsonFinding[], { width }: Page): string[] {
  return wayOut(group).flatMap((step, i) =>
    wrap(step, width - 7).map((line, j) => (j === 0 ? `    ${i + 1}. ${line}` : `       ${line}`)),
  );
}

function indented(text: string, columns: number, width: number): string[] {
  if (text === '') return [];
  return wrap(text, width - columns).map((line) => `${' '.repeat(columns)}${line}`);
}
