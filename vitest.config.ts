import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { patchedFzstd } from './scripts/patched-fzstd.mjs';
import { SummaryReporter } from './test/helpers/summary-reporter.ts';

// Settings of whoever runs the tests would change what the command does.
for (const name of Object.keys(process.env))
  if (name.startsWith('LEAKGATE_') && !name.startsWith('LEAKGATE_TEST_')) delete process.env[name];

const node = { environment: 'node' as const, restoreMocks: true, testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    maxWorkers: availableParallelism(),
    reporters: ['default', new SummaryReporter()],
    projects: [
      {
        plugins: [patchedFzstd],
        test: {
          ...node,
          name: 'unit',
          server: { deps: { inline: ['fzstd'] } },
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/conformance/**', 'test/rules/**'],
        },
      },
      { test: { ...node, name: 'rules', include: ['test/rules/**/*.test.ts'] } },
      {
        test: {
          ...node,
          name: 'e2e',
          include: ['test/{e2e,conformance}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          globalSetup: 'test/e2e/build.ts',
        },
      },
    ],
  },
});
