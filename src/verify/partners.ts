import type { Finding, Part } from '../types.ts';
import type { Values } from './template.ts';

/**
 * Looks further for a part that no rule found near by: in the staged tree, or in the scanned folder (`.env`,
 * configuration). Best candidates first; only the first few are tried.
 *
 * @param name - of the part, a key of the rule's `needs`
 * @param ruleId - the rule that finds it
 */
export type PartnerSearch = (finding: Finding, name: string, ruleId: string) => Promise<Part[]>;

const maxCandidates = 3;
const maxCombinations = 4;

/** The sets of values to try for one finding, best first. */
export interface Combinations {
  sets: Values[];
  /** There would have been more. */
  more: boolean;
  /** A part comes from another file: it may belong to another secret. */
  fromElsewhere: boolean;
}

/** Combines a finding's secret with the candidates for each of its parts; a part with none is left out. */
export async function combinations(
  finding: Finding,
  search: PartnerSearch | undefined,
): Promise<Combinations> {
  let sets: Map<string, string>[] = [new Map([['secret', finding.secret.reveal()]])];
  let more = false;
  const { byName, fromElsewhere } = await candidatesOf(finding, search);
  for (const [name, candidates] of byName) {
    if (candidates.length === 0) continue;
    more ||= candidates.length > maxCandidates || sets.length * candidates.length > maxCombinations;
    const tried = candidates.slice(0, maxCandidates);
    sets = tried
      .flatMap((value) => sets.map((set) => new Map([...set, [name, value]])))
      .slice(0, maxCombinations);
  }
  return { sets, more, fromElsewhere };
}

async function candidatesOf(finding: Finding, search: PartnerSearch | undefined) {
  const byName = new Map<string, string[]>();
  for (const part of finding.parts) add(byName, part);
  const own = byName.size;
  for (const [name, ruleId] of Object.entries(finding.rule.needs ?? {})) {
    if (byName.has(name) || !search) continue;
    for (const part of await search(finding, name, ruleId).catch(() => [])) add(byName, { ...part, name });
  }
  return { byName, fromElsewhere: byName.size > own };
}

function add(byName: Map<string, string[]>, part: Part): void {
  const known = byName.get(part.name) ?? [];
  const value = part.secret.reveal();
  if (!known.includes(value)) byName.set(part.name, [...known, value]);
}
