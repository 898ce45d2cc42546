import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/engine/checks/random.ts';
import { compileRule } from '../../../src/engine/compiler/compile.ts';
import { buildTables } from '../../../src/engine/compiler/tables.ts';
import type { GateTables, Kernel } from '../../../src/engine/kernel/kernel.ts';
import { spotKind, spotPosition } from '../../../src/engine/kernel/spot.ts';
import { createTwin } from '../../../src/engine/kernel/twin.ts';
import { BLOCK } from '../../../src/engine/kernel/wasm.ts';
import { compileKernel } from '../../helpers/kernel.ts';

let createWasm: (tables: GateTables) => Kernel;
beforeAll(async () => {
  createWasm = await compileKernel();
});

const patterns = [
  '(?<secret>ghp_[a-z]{5})',
  '(?i:token)=(?<secret>[0-9]{3,9})',
  '(?<secret>[0-9a-f]{8}-us[0-9])',
  '(?<secret>@@@)',
];
const tables = buildTables(patterns.map((pattern) => compileRule({ pattern })));

/** Hits as sorted text, for comparing. */
function hits(kernel: Kernel, bytes: Uint8Array): string[] {
  const { count, entries, positions } = kernel.find(bytes);
  const all = Array.from({ length: count }, (_, i) => `${positions[i]}:${entries[i]}`);
  return [...new Set(all)].sort();
}

function spots(kernel: Kernel, bytes: Uint8Array): string[] {
  return [
    ...new Set(kernel.find(bytes).spots.map((spot) => `${spotPosition(spot)}:${spotKind(spot)}`)),
  ].sort();
}

