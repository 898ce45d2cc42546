import { groupedBy } from '../grouped-by.ts';
import type { Candidate } from '../types.ts';
import { lastAtMost } from './last-at-most.ts';

type Nearest = ReturnType<typeof createNearest>;

/** Finds the nearest of the candidates of one rule, as {@link createNearest} does; sorted when first asked for. */
export function nearestByRule(
  all: readonly Candidate[],
): (ruleId: string, to: Candidate) => Candidate | undefined {
  let groups: Map<string, Candidate[]> | undefined;
  const finders = new Map<string, Nearest>();
  return (ruleId, to) => {
    groups ??= groupedBy(all, ({ rule }) => rule.id);
    const finder = finders.get(ruleId) ?? createNearest(groups.get(ruleId) ?? []);
    finders.set(ruleId, finder);
    return finder(to);
  };
}

/**
 * Finds the nearest of some candidates to one: the one that overlaps it most, else with the fewest bytes between; of
 * those alike the first. Looks at few of them, however many there are.
 */
export function createNearest(all: readonly Candidate[]): (to: Candidate) => Candidate | undefined {
  if (all.length === 0) return () => undefined;
  const places = all.map(({ start, end }, index) => ({ start, end, index }));
  places.sort((a, b) => a.start - b.start || a.index - b.index);
  const starts = places.map(({ start }) => start);
  const furthestEnds: number[] = [];
  for (const { end } of places) furthestEnds.push(Math.max(end, furthestEnds.at(-1) ?? 0));
  return (to) => {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    const look = ({ start, end, index }: (typeof places)[number]) => {
      const distance = Math.max(start - to.end, to.start - end);
      if (distance > least || (distance === least && best < index)) return;
      least = distance;
      best = index;
    };
    const middle = lastAtMost(starts, to.start);
    for (let i = middle; i >= 0 && to.start - furthestEnds[i]! <= least; i--) look(places[i]!);
    for (let i = middle + 1; i < places.length && starts[i]! - to.end <= least; i++) look(places[i]!);
    return all[best];
  };
}
