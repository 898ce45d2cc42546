import { groupedBy } from '../grouped-by.ts';
import { createTextFinder } from '../text-finder.ts';
import type { Finding, Report, ReportedFinding } from '../types.ts';

/**
 * The findings that are a part of another one, each with that one. In the same file: the id that a secret key needs, the
 * password of a URL that stands once more by itself, what is inside of another secret. In any: the same value of
 * nobody's, found by another rule. A whole is never a part itself.
 */
export function wholesOf(findings: readonly Finding[]): Map<Finding, Finding> {
  const wholes = new Map<Finding, Finding>();
  for (const group of groupedBy(findings, ({ file }) => file).values()) {
    const users = usersOfParts(group);
    const specific = specificByValue(group);
    const compounds = compoundsOf(group);
    const wrappings = holdersOf(group, compounds);
    for (const finding of group) {
      const value = finding.secret.reveal();
      const whole =
        nearest(finding, users.get(value) ?? [], (other) => usesAsPart(other, finding)) ??
        nearest(finding, specific.get(value) ?? [], (other) => saysMore(other, finding)) ??
        nearest(finding, wrappings.get(value) ?? [], (other) => holds(compounds.get(other)!, value));
      if (whole) wholes.set(finding, whole);
    }
  }
  const firsts = firstByValue(findings);
  for (const finding of findings) {
    const first = isBare(finding) ? firsts.get(finding.secret.reveal())! : finding;
    if (first.fingerprint !== finding.fingerprint && !wholes.has(finding)) wholes.set(finding, first);
  }
  return rooted(wholes);
}

/** Findings of one file that are looked at for one part. */
const CANDIDATES = 100;
/** Shorter values are alike by chance. */
const LEAST_LENGTH = 6;
const LEAST_UNNAMED = 12;

/** The findings that have a value among their parts, by that value. */
function usersOfParts(findings: readonly Finding[]): Map<string, Finding[]> {
  const uses = findings.flatMap((finding) => {
    const values = new Set(finding.parts.map(({ secret }) => secret.reveal()));
    return [...values].map((value) => ({ value, finding }));
  });
  const groups = groupedBy(uses, ({ value }) => value);
  return new Map([...groups].map(([value, group]) => [value, group.map(({ finding }) => finding)]));
}

function specificByValue(findings: readonly Finding[]): Map<string, Finding[]> {
  return groupedBy(
    findings.filter((finding) => !isBare(finding)),
    ({ secret }) => secret.reveal(),
  );
}

function firstByValue(findings: readonly Finding[]): Map<string, Finding> {
  const bare = findings.filter(isBare).reverse();
  return new Map(bare.map((finding) => [finding.secret.reveal(), finding]));
}

/** A value of nobody's, with nothing that says what it opens. */
function isBare({ rule, parts }: Finding): boolean {
  return rule.provider === 'generic' && parts.length === 0;
}

function usesAsPart(whole: Finding, part: Finding): boolean {
  const value = part.secret.reveal();
  return (
    whole.rule.id !== part.rule.id &&
    whole.parts.some(
      ({ ruleId, secret }) =>
        secret.reveal() === value && (ruleId === part.rule.id || value.length >= LEAST_UNNAMED),
    )
  );
}

function saysMore(whole: Finding, part: Finding): boolean {
  return isBare(part) && !isBare(whole) && part.secret.reveal().length >= LEAST_LENGTH;
}

