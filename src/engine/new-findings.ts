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
    const closeness = closenessTo(earlier);
    const ordered = group.toSorted((a, b) => closeness(b) - closeness(a));
    for (const [i, finding] of ordered.entries()) {
      if (i < earlier.length) old.push(droppedAs(finding, closeness(finding) > 0, earlier[0]!));
      else fresh.push(finding);
    }
  }
  const order = new Map(findings.map((finding, index) => [finding, index]));
  return { fresh: fresh.sort((a, b) => order.get(a)! - order.get(b)!), old };
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

/** Of several copies, the ones that stand where an earlier one stood are the old ones; 0: in another file. */
function closenessTo(earlier: readonly Finding[]): (finding: Finding) => number {
  const files = new Set(earlier.map(({ file }) => file));
  const lines = new Set(earlier.map(({ file, startLine }) => `${startLine} ${file}`));
  const excerpts = new Set(earlier.map(({ file, excerpt }) => JSON.stringify([file, excerpt])));
  return ({ file, startLine, excerpt }) => {
    if (!files.has(file)) return 0;
    if (lines.has(`${startLine} ${file}`)) return 3;
    return excerpts.has(JSON.stringify([file, excerpt])) ? 2 : 1;
  };
}

function droppedAs(finding: Finding, unmoved: boolean, earlier: Finding): Dropped {
  const detail = unmoved ? 'was there before this change' : `moved from ${earlier.file}`;
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
