import { expect, test } from 'vitest';
import { globSource } from '../../src/config/globs.ts';
import { createTwin } from '../../src/engine/kernel/twin.ts';
import { type PackStore, packOwn } from '../../src/engine/own-pack.ts';
import { openPack, type PackBytes } from '../../src/engine/rule-pack.ts';
import { createEngine } from '../../src/engine/scan.ts';
import { loadProvider } from '../../src/rules/load.ts';
import { chunkOf } from '../helpers/engine.ts';

function rulesWith(pattern: string) {
  return loadProvider(
    'acme.yaml',
    `provider: acme
name: Acme
remediation: { steps: [Revoke it.] }
rules:
  - id: acme-key
    title: Acme key
    severity: high
    pattern: '${pattern}'
    examples: { match: ['acme_<digits:8>'], ignore: ['acme_1'] }
`,
  );
}

/** A store in memory; `read` and `written` are what happened to it. */
function memoryStore() {
  const files = new Map<string, Uint8Array>();
  const store: PackStore & { files: typeof files; written: number } = {
    files,
    written: 0,
    get: (key) => files.get(key),
    set: (key, bytes) => {
      store.written++;
      files.set(key, bytes);
    },
  };
  return store;
}

function findings(bytes: PackBytes, text: string): number {
  const pack = { pack: openPack(bytes) };
  const engine = createEngine({
    packs: [pack],
    createKernel: createTwin,
    takes: () => true,
    explain: false,
  });
  return engine.scan(chunkOf(text)).findings.length;
}

const rules = rulesWith('acme_(?<secret>[0-9]{8})');
const text = `key = acme_${'48151623'}`;

test('rules are compiled once, and what was kept finds the same', async () => {
  const store = memoryStore();
  const first = await packOwn(rules, globSource, store);
  const second = await packOwn(rules, globSource, store);
  expect(store.written).toBe(1);
  expect([findings(first, text), findings(second, text)]).toEqual([1, 1]);
});

test('other rules are compiled anew', async () => {
  const store = memoryStore();
  await packOwn(rules, globSource, store);
  const other = await packOwn(rulesWith('acme_(?<secret>[0-9]{9})'), globSource, store);
  expect(findings(other, text)).toBe(0);
});

test.each([
  ['cut short', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 3)],
  ['empty', () => new Uint8Array(0)],
  ['changed', (bytes: Uint8Array) => bytes.map((byte, i) => (i === 200 ? byte ^ 1 : byte))],
])('a kept file that is %s is compiled again', async (_, damage) => {
  const store = memoryStore();
  await packOwn(rules, globSource, store);
  for (const [key, bytes] of store.files) store.files.set(key, damage(bytes));
  expect(findings(await packOwn(rules, globSource, store), text)).toBe(1);
  expect(store.written).toBe(2);
});

test('a pattern that can not be compiled is named by its rule', async () => {
  const broken = [...rules, { ...rules[0]!, id: 'acme-other', pattern: 'acme_(?=x)(?<secret>[0-9]{4})' }];
  await expect(packOwn(broken, globSource)).rejects.toThrow(/^acme-other: pattern: /);
});
