import { groupedBy } from '../grouped-by.ts';
import type { Finding } from '../types.ts';

/** A finding at one of its blob's paths. */
export interface Placed {
  finding: Finding;
  path: string;
  /** Undefined for a blob that no commit has. */
  commit: string | undefined;
  order: number;
}

/** The first of the versions that have a secret at a path. */
export interface Kept extends Placed {
  atHead: boolean;
}

/** Blobs that were not searched in full, but have the bytes of what was found in one that they share them with. */
export interface Copies {
  /** One finding of each secret whose bytes a blob has, by the blob's id. */
  holders: ReadonlyMap<string, readonly Finding[]>;
  /** Searches some of them in full. */
  findingsIn(oids: ReadonlySet<string>): Promise<Finding[]>;
  close(): void;
}

type Groups = Map<string, Placed[]>;

/**
 * Of each secret at each path the first version, and whether HEAD has it.
 *
 * @param head - the blobs of HEAD by path
 */
export function firstVersions(groups: Groups, head: ReadonlyMap<string, string>): Kept[] {
  return [...groups.values()].flatMap((group) => {
    const first = firstOf(group);
    const present = presentOf(group, head);
    const atHead = present.length > 0;
    return group
      .filter(({ finding, path }) => finding.object === first.finding.object && path === first.path)
      .map((place) => ({ ...place, atHead, finding: markedAsAt(present, place.finding) }));
  });
}

/** By secret and path: what a report shows once. */
export function grouped(placed: readonly Placed[]): Groups {
  return groupedBy(placed, ({ finding, path }) => `${finding.fingerprint} ${path}`);
}

function firstOf(group: readonly Placed[]): Placed {
  return group.reduce((a, b) => (b.order < a.order ? b : a));
}

function presentOf(group: readonly Placed[], head: ReadonlyMap<string, string>): Placed[] {
  return group.filter(({ finding, path }) => head.get(path) === finding.object);
}

/**
 * Searches in full the versions that decide, those that a report names: what only has the bytes of a secret may not be
 * one there, and then the next version decides.
 *
 * @param placesOf - where a finding of such a version stands, as far as it is in scope
 */
export async function confirmed(
  groups: Groups,
  head: ReadonlyMap<string, string>,
  { holders, findingsIn }: Copies,
  placesOf: (finding: Finding) => Placed[],
): Promise<Groups> {
  const all = new Map(groups);
  const searched = new Set<string>();
  const isOpen = ({ finding: { object, container } }: Placed) =>
    container === undefined && holders.has(object!) && !searched.has(object!);
  for (let looks = 1; ; looks *= 2) {
    const asked = [...all.values()].flatMap((group) => decidingIn(group, head, looks, isOpen));
    const oids = new Set(asked.map(({ finding }) => finding.object!));
    if (oids.size === 0) return all;
    const found = grouped((await findingsIn(oids)).flatMap(placesOf));
    for (const oid of oids) searched.add(oid);
    for (const [key, group] of all) {
      const stays = group.filter(
        ({ finding }) => finding.container !== undefined || !oids.has(finding.object!),
      );
      if (stays.length < group.length || found.has(key)) all.set(key, [...stays, ...(found.get(key) ?? [])]);
      if (all.get(key)!.length === 0) all.delete(key);
    }
    for (const [key, group] of found) if (!all.has(key)) all.set(key, group);
  }
}

/** The versions that are still to be searched for a group's first and for those at HEAD; with each look twice as many. */
function decidingIn(
  group: readonly Placed[],
  head: ReadonlyMap<string, string>,
  looks: number,
  isOpen: (place: Placed) => boolean,
): Placed[] {
  const present = presentOf(group, head);
  if (![firstOf(group), ...present].some(isOpen)) return [];
  const first = group.toSorted((a, b) => a.order - b.order).slice(0, looks);
  return [...first, ...present].filter(isOpen);
}

/** The marker that HEAD has beside every copy counts for the versions before it; that it has none, too. */
function markedAsAt(present: readonly Placed[], finding: Finding): Finding {
  if (present.length === 0) return finding;
  const { marker: _, ...unmarked } = finding;
  const bare = present.find((place) => place.finding.marker === undefined);
  const { marker } = (bare ?? present[0]!).finding;
  return marker ? { ...unmarked, marker } : unmarked;
}