/** The findings whose values have several fields, with their texts. */
function compoundsOf(findings: readonly Finding[]): Map<Finding, string> {
  const texts = findings.map((finding) => [finding, textOf(finding)] as const);
  return new Map(texts.filter(([, text]) => /[:@;=,\s"]./s.test(text)).slice(0, CANDIDATES));
}

/** The findings of several fields in whose texts a value stands, by the value: a file may have very many. */
function holdersOf(
  findings: readonly Finding[],
  compounds: ReadonlyMap<Finding, string>,
): Map<string, Finding[]> {
  const holders = new Map<string, Finding[]>();
  if (compounds.size === 0) return holders;
  const finder = createTextFinder<string>();
  for (const { secret } of findings) finder.itemOf(Buffer.from(secret.reveal()), () => secret.reveal());
  for (const [holder, text] of compounds) {
    for (const value of finder.heldIn(Buffer.from(text))) {
      const known = holders.get(value);
      if (known) known.push(holder);
      else holders.set(value, [holder]);
    }
  }
  return holders;
}

/** A value as it is read; `auth` of a registry's login is `user:password` in base64. */
function textOf({ secret }: Finding): string {
  const value = secret.reveal();
  if (!/^[A-Za-z0-9+/]{8,4000}={0,2}$/.test(value)) return value;
  const text = Buffer.from(value, 'base64').toString('latin1');
  return /^[\x20-\x7e\s]+$/.test(text) ? text : value;
}

/** Whether a value stands in a text, set off from the rest. */
function holds(text: string, value: string): boolean {
  if (value.length < LEAST_LENGTH || value.length >= text.length) return false;
  const at = text.indexOf(value);
  const around = [text[at - 1], text[at + value.length]];
  return at >= 0 && around.every((char) => char === undefined || /[:@/;=,&?'"{}\s]/.test(char));
}

function nearest(
  part: Finding,
  candidates: readonly Finding[],
  fits: (whole: Finding) => boolean,
): Finding | undefined {
  const distance = (whole: Finding) =>
    Math.abs(whole.startLine - part.startLine) + (whole.commit?.id === part.commit?.id ? 0 : 1e9);
  let best: Finding | undefined;
  for (const whole of candidates.slice(0, CANDIDATES)) {
    const isOther = whole !== part && whole.fingerprint !== part.fingerprint;
    if (isOther && (!best || distance(whole) < distance(best)) && fits(whole)) best = whole;
  }
  return best;
}

/** Each part with the whole that is in no other; those that would be parts of themselves go. */
function rooted(wholes: ReadonlyMap<Finding, Finding>): Map<Finding, Finding> {
  const roots = new Map<Finding, Finding>();
  for (const part of wholes.keys()) {
    const seen = new Set([part]);
    let root = part;
    for (let next = wholes.get(root); next && !seen.has(next); next = wholes.get(root)) {
      seen.add(next);
      root = next;
    }
    if (root !== part && !wholes.has(root)) roots.set(part, root);
  }
  return roots;
}

/**
 * The report in which each part names its whole. What opens nothing by itself, such as a key id, and that nobody can be
 * asked about, is dead when its whole is.
 */
export function namePartsOf(report: Report): Report {
  const { findings, suppressed } = report;
  const wholes = wholesOf([...findings, ...suppressed.map(({ finding }) => finding)]);
  if (wholes.size === 0) return report;
  const named = <F extends Finding>(finding: F, of: Finding): F => {
    const whole = wholes.get(of);
    return whole ? { ...finding, partOf: whole.fingerprint } : finding;
  };
  const reported = new Map<Finding, ReportedFinding>(findings.map((finding) => [finding, finding]));
  const judged = (finding: ReportedFinding): ReportedFinding => {
    const whole = reported.get(wholes.get(finding)!);
    const isDead = whole?.verdict.status === 'dead' && isOnlyAName(finding);
    return isDead ? { ...finding, verdict: whole.verdict, blocks: whole.blocks } : finding;
  };
  return {
    ...report,
    findings: findings.map((finding) => named(judged(finding), finding)),
    suppressed: suppressed.map((item) => ({
      ...item,
      finding: named(item.finding, item.finding),
    })),
  };
}

function isOnlyAName({ rule, verdict }: ReportedFinding): boolean {
  return rule.severity === 'low' && verdict.status === 'unchecked' && verdict.reason === 'no-verifier';
}
