import { deflateSync, inflateSync } from 'node:zlib';
import { applyDelta } from '../../src/git/objects/delta.ts';
import { compilePackKernel } from '../git/pack/compile-kernel.ts';
import { type FuzzTarget, mustEqual } from './target.ts';

const LIMIT = 1 << 20;

/**
 * The pack reader's module against its plain twins. The first byte of an input says which: 255 a zlib stream, else the
 * length of a base, and a delta behind it.
 */
export async function deltaTarget(): Promise<FuzzTarget> {
  const kernel = await compilePackKernel();
  kernel.memory.grow(256);
  const memory = Buffer.from(kernel.memory.buffer);
  const guarded = (at: number) => memory.subarray(at, at + 64);

  function inflate(stream: Uint8Array): string {
    const source = kernel.heap();
    const target = source + stream.length + 32;
    memory.set(stream, source);
    const size = kernel.inflateUpTo(source, source + stream.length, target, LIMIT);
    return size < 0 ? 'damaged' : memory.subarray(target, target + size).toString('base64');
  }

  function apply(base: Uint8Array, delta: Uint8Array): string {
    const at = kernel.heap();
    const deltaAt = at + base.length + 32;
    const target = deltaAt + delta.length + 32;
    memory.set(base, at);
    memory.set(delta, deltaAt);
    const size = kernel.deltaResultSize(deltaAt, deltaAt + delta.length, base.length, LIMIT);
    if (size < 0) return 'damaged';
    guarded(target + size).fill(0xaa);
    const count = kernel.applyDelta(at, base.length, target, size, 8);
    if (!guarded(target + size).every((byte) => byte === 0xaa)) throw new Error('wrote behind the result');
    return count < 0 ? 'damaged' : memory.subarray(target, target + size).toString('base64');
  }

  return {
    name: 'delta',
    starts: [...streams(), ...deltas()],
    words: ['\x78\x9c', '\x80', '\x91\x00\x05', '\xb0\x10', '\x05hello', '\x00', '\x01\x00\x00\xff\xff'],
    longest: 2048,
    run(input) {
      if (input.length < 2) return [];
      const [kind, rest] = [input[0]!, input.subarray(1)];
      if (kind === 255) {
        const got = inflate(rest);
        mustEqual('inflated', got, zlibInflate(rest));
        return [`${got === 'damaged'} ${rest[2]! & 7} ${Math.clz32(got.length)}`];
      }
      const [base, delta] = [rest.subarray(0, kind), rest.subarray(kind)];
      if (declaredSize(delta) > LIMIT) return ['large'];
      const got = apply(base, delta);
      mustEqual(
        'made of a delta',
        got,
        applyDelta(Buffer.from(base), delta)?.toString('base64') ?? 'damaged',
      );
      return [`${got === 'damaged'} ${Math.clz32(got.length)}`];
    },
  };
}

function zlibInflate(stream: Uint8Array): string {
  try {
    return inflateSync(stream, { maxOutputLength: LIMIT }).toString('base64');
  } catch {
    return 'damaged';
  }
}

/** The second of a delta's sizes: the plain reader would make as much. */
function declaredSize(delta: Uint8Array): number {
  const skip = delta.findIndex((byte) => byte < 128) + 1;
  let size = 0;
  for (let i = skip; i < delta.length; i++) {
    size += (delta[i]! & 127) * 2 ** (7 * (i - skip));
    if (delta[i]! < 128) return size;
  }
  return size;
}

function streams(): Buffer[] {
  const texts = [
    '',
    'a',
    'hello hello hello',
    'ab'.repeat(300),
    Buffer.from(Array.from({ length: 90 }, (_, i) => (i * 97) & 255)),
  ];
  const options = [{ level: 0 }, { level: 9 }, { strategy: 4 }, { strategy: 2 }];
  return texts.flatMap((text) =>
    options.map((option) => Buffer.concat([Buffer.of(255), deflateSync(text, option)])),
  );
}

function deltas(): Buffer[] {
  const base = Buffer.from('0123456789abcdef');
  const make = (...delta: number[]) => Buffer.concat([Buffer.of(base.length), base, Buffer.from(delta)]);
  return [
    make(16, 5, 5, 1, 2, 3, 4, 5),
    make(16, 4, 0x91, 3, 4),
    make(16, 6, 0x91, 0, 4, 2, 65, 66),
    make(16, 16, 0x90, 16),
    make(16, 0),
  ];
}
