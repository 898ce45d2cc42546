import { groupedBy } from '../grouped-by.ts';
import type { Dropped, Finding } from '../types.ts';

/** Findings by what they are: the same secret of the same rule with the same parts, wherever it stands. */
type Counts = Map<string, Finding[]>;

/**
 * Tells what a commit adds from what was there before: a finding is new as often as it occurs more often in the
 * new versions than in each parent's old ones. So an unchanged line, a moved one, a re-indented one or a renamed
 * file adds nothing, and a copy does; a pair is new when any part of it is.
 *
 * @param parents - for each parent, the findings in the old versions of all changed paths
 */
export function splitNew(
  findings: readonly Finding[],
  parents: readonly Finding[][],
): { fresh: Finding[]; old: Dropped[] } {
  const before = parents.map(countsOf);
  const fresh: Finding[] = [];
  const old: Dropped[] = [];
  for (const [key, group] of countsOf(findings)) {
    const earlier = mostOf(before.map((counts) => counts.get(key) ?? []));
    const ordered = group.toSorted((a, b) => samePlaceFirst(a, b, earlier));
    for (const [i, finding] of ordered.entries()) {
      if (i < earlier.length) old.push(droppedAs(finding, earlier));
      else fresh.push(finding);
    }
  }
  return { fresh: fresh.sort((a, b) => findings.indexOf(a) - findings.indexOf(b)), old };
}

function countsOf(findings: readonly Finding[]): Counts {
  return groupedBy(findings, identity);
}

function identity({ rule, secret, parts }: Finding): string {
  return JSON.stringify([
    rule.id,
    secret.reveal(),
    ...parts.map((part) => [part.name, part.secret.reveal()]),
  ]);
}

function mostOf(groups: readonly Finding[][]): Finding[] {
  return groups.reduce((most, group) => (group.length > most.length ? group : most), []);
}

/** Of several copies, the ones that stand where an earlier one stood are the old ones. */
function samePlaceFirst(a: Finding, b: Finding, earlier: readonly Finding[]): number {
  return closeness(b, earlier) - closeness(a, earlier);
}

function closeness(finding: Finding, earlier: readonly Finding[]): number {
  const sameFile = earlier.filter((other) => other.file === finding.file);
  if (sameFile.some((other) => other.startLine === finding.startLine)) return 3;
  if (sameFile.some((other) => other.excerpt === finding.excerpt)) return 2;
  return sameFile.length > 0 ? 1 : 0;
}

function droppedAs(finding: Finding, earlier: readonly Finding[]): Dropped {
  const unmoved = earlier.some((other) => other.file === finding.file);
  const detail = unmoved ? 'was there before this change' : `moved from ${earlier[0]!.file}`;
  const { file, startLine, startColumn, endLine, endColumn, secret, rule } = finding;
  return {
    file,
    startLine,
    startColumn,
    endLine,
    endColumn,
    secret,
    ruleId: rule.id,
    reason: { filter: unmoved ? 'old' : 'moved', detail },
  };
}
