import type { Candidate, DropReason } from '../types.ts';

/**
 * Where two candidates cover the same bytes, the more specific one stays; the others come with the reason. A part
 * is no finding, but says what a value is that a rule of no provider took for a secret by its name: a key id.
 *
 * @param all - parts included
 */
export function resolveOverlaps(all: readonly Candidate[]): {
  kept: Candidate[];
  dropped: { candidate: Candidate; reason: DropReason }[];
} {
  const kept: Candidate[] = [];
  const dropped: { candidate: Candidate; reason: DropReason }[] = [];
  const parts = all.filter(({ rule }) => rule.part);
  const candidates = all.filter(({ rule }) => !rule.part);
  for (const candidate of candidates.sort(bySpecificity)) {
    const winner =
      kept.find((other) => other.start < candidate.end && candidate.start < other.end) ??
      parts.find((part) => candidate.rule.provider === 'generic' && covers(part, candidate));
    if (!winner) kept.push(candidate);
    else
      dropped.push({
        candidate,
        reason: { filter: 'overlap', detail: `the same text is a ${winner.rule.id}` },
      });
  }
  return { kept: kept.sort((a, b) => a.start - b.start), dropped };
}

function covers(part: Candidate, candidate: Candidate): boolean {
  return part.start <= candidate.start && candidate.end <= part.end;
}

const confidenceRank = { high: 2, medium: 1, low: 0 };

function bySpecificity(a: Candidate, b: Candidate): number {
  return (
    Number(b.checksum === 'valid') - Number(a.checksum === 'valid') ||
    Number(a.rule.judge !== undefined) - Number(b.rule.judge !== undefined) ||
    Number(a.rule.provider === 'generic') - Number(b.rule.provider === 'generic') ||
    confidenceRank[b.rule.confidence] - confidenceRank[a.rule.confidence] ||
    b.end - b.start - (a.end - a.start)
  );
}
