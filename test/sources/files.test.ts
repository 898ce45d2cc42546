import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fileInputReader } from '../../src/sources/files.ts';
import type { Chunk } from '../../src/types.ts';
import { makeZip } from '../containers/make-zip.ts';

function read(content: Uint8Array, size = content.length, maxFileSize = Number.POSITIVE_INFINITY) {
  const folder = mkdtempSync(path.join(tmpdir(), 'leakgate-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'a');
  writeFileSync(file, content);
  truncateSync(file, size);
  return fileInputReader(maxFileSize)({ kind: 'file', path: 'a', file });
}

const LINES = Buffer.from(Array.from({ length: 1 << 18 }, (_, i) => `line ${i}\n`).join(''));

test.each([0, 1, 5 << 20, 64 << 20])('a file of %d bytes is one chunk', (size) => {
  const inputs = [...read(LINES.subarray(0, size), size)];
  expect(inputs).toHaveLength(1);
  expect((inputs[0] as Chunk).bytes.length).toBe(size);
  expect(inputs[0]).not.toHaveProperty('wholeSize');
});

test('a larger one comes in stretches whose lines are counted, none lost between them', () => {
  const size = (64 << 20) + 100;
  const big = Buffer.concat(new Array(Math.ceil(size / LINES.length)).fill(LINES)).subarray(0, size);
  const starts = [];
  let end = 0;
  for (const input of read(big)) {
    const { bytes, firstLine, continued, wholeSize } = input as Chunk;
    const start = big.indexOf(bytes.subarray(0, 1000), Math.max(0, end - (128 << 10)));
    expect(start).toBeLessThanOrEqual(end);
    expect(big.subarray(start, start + bytes.length).equals(bytes)).toBe(true);
    expect(firstLine).toBe(1 + (big.subarray(0, start).toString('latin1').match(/\n/g)?.length ?? 0));
    expect(continued ?? false).toBe(start > 0);
    if (!continued) expect(wholeSize).toBe(size);
    end = start + bytes.length;
    starts.push(start);
  }
  expect(end).toBe(size);
  expect(starts.length).toBeGreaterThan(3);
});

test('a large container is held', () => {
  const zip = makeZip({ a: 'x' });
  const inputs = [...read(zip, 65 << 20)];
  expect(inputs).toHaveLength(1);
  expect((inputs[0] as Chunk).bytes.length).toBe(65 << 20);
});

test('--max-file-size counts the whole of a large file', () => {
  const [input] = read(LINES, 70 << 20, 66 << 20);
  expect(input).toMatchObject({ kind: 'skip' });
});
