import { expect, test } from 'vitest';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { createNearest } from '../../src/engine/nearest-candidate.ts';
import type { Candidate } from '../../src/types.ts';

function nearestOf(all: readonly Candidate[], to: Candidate): Candidate | undefined {
  const distance = (other: Candidate) => Math.max(other.start - to.end, to.start - other.end);
  return all.find((one) => all.every((other) => distance(one) <= distance(other)));
}

test('it is the first of those that none is nearer than', () => {
  const random = seededRandom('nearest');
  const any = (below: number) => Math.floor(random() * below);
  for (let round = 0; round < 300; round++) {
    const candidates = Array.from({ length: any(12) }, () => {
      const start = any(60);
      return { start, end: start + any(20) } as Candidate;
    });
    const find = createNearest(candidates);
    for (let i = 0; i < 10; i++) {
      const start = any(60);
      const to = { start, end: start + any(20) } as Candidate;
      expect(find(to)).toBe(nearestOf(candidates, to));
    }
  }
});
