import { printable } from './printable.ts';
import type { JsonFinding, JsonLocated, JsonVerification } from './schema.ts';

/** A verdict as a sentence, safe to print. */
export function verdictText(verification: JsonVerification): string {
  const { status, reason } = verification;
  const detail = detailsOf(verification);
  const told = detail === '' ? '' : `: ${detail}`;
  switch (status) {
    case 'live':
      return printable(`live${told}`);
    case 'dead':
      return printable(`dead${reason ? `: ${reason}` : ''}`);
    case 'unknown':
      return printable(`unknown: ${reason ?? 'no clear answer'}${told}`);
    case 'unchecked':
      return printable(`not checked: ${UNCHECKED[reason ?? ''] ?? 'this kind has no check'}${told}`);
  }
}

const UNCHECKED: Readonly<Record<string, string>> = {
  off: 'offline',
  canary: 'it is likely a canary, and checking it would alert its owner',
};

function detailsOf({ account, scopes, broadScopes, expiresAt, notes }: JsonVerification): string {
  const owner = account && [account.name ?? account.id, account.kind && `(${account.kind})`];
  const broad = new Set(broadScopes);
  const list = scopes?.map((scope) => (broad.has(scope) ? `${scope} (broad)` : scope)).join(', ');
  const facts = [
    owner?.filter(Boolean).join(' '),
    list && `scopes ${list}`,
    expiresAt && `until ${expiresAt.slice(0, 10)}`,
  ].filter(Boolean);
  return [...(facts.length > 0 ? [`${facts.join('; ')}.`] : []), ...notes].join(' ');
}

/** What to do about one secret, step by step, safe to print: revoke, rotate, move out of each of its files. */
export function wayOut(places: readonly JsonLocated[]): string[] {
  const { revoke, steps, replacement } = places[0]!.remediation;
  const others = places.filter(
    ({ remediation }, i) =>
      places.findIndex((place) => place.remediation.replacement.code === remediation.replacement.code) === i,
  );
  const elsewhere = others
    .slice(1)
    .map(({ file, remediation }) => `; in ${file}, ${remediation.replacement.code}`);
  return [
    ...(revoke ? [`Revoke it: ${revoke}`] : []),
    ...steps,
    `Keep the new one in ${replacement.where}, and write ${replacement.code}${elsewhere.join('')}`,
  ].map(printable);
}

/** What was found and whether it is live, as one sentence, safe to print; of what is in an archive, where in it. */
export function findingText({
  title,
  secret,
  verification,
  container,
  file,
  startLine,
}: JsonFinding): string {
  const inside = container === null ? '' : ` in ${file}:${startLine}`;
  return `${printable(`${title} ${secret}${inside}`)}, ${verdictText(verification)}`;
}

/** Where a program that shows a tree can show a finding: what is in an archive at the archive's start. */
export function shownPlace({ container, file, startLine, endLine }: JsonLocated): {
  file: string;
  startLine: number;
  endLine: number;
} {
  return container === null ? { file, startLine, endLine } : { file: container, startLine: 1, endLine: 1 };
}

/** A URL that a report may link to; undefined for what is none or of another scheme, such as `javascript:`. */
export function webUrl(text: string | null): string | undefined {
  if (text === null || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text).href;
}

/** The time of an ISO 8601 text, undefined when it is none. */
export function timeOf(text: string): Date | undefined {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
