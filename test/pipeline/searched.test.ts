import { expect, test } from 'vitest';
import { addSearched, newSearched, takeChunk } from '../../src/pipeline/searched.ts';
import type { Chunk, Finding } from '../../src/types.ts';

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

test('another secret at the same place of a further stretch is another finding', async () => {
  const all = newSearched();
  const place = { file: 'a', startLine: 1, startColumn: 1, where: 'content', rule: { id: 'r' } };
  for (const fingerprint of ['1', '2']) {
    const engine = {
      scan: () => ({ findings: [{ ...place, fingerprint } as Finding], dropped: [], lines: 1 }),
    };
    const bytes = Buffer.from('a');
    await takeChunk(
      { kind: 'chunk', path: 'a', where: 'content', bytes, firstLine: 1, continued: true },
      engine,
      all,
    );
  }
  expect(all.findings.map(({ fingerprint }) => fingerprint)).toEqual(['1', '2']);
});

test('what two stretches of a file both have counts once, what another file has as well', async () => {
  const finding = (file: string, startLine: number) =>
    ({ file, startLine, startColumn: 1, where: 'content', rule: { id: 'r' } }) as Finding;
  const all = newSearched();
  const take = (continued: boolean, findings: Finding[]) => {
    const chunk: Chunk = {
      kind: 'chunk',
      path: 'a',
      where: 'content',
      bytes: Buffer.from('a'),
      firstLine: 1,
    };
    const engine = { scan: () => ({ findings, dropped: [], lines: 1 }) };
    return takeChunk({ ...chunk, ...(continued ? { continued } : {}) }, engine, all);
  };
  await take(false, [finding('b', 8), finding('b', 9)]);
  await take(false, [finding('a', 1), finding('a', 8)]);
  await take(true, [finding('a', 8), finding('a', 9)]);
  await take(true, [finding('a', 9), finding('a', 12)]);
  expect(all.findings.map(({ file, startLine }) => file + startLine)).toEqual([
    'b8',
    'b9',
    'a1',
    'a8',
    'a9',
    'a12',
  ]);
});
