import { deflateSync, inflateSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { applyDelta } from '../../../src/git/objects/delta.ts';
import type { PackKernel } from '../../../src/git/pack/kernel.ts';
import { randomFrom } from '../random.ts';
import { text } from '../temp-repo.ts';
import { compilePackKernel } from './compile-kernel.ts';

let kernel: PackKernel;
let memory: Buffer;
beforeAll(async () => {
  kernel = await compilePackKernel();
  kernel.memory.grow(256);
  memory = Buffer.from(kernel.memory.buffer);
}, 120_000);

/** What the kernel inflates; undefined when it refuses. Checks that nothing outside was written. */
function inflate(compressed: Uint8Array, size: number): Buffer | undefined {
  const source = kernel.heap();
  const target = source + compressed.length + 7;
  memory.fill(0xaa, source, target + size + 64);
  memory.set(compressed, source);
  const good = kernel.inflate(source, source + compressed.length, target, size) === 1;
  expect(memory.subarray(target + size, target + size + 64).every((byte) => byte === 0xaa)).toBe(true);
  return good ? Buffer.from(memory.subarray(target, target + size)) : undefined;
}

/** Text, noise, runs, skewed bytes and repetitions. */
function sample(random: (n: number) => number): Buffer {
  const length = random(5) === 0 ? random(150_000) : random(3000);
  const skewed = (): number => {
    let byte = 0;
    while (random(3) > 0 && byte < 250) byte++;
    return byte;
  };
  const kinds = [
    () => Buffer.from(text(random(1000), length / 16)),
    () => Buffer.from(Array.from({ length: length / 8 }, () => random(256))),
    () => Buffer.alloc(length, random(256)),
    () => Buffer.from(Array.from({ length: length / 8 }, skewed)),
    () => Buffer.from('abcab'.repeat(length / 5)),
  ];
  return kinds[random(kinds.length)]!();
}

test('inflates what zlib deflates, and refuses any other length', () => {
  const random = randomFrom(1);
  for (let round = 0; round < 600; round++) {
    const bytes = sample(random);
    const options = {
      level: random(10),
      strategy: random(5),
      memLevel: 1 + random(9),
      windowBits: 9 + random(7),
    };
    const compressed = deflateSync(bytes, options);
    expect(inflate(compressed, bytes.length)?.equals(bytes)).toBe(true);
    expect(inflate(compressed.subarray(0, -1), bytes.length)).toBeUndefined();
    expect(inflate(compressed, bytes.length + 1)).toBeUndefined();
    if (bytes.length > 0) expect(inflate(compressed, bytes.length - 1)).toBeUndefined();
  }
});

test('accepts of damaged streams exactly those that zlib accepts', () => {
  const random = randomFrom(2);
  let accepted = 0;
  for (let round = 0; round < 6000; round++) {
    const bytes = Buffer.from(text(random(50), random(20)));
    const compressed = deflateSync(bytes, { level: random(10), strategy: random(5) });
    for (let flips = random(3); flips > 0; flips--) compressed[random(compressed.length)] = random(256);
    const expected = zlibInflate(compressed, bytes.length);
    expect(inflate(compressed, bytes.length)).toEqual(expected);
    if (expected !== undefined) accepted++;
  }
  expect(accepted).toBeGreaterThan(1000);
});

function zlibInflate(compressed: Buffer, size: number): Buffer | undefined {
  try {
    const bytes = inflateSync(compressed, { maxOutputLength: size + 1 });
    return bytes.length === size ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function sizeBytes(size: number): number[] {
  return size < 128 ? [size] : [(size & 127) | 128, ...sizeBytes(size >>> 7)];
}

/** A delta of random instructions, and what each of them adds to the result. */
function randomDelta(random: (n: number) => number, base: Buffer): Buffer {
  const instructions: number[] = [];
  let size = 0;
  for (let count = random(12); count > 0; count--) {
    if (random(3) === 0 || base.length === 0) {
      const length = 1 + random(127);
      instructions.push(length, ...Array.from({ length }, () => random(256)));
      size += length;
    } else {
      const from = random(base.length);
      const length = 1 + random(Math.min(base.length - from, 0xffff));
      instructions.push(0x80 | 0b11_0011, from & 255, from >>> 8, length & 255, length >>> 8);
      size += length;
    }
  }
  return Buffer.from([...sizeBytes(base.length), ...sizeBytes(size), ...instructions]);
}

/** What the kernel makes of base and delta, and the regions it says are new; undefined when it refuses. */
function apply(
  base: Buffer,
  delta: Buffer,
  around: number,
): { bytes: Buffer; regions: number[][] } | undefined {
  const at = kernel.heap();
  const deltaAt = at + base.length + 32;
  const target = deltaAt + delta.length + 32;
  memory.set(base, at);
  memory.set(delta, deltaAt);
  const size = kernel.deltaResultSize(deltaAt, deltaAt + delta.length, base.length, 1 << 22);
  if (size < 0) return undefined;
  memory.fill(0xaa, target, target + size + 64);
  const count = kernel.applyDelta(at, base.length, target, size, around);
  expect(memory.subarray(target + size, target + size + 64).every((byte) => byte === 0xaa)).toBe(true);
  if (count < 0) return undefined;
  const pairs = new Uint32Array(kernel.memory.buffer, kernel.regions(), 2 * count);
  const regions = Array.from({ length: count }, (_, i) => [pairs[2 * i]!, pairs[2 * i + 1]!]);
  return { bytes: Buffer.from(memory.subarray(target, target + size)), regions };
}

test('applies deltas; what no region covers stands in the base, border and all', () => {
  const random = randomFrom(3);
  for (let round = 0; round < 1500; round++) {
    const base = Buffer.from(text(random(99), random(60)));
    const delta = randomDelta(random, base);
    const expected = applyDelta(base, delta);
    const around = random(40);
    const made = apply(base, delta, around)!;
    expect(made.bytes.equals(expected!)).toBe(true);
    let before = -1;
    for (const [start, end] of made.regions) {
      expect(start).toBeGreaterThan(before);
      expect(end).toBeLessThanOrEqual(made.bytes.length);
      before = end!;
    }
    // A stretch that crosses no region's inside is the base's, as far as the context reaches.
    const edges = [0, ...made.regions.flat(), made.bytes.length];
    for (let i = 0; i < edges.length; i += 2) {
      const inner = edges.at(i) === 0 ? 0 : edges[i]! - around;
      const kept = made.bytes.subarray(
        inner,
        edges[i + 1]! === made.bytes.length ? undefined : edges[i + 1]! + around,
      );
      if (edges[i + 1]! > edges[i]!) expect(base.includes(kept)).toBe(true);
    }
  }
});

test('refuses damaged deltas as the plain reader does, and writes nothing outside', () => {
  const random = randomFrom(4);
  for (let round = 0; round < 6000; round++) {
    const base = Buffer.from(text(random(99), random(40)));
    const delta = randomDelta(random, base);
    for (let flips = 1 + random(3); flips > 0; flips--) delta[random(delta.length)] = random(256);
    const plain = safeSize(delta) ? applyDelta(base, delta) : undefined;
    expect(apply(base, delta, 8)?.bytes).toEqual(plain);
  }
});

/** Whether the result is small enough for the test to make it. */
function safeSize(delta: Buffer): boolean {
  let at = 0;
  while (delta[at]! >= 128) at++;
  const size = delta.subarray(at + 1).findIndex((byte) => byte < 128);
  return size >= 0 && size < 3;
}
