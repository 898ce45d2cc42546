import { describe, expect, test } from 'vitest';
import { leakgate } from './adapter.ts';
import { runSituation } from './run-situation.ts';
import type { Mode } from './situation.ts';
import { situations } from './situations.ts';

const modes: Mode[] = ['commit', 'message', 'push', 'range', 'history', 'unreachable'];

describe.each(modes)('%s', (mode) => {
  const table = situations.filter((situation) => situation.mode === mode && !situation.skip);
  test.each(table.map((situation) => [situation.id, situation] as const))('%s', (_id, situation) => {
    const { outcome, output, tokens } = runSituation(situation, leakgate);
    expect(outcome, output).toBe(situation.expected);
    for (const token of tokens) expect(output).not.toContain(token);
  });
});
