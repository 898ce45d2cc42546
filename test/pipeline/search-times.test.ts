import { expect, test } from 'vitest';
import { addTime, joinTimes, newTimes, slowInputs } from '../../src/pipeline/search-times.ts';

/** The times of a thousand ordinary inputs, a millisecond and ten kilobytes each, and of these besides. */
function timesWith(...inputs: { path: string; ms: number; bytes: number }[]) {
  const times = newTimes();
  for (let i = 0; i < 1000; i++) addTime(times, { path: `${i}`, ms: 1, bytes: 10_000 });
  for (const input of inputs) addTime(times, input);
  return times;
}

test.each([
  ['a second', 1000, 100e6, true],
  ['many times its share', 400, 100_000, true],
  ['its share', 400, 4e6, false],
  ['many times its share of nearly nothing', 200, 10, false],
])('an input is named that took %s', (_, ms, bytes, named) => {
  const slow = slowInputs(timesWith({ path: 'a', ms, bytes }));
  expect(slow).toEqual(named ? [{ path: 'a', ms, bytes }] : []);
});

test('the only input is named for a second alone: there is nothing to compare it with', () => {
  for (const [ms, count] of [
    [900, 0],
    [1100, 1],
  ] as const) {
    const times = newTimes();
    addTime(times, { path: 'a', ms, bytes: 10 });
    expect(slowInputs(times)).toHaveLength(count);
  }
});

test('the stretches of an input count as one, the slowest comes first', () => {
  const times = timesWith({ path: 'b', ms: 2000.4, bytes: 5 }, { path: 'a', ms: 800, bytes: 10 });
  addTime(times, { path: 'a', ms: 800, bytes: 10 }, true);
  addTime(times, { path: 'a', ms: 800, bytes: 10 }, true);
  expect(slowInputs(times)).toEqual([
    { path: 'a', ms: 2400, bytes: 30 },
    { path: 'b', ms: 2000, bytes: 5 },
  ]);
});

test('what several threads saw is one list', () => {
  const all = newTimes();
  joinTimes(timesWith({ path: 'a', ms: 400, bytes: 10 }), all);
  joinTimes(timesWith({ path: 'b', ms: 1500, bytes: 10 }), all);
  expect(slowInputs(all).map(({ path }) => path)).toEqual(['b', 'a']);
});
