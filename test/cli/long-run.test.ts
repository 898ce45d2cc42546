import { expect, test } from 'vitest';
import { runLong } from '../../src/cli/long-run.ts';
import { progressText } from '../../src/cli/progress.ts';
import type { Input, Source } from '../../src/types.ts';

const counting = (count: number): Source => ({
  name: 'history',
  root: '.',
  async *read() {
    for (let i = 0; i < count; i++) yield { kind: 'expected', count: 1 } satisfies Input;
  },
});

async function readAll(source: Source, signal: AbortSignal, each: (i: number) => void): Promise<number> {
  let i = 0;
  for await (const _ of source.read(signal)) each(i++);
  return i;
}

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the reading, and the run says so', async (name) => {
  const before = process.listenerCount(name);
  const read = await runLong({ 'no-progress': true }, async ({ signal, watch }) => {
    const count = await readAll(watch(counting(1000)), signal, (i) => {
      if (i === 10) process.emit(name, name);
    });
    expect(String(signal.reason)).toContain(`interrupted by ${name}`);
    return count;
  });
  expect(read).toBeLessThan(20);
  expect(process.listenerCount(name)).toBe(before);
});

test('nobody interrupts: all is read', async () => {
  const read = await runLong({}, ({ signal, watch }) => readAll(watch(counting(1000)), signal, () => {}));
  expect(read).toBe(1000);
});

test.each([
  [{ objects: 50, expected: 100, bytes: 20e6 }, 10, '50 of 100 objects, 20 MB, 2 MB/s, about 10 s left'],
  [{ objects: 100, expected: 100, bytes: 20e6 }, 10, '100 of 100 objects, 20 MB, 2 MB/s'],
])('progress of %j after %d s', (done, seconds, text) => {
  expect(progressText(done, seconds)).toBe(text);
});