describe('the WebAssembly kernel finds what its twin finds', () => {
  test('at every offset from the start and the end of a text', () => {
    const [wasm, twin] = [createWasm(tables), createTwin(tables)];
    for (const sample of ['ghp_abcde', 'ToKeN=1234', '0123abcd-us7', '@@@']) {
      for (let offset = 0; offset < 70; offset++) {
        for (const tail of [0, 1, 15, 16, 17]) {
          const bytes = Buffer.from('.'.repeat(offset) + sample + '.'.repeat(tail));
          expect(hits(wasm, bytes)).toEqual(hits(twin, bytes));
          expect(hits(twin, bytes)).toHaveLength(1);
        }
      }
    }
  });

  test('where a text begins or ends, as if a line did', () => {
    const bordered = buildTables(
      ['\\b[0-9]x-acme(?<secret>[a-z]{2})\\b', '^[a-z]:key=(?<secret>[a-z]{2,40})(?:!|$)'].map((pattern) =>
        compileRule({ pattern }),
      ),
    );
    const samples = ['1x-acmeyz', 'a:key=abcdefghijklmnopqrstuvwxyz'];
    const around = (sample: string) => [sample, `\n${sample}`, `${sample}\n`, `_${sample}`, `${sample}_`];
    for (const kernel of [createWasm(bordered), createTwin(bordered)]) {
      for (const sample of samples) {
        const found = around(sample).map((text) => hits(kernel, Buffer.from(text)).length);
        expect(found).toEqual([1, 1, 1, 0, 0]);
      }
    }
  });

  test('in random bytes that are full of pieces of literals', () => {
    const [wasm, twin] = [createWasm(tables), createTwin(tables)];
    const random = seededRandom('kernel');
    const pieces = ['ghp_', 'token=', '-us', '0', 'a', '@', 'TOKEN', '\0', '\xff', '12345678'];
    for (let round = 0; round < 200; round++) {
      const text = Array.from({ length: 80 }, () => pieces[Math.floor(random() * pieces.length)]).join('');
      const bytes = Buffer.from(text, 'latin1');
      expect(hits(wasm, bytes)).toEqual(hits(twin, bytes));
    }
  });

  test('when there are more hits than it has room for at once', () => {
    const bytes = Buffer.from('@'.repeat(20_000));
    expect(hits(createWasm(tables), bytes)).toEqual(hits(createTwin(tables), bytes));
  });

  test('across the border of its blocks', () => {
    for (const before of [40, 33, 32, 9, 4, 1, 0]) {
      const offset = BLOCK - before;
      const bytes = Buffer.alloc(BLOCK + 100, '.');
      bytes.write('0123abcd-us7 ghp_abcde', offset);
      expect(hits(createWasm(tables), bytes)).toEqual(
        expect.arrayContaining(hits(createTwin(tables), bytes)),
      );
    }
  });

  test.each([
    ['', 0],
    ['one', 1],
    ['one\n', 1],
    ['one\ntwo', 2],
    [`${'line\n'.repeat(1000)}`, 1000],
    ['\n'.repeat(33), 33],
  ])('counting lines (%#)', (text, lines) => {
    for (const kernel of [createWasm(tables), createTwin(tables)])
      expect(kernel.find(Buffer.from(text)).lines).toBe(lines);
  });

  test('counting the lines of each region', () => {
    const bytes = Buffer.from('a\nb\nc\nd\ne');
    const regions = Uint32Array.of(0, 3, 4, 9);
    for (const kernel of [createWasm(tables), createTwin(tables)])
      expect(kernel.find(bytes, regions).lines).toBe(2 + 3);
  });

  test('when so many automata are asked for that all are brought at once', () => {
    const many = Array.from({ length: 300 }, (_, i) => `(?<secret>kind${i}_[a-f]{${1 + (i % 40)}}x)`);
    const wide = buildTables(many.map((pattern) => compileRule({ pattern })));
    const text = many.map((_, i) => `kind${i}_${'a'.repeat(1 + (i % 40))}x`).join(' ');
    const found = hits(createWasm(wide), Buffer.from(text));
    expect(found).toEqual(hits(createTwin(wide), Buffer.from(text)));
    expect(found).toHaveLength(300);
  });

  test('where walks over the same bytes join, or almost do', () => {
    const far = buildTables(
      [
        'acme[\\w= ]{0,400}:(?<secret>[0-9]{4})',
        'acme[a-z= ]{30,90}(?<secret>[0-9]{4,90})-',
        'corp(?<secret>[a-z]{20})[a-z]{0,300}[0-9]',
        '(?<secret>[0-9]{2}[a-z= ]{0,600})acme',
        '(?:id|key)[ =a-z0-9]{17,300}(?<secret>corp)',
      ].map((pattern) => compileRule({ pattern })),
    );
    const [wasm, twin] = [createWasm(far), createTwin(far)];
    const random = seededRandom('walks');
    const pieces = ['acme', 'acme', 'corp', ' = ', 'abc', 'key', '7', '12345', ':', '-', '\n', '\\n', '.'];
    const counts = Array.from({ length: 400 }, (_, round) => {
      const some = pieces.slice(0, 4 + Math.floor(random() * (pieces.length - 3)));
      const piece = () => some[Math.floor(random() ** (1 + (round % 4)) * some.length)];
      const bytes = Buffer.from(Array.from({ length: 50 + round }, piece).join(''));
      const found = hits(wasm, bytes);
      expect(found).toEqual(hits(twin, bytes));
      expect(spots(wasm, bytes)).toEqual(spots(twin, bytes));
      return found.length;
    });
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(100);
  });

  test('when a match goes on for longer than a walk', () => {
    const long = buildTables([compileRule({ pattern: '(?<secret>BEGIN-[a-z]{3,9000}-END)' })]);
    for (const length of [900, 1017, 1018, 1019, 1024, 1025, 5000]) {
      for (const end of ['-END', '', '!', '!'.repeat(2000)]) {
        const bytes = Buffer.from(`x BEGIN-${'a'.repeat(length)}${end}`);
        const found = hits(createWasm(long), bytes);
        expect(found).toEqual(hits(createTwin(long), bytes));
        if (end === '-END') expect(found).toHaveLength(1);
      }
    }
  });
});
