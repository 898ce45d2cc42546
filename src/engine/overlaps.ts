import type { Candidate, DropReason } from '../types.ts';

/** Where two candidates cover the same bytes, the more specific one stays; the others come with the reason. */
export function resolveOverlaps(candidates: readonly Candidate[]): {
  kept: Candidate[];
  dropped: { candidate: Candidate; reason: DropReason }[];
} {
  const kept: Candidate[] = [];
  const dropped: { candidate: Candidate; reason: DropReason }[] = [];
  for (const candidate of [...candidates].sort(bySpecificity)) {
    const winner = kept.find((other) => other.start < candidate.end && candidate.start < other.end);
    if (!winner) kept.push(candidate);
    else
      dropped.push({
        candidate,
        reason: { filter: 'overlap', detail: `the same text is a ${winner.rule.id}` },
      });
  }
  return { kept: kept.sort((a, b) => a.start - b.start), dropped };
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
