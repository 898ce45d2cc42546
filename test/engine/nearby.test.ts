import { expect, test } from 'vitest';
import { createNearby } from '../../src/engine/nearby.ts';
import type { Candidate } from '../../src/types.ts';

const at = (start: number, end: number) => ({ start, end }) as Candidate;
const long = at(100, 100_000);
const first = at(5000, 5040);
const second = at(4990, 5020);
const far = at(200_000, 200_040);
const nearby = createNearby([long, first]);
nearby.add(far);
nearby.add(second);

test.each([
  ['inside of a long one', 50_000, 50_010, [long]],
  ['several, each once, as they were added', 4000, 6000, [long, first, second]],
  ['behind all', 300_000, 300_001, []],
  ['an empty stretch', 200_001, 200_001, [far]],
  ['right behind', 200_040, 200_050, [far]],
])('%s', (_name, start, end, expected) => {
  expect(nearby.near(start, end)).toEqual(expected);
});
