import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fileInputReader, listAll, type ReadInput } from '../../src/sources/files.ts';
import type { Chunk } from '../../src/types.ts';
import { makeZip } from '../containers/make-zip.ts';

function read(
  content: Uint8Array,
  size = content.length,
  maxFileSize = Number.POSITIVE_INFINITY,
  reader = fileInputReader(maxFileSize),
) {
  const folder = mkdtempSync(path.join(tmpdir(), 'leakgate-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'a');
  writeFileSync(file, content);
  truncateSync(file, size);
  return contentOf(reader({ kind: 'file', path: 'a', file }));
}

/** What comes after the name; a chunk is valid until the next is read. */
function* contentOf(inputs: ReturnType<ReadInput>) {
  for (const input of inputs) if (input.kind !== 'chunk' || input.where !== 'path') yield input;
}

test('the name of a file is searched, too', () => {
  const [name] = fileInputReader(1)({ kind: 'file', path: 'some/a', file: 'gone' });
  expect(name).toMatchObject({ where: 'path', path: 'some/a', bytes: Buffer.from('some/a') });
});

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

test('and no file behind it that is none', () => {
  const reader = fileInputReader(Number.POSITIVE_INFINITY);
  expect([...read(makeZip({ a: 'x' }), 70 << 20, undefined, reader)]).toHaveLength(1);
  expect([...read(LINES, 66 << 20, undefined, reader)].length).toBeGreaterThan(1);
});

test('--max-file-size counts the whole of a large file', () => {
  const [input] = read(LINES, 70 << 20, 66 << 20);
  expect(input).toMatchObject({ kind: 'skip' });
});

describe.skipIf(process.platform === 'win32')('names that can not be looked at', () => {
  function folder(): string {
    const cwd = mkdtempSync(path.join(tmpdir(), 'leakgate-files-'));
    onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
    return cwd;
  }

  async function readAll(cwd: string, name: string) {
    const listed = await listAll({ paths: [name], cwd, root: cwd, gitignore: true, maxFileSize: 1 });
    const reader = fileInputReader(1);
    return [...listed].flatMap((item) => (item.kind === 'file' ? [...contentOf(reader(item))] : [item]));
  }

  test.each(['a/b', 'x'.repeat(300)])('below a file, or too long: there is none (%#)', async (name) => {
    const cwd = folder();
    writeFileSync(path.join(cwd, 'a'), '');
    const message = 'no such file or folder';
    expect(await readAll(cwd, name)).toEqual([{ kind: 'problem', path: name, message }]);
  });

  test('a link to itself is a link, also by a name that is not UTF-8', async () => {
    const cwd = folder();
    symlinkSync('a', path.join(cwd, 'a'));
    expect(await readAll(cwd, 'a')).toEqual([{ kind: 'skip', path: 'a', reason: 'symbolic link' }]);
    if (process.platform !== 'linux') return;
    const odd = Buffer.from([0x61, 0xff]);
    symlinkSync(odd, Buffer.concat([Buffer.from(`${cwd}/`), odd]));
    expect(await readAll(cwd, '.')).toContainEqual({ kind: 'skip', path: 'a\\xff', reason: 'symbolic link' });
  });

  test('a pipe and a device are not read as empty files: named, they are a problem, met on the way they are passed over', async () => {
    const cwd = folder();
    execFileSync('mkfifo', [path.join(cwd, 'a')]);
    const why = 'not a regular file';
    for (const name of ['a', '/dev/null', '/dev/zero']) {
      expect(await readAll(cwd, name)).toEqual([{ kind: 'problem', path: name, message: why }]);
    }
    expect(await readAll(cwd, '.')).toEqual([{ kind: 'skip', path: 'a', reason: why }]);
  });
});
