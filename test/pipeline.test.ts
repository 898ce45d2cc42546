import { expect, test, vi } from 'vitest';
import { seededRandom } from '../src/engine/checks/random.ts';
import { checks } from '../src/engine/checks/registry.ts';
import { scan } from '../src/pipeline.ts';
import type { Chunk, Finding, Source } from '../src/types.ts';
import { chunkOf, engineOf } from './helpers/engine.ts';
import { ruleWith } from './verify/findings.ts';

const token = (seed: string) => checks['crc32-base62']!.make(seededRandom(seed), 'ghp_');
const engine = engineOf([ruleWith(undefined, { pattern: '(?<secret>ghp_[A-Za-z0-9]{36})', prefix: 'ghp_' })]);

const sourceOf = (texts: readonly string[]): Source => ({
  name: 'dir',
  root: '.',
  async *read() {
    for (const [i, text] of texts.entries()) {
      yield { kind: 'expected', count: 1 };
      yield chunkOf(text, `${i}.txt`);
    }
  },
});

/** Suppresses what is in the first file, for a reason. */
const suppressFirst = (reason: string) => (found: readonly Finding[]) => {
  const [first, ...kept] = found;
  return { kept, suppressed: first ? [{ finding: first, by: 'ignore-file', reason }] : [], stale: [] };
};

test('nobody is asked about what is suppressed', async () => {
  const asked: string[] = [];
  const report = await scan(sourceOf([token('a'), token('b')]), engine, {
    signal: new AbortController().signal,
    suppress: suppressFirst('why'),
    verify: async (findings) => {
      asked.push(...findings.map(({ file }) => file));
      return new Map();
    },
    blocks: () => true,
    rules: 1,
  });
  expect(asked).toEqual(['1.txt']);
  expect(report.findings.map(({ file }) => file)).toEqual(['1.txt']);
  expect(report.suppressed.map(({ finding }) => finding.file)).toEqual(['0.txt']);
});

test('a secret in a reason or an author is masked', async () => {
  const report = await scan(sourceOf([token('a')]), engine, {
    signal: new AbortController().signal,
    suppress: (found) => {
      const { kept, suppressed, stale } = suppressFirst(`replaces ${token('b')}`)(found);
      return { kept, suppressed: suppressed.map((one) => ({ ...one, author: token('c') })), stale };
    },
    verify: async () => new Map(),
    blocks: () => true,
    rules: 1,
  });
  expect(report.suppressed).toMatchObject([{ reason: 'replaces ghp_…(40)', author: 'ghp_…(40)' }]);
});

test('the receipt names what took long to search, by a clock that says so', async () => {
  let seconds = 0;
  vi.spyOn(process, 'uptime').mockImplementation(() => seconds);
  const slow = (text: string) => ({
    ...engine,
    scan(chunk: Chunk) {
      seconds += Buffer.from(chunk.bytes).includes(text) ? 3 : 0.01;
      return engine.scan(chunk);
    },
  });
  const options = {
    signal: new AbortController().signal,
    suppress: (kept: readonly Finding[]) => ({ kept: [...kept], suppressed: [], stale: [] }),
    verify: async () => new Map(),
    blocks: () => true,
    rules: 1,
  };
  const texts = ['one', 'the slow one', 'two'];
  const { receipt } = await scan(sourceOf(texts), slow('slow'), options);
  expect(receipt.slow).toEqual([{ path: '1.txt', ms: 3000, bytes: 12 }]);
  expect((await scan(sourceOf(texts), slow('none'), options)).receipt.slow).toBeUndefined();
});

test.each([
  ['dead', [], ['0.txt']],
  ['live', ['0.txt'], []],
] as const)(
  'what is not sure enough is asked about, and counts when it is live: %s',
  async (status, found, unsure) => {
    const report = await scan(sourceOf([token('a')]), engine, {
      signal: new AbortController().signal,
      suppress: (kept) => ({ kept: [...kept], suppressed: [], stale: [] }),
      settle: (kept) => ({ findings: [], unsure: [...kept], dropped: [], suppressed: [] }),
      verify: async (findings) => new Map(findings.map((finding) => [finding, { status, checkedAt: '' }])),
      blocks: () => true,
      rules: 1,
    });
    expect(report.findings.map(({ file }) => file)).toEqual(found);
    expect(report.unsure.map(({ file }) => file)).toEqual(unsure);
  },
);
