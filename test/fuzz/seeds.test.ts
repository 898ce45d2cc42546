import { expect, test } from 'vitest';
import { readSeeds } from './seeds.ts';
import { targets } from './targets.ts';

test.each(Object.entries(targets))('%s does right by all inputs that fuzzing kept', async (name, load) => {
  const target = await load();
  const seeds = readSeeds(name);
  expect(seeds.length).toBeGreaterThan(10);
  try {
    for (const input of [...target.starts, ...seeds]) await target.run(input);
  } finally {
    target.close?.();
  }
});
