import type { Dropped, Finding, Rule, Severity, Suppressed, Verdict } from '../types.ts';
import { droppedBy, isSevere, isSure, unsureReason } from './confidence.ts';
import { globMatcher } from './globs.ts';
import type { Allowance, Override, Policy } from './settings.ts';

/** What the user's settings make of findings. */
export interface Judgement {
  findings: Finding[];
  /** Below the confidence that is asked for there; in `dropped` too. */
  unsure: Finding[];
  dropped: Dropped[];
  suppressed: Suppressed[];
}

/** Decides about findings by the policy, for the branches that the scanned text is for. */
export interface Decider {
  /** Sets severities, and takes out what is allowed, not sure enough, or of a rule that is off there. */
  settle(findings: readonly Finding[]): Judgement;
  /** On one of the branches is enough. */
  blocks(finding: Finding, verdict: Verdict): boolean;
}

/** @param branches - names without `refs/heads/`; none where no branch is known */
export function createDecider(policy: Policy, branches: readonly string[]): Decider {
  const overrides = policy.overrides.map((entry) => ({ ...entry, applies: scopeOf(entry) }));
  const allows = policy.allow.map(allowanceOf);
  const severityOf = selectorsOf(policy.severities);
  /** What holds for a finding on one branch: the overrides that apply, the last one first. */
  const holding = (file: string, branch: string | undefined) =>
    overrides.filter(({ applies }) => applies(file, branch)).reverse();
  const places = branches.length > 0 ? branches : [undefined];

  function judge(finding: Finding): Finding | { dropped: Omission } | { suppressed: string } {
    const allowed = allows.find(({ allows: fits }, i) => finding.allowed?.includes(i) && fits(finding));
    if (allowed) return { suppressed: allowed.reason };
    const reasons = places.map((branch) => omissionOf(finding, holding(finding.file, branch), policy));
    if (reasons.every((reason) => reason !== undefined)) return { dropped: reasons[0]! };
    const severity = places
      .map((branch) => severityAt(finding.rule, holding(finding.file, branch)))
      .reduce((a, b) => (isSevere(a, b) ? a : b));
    return severity === finding.rule.severity ? finding : { ...finding, rule: { ...finding.rule, severity } };
  }

  function severityAt(rule: Rule, over: readonly Override[]): Severity {
    const named = over.flatMap((entry) => Object.entries(entry.severities ?? {}));
    return selectorsOf(named)(rule) ?? severityOf(rule) ?? rule.severity;
  }

  function blocksOn(finding: Finding, verdict: Verdict, branch: string | undefined): boolean {
    const over = holding(finding.file, branch);
    const own = <K extends 'block-on' | 'block-severity' | 'on-finding'>(key: K): Override[K] =>
      policy.fixed.includes(key) ? undefined : over.find((entry) => entry[key] !== undefined)?.[key];
    const warnOnly = own('on-finding') ? own('on-finding') === 'warn' : policy.warnOnly;
    const least = own('block-severity') ?? policy.blockSeverity;
    const blockOn = own('block-on') ? new Set(own('block-on')) : policy.blockOn;
    const severe = isSevere(finding.rule.severity, least);
    return !warnOnly && severe && blockOn.has(verdict.status);
  }

  return {
    settle(findings) {
      const all: Judgement = { findings: [], unsure: [], dropped: [], suppressed: [] };
      for (const finding of findings) {
        const judged = judge(finding);
        if ('dropped' in judged) {
          all.dropped.push(droppedBy(finding, judged.dropped.reason));
          if (judged.dropped.unsure) all.unsure.push(finding);
        } else if ('suppressed' in judged)
          all.suppressed.push({ finding, by: 'config', reason: judged.suppressed });
        else all.findings.push(judged);
      }
      return all;
    },
    blocks: (finding, verdict) => places.some((branch) => blocksOn(finding, verdict, branch)),
  };
}

/** Why the settings for a place leave a finding out; `unsure` when for its confidence alone. */
interface Omission {
  reason: string;
  unsure?: true;
}

function omissionOf(finding: Finding, over: readonly Override[], policy: Policy): Omission | undefined {
  const fixed = (key: string) => policy.fixed.includes(key);
  const only = fixed('only') ? undefined : over.find((entry) => entry.only)?.only;
  if (only && !ruleMatcher(only)(finding.rule)) return { reason: 'the config takes other rules here' };
  if (over.some((entry) => entry.skip && ruleMatcher(entry.skip)(finding.rule)))
    return { reason: 'the config turns the rule off here' };
  const named = fixed('min-confidence') ? undefined : over.find((entry) => entry['min-confidence']);
  const least = named?.['min-confidence'] ?? policy.minConfidence;
  return isSure(finding, least) ? undefined : { reason: unsureReason(finding, least), unsure: true };
}

function scopeOf({ paths, branches }: Override): (file: string, branch: string | undefined) => boolean {
  const path = paths ? globMatcher(paths) : () => true;
  const onBranch = branches ? globMatcher(branches.map(wholeName)) : () => true;
  return (file, branch) => path(file) && (!branches || (branch !== undefined && onBranch(branch)));
}

/** A path glob without `/` matches in any folder; a branch is named whole. */
function wholeName(glob: string): string {
  return glob.includes('/') ? glob : `/${glob}`;
}

function allowanceOf(entry: Allowance) {
  const rules = entry.rules ? ruleMatcher(entry.rules) : () => true;
  const path = entry.paths ? globMatcher(entry.paths) : () => true;
  const commits = entry.commits ?? [];
  return {
    reason: `${entry.at}${entry.reason ? `: ${entry.reason}` : ''}`,
    allows: ({ rule, file, commit }: Finding) =>
      rules(rule) && path(file) && (commits.length === 0 || commits.some((id) => commit?.id.startsWith(id))),
  };
}

/** Whether a rule's id or provider matches one of the globs. */
export function ruleMatcher(globs: readonly string[]): (rule: Pick<Rule, 'id' | 'provider'>) => boolean {
  const matches = globMatcher(globs);
  return ({ id, provider }) => matches(id) || matches(provider);
}

function selectorsOf(pairs: readonly (readonly [string, Severity])[]) {
  const compiled = pairs.map(([selector, severity]) => ({ fits: ruleMatcher([selector]), severity }));
  return (rule: Rule) => compiled.find(({ fits }) => fits(rule))?.severity;
}

/** A rule's severity by the config, overrides for paths and branches aside. */
export function severityIn(policy: Policy, rule: Rule): Severity {
  return selectorsOf(policy.severities)(rule) ?? rule.severity;
}
