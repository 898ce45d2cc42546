import type { Candidate, DropReason } from '../types.ts';
import { checks } from './checks/registry.ts';
import { rankOf } from './confidence.ts';
import { createNearby, type Nearby } from './nearby.ts';

/**
 * Where two candidates cover the same bytes, the more specific one stays; the others come with the reason. A part
 * is no finding, but says what a value is that a rule of no provider took for a secret by its name: a key id. Where the
 * path is not known yet, what a rule for certain paths covers stays beside it, for other paths.
 *
 * @param all - parts included
 */
export function resolveOverlaps(all: readonly Candidate[]): {
  kept: Candidate[];
  dropped: { candidate: Candidate; reason: DropReason }[];
} {
  const kept: Candidate[] = [];
  const keptNear = createNearby();
  const dropped: { candidate: Candidate; reason: DropReason }[] = [];
  const parts = createNearby(all.filter(({ rule }) => rule.part));
  const candidates = all.filter(({ rule }) => !rule.part);
  for (const candidate of candidates.sort(bySpecificity)) {
    const winners = winnersOver(candidate, keptNear, parts);
    const winner = winners.find((one) => !isForPaths(one));
    if (winner) {
      const detail = `the same text is a ${winner.rule.id}`;
      dropped.push({ candidate, reason: { filter: 'overlap', detail } });
    } else {
      if (winners.length > 0) candidate.exceptPaths = winners.flatMap(({ rule }) => rule.paths!);
      kept.push(candidate);
      keptNear.add(candidate);
    }
  }
  return { kept: kept.sort((a, b) => a.start - b.start), dropped };
}

function winnersOver(candidate: Candidate, kept: Nearby, parts: Nearby): Candidate[] {
  const { rule, start, end } = candidate;
  const others = kept.near(start, end).filter((one) => overlap(one, candidate));
  if (others.some((one) => !isForPaths(one)) || rule.provider !== 'generic') return others;
  return [...others, ...parts.near(start, end).filter((part) => covers(part, candidate))];
}

/** Whether it is one only if its path, which is not known yet, is one of its rule's. */
function isForPaths({ rule, chunk }: Candidate): boolean {
  return rule.paths !== undefined && chunk.path === '';
}

/** In one decoded text by the places there: what stands side by side may share a digit of its encoding, or more. */
function overlap(a: Candidate, b: Candidate): boolean {
  const [x, y] = inOneText(a, b);
  return x.start < y.end && y.start < x.end;
}

function inOneText(a: Candidate, b: Candidate): [Stretch, Stretch] {
  const [x, y] = [a.decoded?.inner, b.decoded?.inner];
  if (x && y && x.chunk === y.chunk) return [x, y];
  const [p, q] = [a.decoded?.unpacked, b.decoded?.unpacked];
  return p && q && p.text === q.text ? [p, q] : [a, b];
}

interface Stretch {
  start: number;
  end: number;
}

function covers(part: Candidate, candidate: Candidate): boolean {
  const [outer, inner] = inOneText(part, candidate);
  return outer.start <= inner.start && inner.end <= outer.end;
}

function bySpecificity(a: Candidate, b: Candidate): number {
  return (
    Number(isProved(b)) - Number(isProved(a)) ||
    Number(a.rule.judge !== undefined) - Number(b.rule.judge !== undefined) ||
    Number(isGeneric(a)) - Number(isGeneric(b)) ||
    rankOf(b.rule.confidence) - rankOf(a.rule.confidence) ||
    b.end - b.start - (a.end - a.start) ||
    depthOf(a) - depthOf(b)
  );
}

/** What is found inside of a wrapping says more than that there is one. */
function isWrapping({ rule }: Candidate): boolean {
  return rule.check !== undefined && checks[rule.check]?.wraps === true;
}

function isProved(candidate: Candidate): boolean {
  return candidate.checksum === 'valid' && !isWrapping(candidate);
}

function isGeneric(candidate: Candidate): boolean {
  return candidate.rule.provider === 'generic' || isWrapping(candidate);
}

function depthOf({ decoded }: Candidate): number {
  return decoded?.layers.length ?? 0;
}
