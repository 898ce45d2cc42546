import { median } from './median.ts';

/**
 * Times functions of this process in turn, after one round that does not count.
 *
 * @returns median CPU time by name, in ms: that of all threads, so that what other programs do counts little
 */
export function inTurn(tasks: ReadonlyMap<string, () => void>, rounds: number): Map<string, number> {
  const times = new Map<string, number[]>([...tasks.keys()].map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, task] of tasks) {
      const before = process.cpuUsage();
      task();
      const { user, system } = process.cpuUsage(before);
      if (round > 0) times.get(name)!.push((user + system) / 1000);
    }
  }
  return new Map([...times].map(([name, list]) => [name, median(list)]));
}
