import { addAll } from '../add-all.ts';
import { splitNew } from '../engine/new-findings.ts';
import { groupedBy } from '../grouped-by.ts';
import type { Change, Dropped, Finding, Input, Report, Source, Version } from '../types.ts';
import { withLatestMarkers } from './latest-markers.ts';

/** What searching a stream of input gave, as far as it matters here. */
interface Read {
  findings: Finding[];
  problems: Report['problems'];
}

type Search = (inputs: AsyncIterable<Input>) => Promise<Read>;

/**
 * Keeps what a source's changes add: each change's findings against those in the versions that its parents had.
 * What no change is named for is new. A parent that can't be read leaves everything new, and adds a problem to `read`.
 */
export async function keepNew(
  source: Source,
  read: Read,
  search: Search,
  signal: AbortSignal,
): Promise<{ fresh: Finding[]; old: Dropped[] }> {
  if (!source.changes) return { fresh: read.findings, old: [] };
  const changes = await source.changes.of(read.findings);
  const found = byVersion(read.findings);
  const opened = await search(source.changes.open(otherVersions(changes, found), signal));
  addAll(opened.problems, read.problems);
  for (const [key, group] of byVersion(opened.findings)) found.set(key, group);
  const split = changes.map((change) => splitChange(change, found));
  const covered = new Set(changes.flatMap(({ versions }) => versions.map(keyOf)));
  const uncovered = read.findings.filter((finding) => !covered.has(keyOf(versionOf(finding))));
  const fresh = split.flatMap((part) => part.fresh);
  return {
    fresh: [...withLatestMarkers(fresh, read.findings), ...uncovered],
    old: split.flatMap(({ old }) => old),
  };
}

function byVersion(findings: readonly Finding[]): Map<string, Finding[]> {
  return groupedBy(findings, (finding) => keyOf(versionOf(finding)));
}

function splitChange({ commit, versions, parents }: Change, found: ReadonlyMap<string, Finding[]>) {
  const findingsIn = (side: readonly Version[]) => side.flatMap((version) => found.get(keyOf(version)) ?? []);
  const findings = findingsIn(versions).map((finding) => (commit ? { ...finding, commit } : finding));
  return splitNew(findings, parents.map(findingsIn));
}

function otherVersions(changes: readonly Change[], found: ReadonlyMap<string, unknown>): Version[] {
  const all = changes.flatMap(({ versions, parents }) => [...versions, ...parents.flat()]);
  const others = new Map(all.map((version) => [keyOf(version), version]));
  return [...others].filter(([key]) => !found.has(key)).map(([, version]) => version);
}

function keyOf({ path, where, object = '' }: Version): string {
  return `${where} ${object} ${path}`;
}

function versionOf({ file, container, where, object }: Finding): Version {
  return { path: container ?? file, where, ...(object ? { object } : {}) };
}
