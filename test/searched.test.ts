import { expect, test } from 'vitest';
import { addSearched, newSearched, takeChunk } from '../src/searched.ts';
import type { Chunk, Finding } from '../src/types.ts';

const MANY = 200_000;

test('a chunk may have more findings, and more that was left out, than fit on the stack', async () => {
  const chunk: Chunk = { kind: 'chunk', path: 'a', where: 'content', bytes: Buffer.from('a'), firstLine: 1 };
  const findings = Array.from({ length: MANY }, () => ({}) as Finding);
  const engine = { scan: () => ({ findings, dropped: [], lines: 1 }) };
  const [part, all] = [newSearched(), newSearched()];
  await takeChunk(chunk, engine, part);
  part.receipt.skipped = Array.from({ length: MANY }, () => ({ path: 'a', reason: 'b' }));
  addSearched(part, all);
  expect(all.findings).toHaveLength(MANY);
  expect(all.receipt.skipped).toHaveLength(MANY);
});
