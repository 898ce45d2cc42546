import { expect, test } from 'vitest';
import { containerKind } from '../../src/containers/container-kind.ts';
import { expand } from '../../src/containers/expand.ts';
import { randomFrom } from '../git/random.ts';
import { chunkOf } from '../helpers/engine.ts';
import { makeZip } from './make-zip.ts';
import { containerSamples } from './samples.ts';
import { workshop } from './tools.ts';

/** Cuts, flips bits, repeats and overwrites with ones: what a hostile or broken file may be. */
function damage(bytes: Buffer, random: (n: number) => number): Buffer {
  let damaged = Buffer.from(bytes);
  for (let times = 1 + random(4); times > 0; times--) {
    const at = random(damaged.length);
    const kind = random(5);
    if (kind === 0) damaged = damaged.subarray(0, at);
    else if (kind === 1) damaged[at]! ^= 1 << random(8);
    else if (kind === 2) damaged.fill(0xff, at, Math.min(damaged.length, at + 1 + random(8)));
    else if (kind === 3) damaged.fill(0, at, Math.min(damaged.length, at + 1 + random(8)));
    else damaged = Buffer.concat([damaged.subarray(0, at), damaged.subarray(random(at + 1))]);
    if (damaged.length === 0) return damaged;
  }
  return damaged;
}

const ROUNDS = 150;
const MOST_BYTES = 65 << 20;

test('many entries that are one stretch of the archive', async () => {
  const zip = makeZip({ a: Buffer.alloc(10 << 20) });
  const directory = zip.indexOf('PK\x01\x02');
  const end = zip.indexOf('PK\x05\x06');
  const entries = Array.from({ length: 5000 }, () => zip.subarray(directory, end));
  const tail = Buffer.from(zip.subarray(end));
  tail.writeUInt32LE(5000 * (end - directory), 12);
  const bomb = Buffer.concat([zip.subarray(0, directory), ...entries, tail]);
  let size = 0;
  const skips = [];
  for await (const item of expand(chunkOf(bomb, 'x'), 'zip', 3)) {
    if (item.kind === 'inner') size += item.chunk.bytes.length;
    else skips.push(item.reason);
  }
  expect(size).toBeLessThan(MOST_BYTES);
  expect(skips).toEqual(['opened only in part: it holds more than 250 times its size']);
});

test('more entries than are opened', async () => {
  const tar = Buffer.alloc(512);
  tar.write('a');
  tar.write('00000000000\0', 124);
  tar.write('        0ustar\x0000', 148);
  const sum = tar.reduce((all, byte) => all + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const skips = [];
  for await (const item of expand(chunkOf(Buffer.concat(new Array(100_001).fill(tar)), 'x'), 'tar', 3))
    if (item.kind === 'skip') skips.push(item.reason);
  expect(skips).toEqual(['opened only in part: more than 100000 files are in it']);
});

test('damaged containers of every kind end, in bounds', async () => {
  for (const [name, bytes] of containerSamples(workshop())) {
    expect(containerKind(bytes), name).toBe(name);
    for (let seed = 0; seed < ROUNDS; seed++) {
      const damaged = damage(bytes, randomFrom(seed));
      let size = 0;
      for await (const item of expand(chunkOf(damaged, 'x'), name as 'zip', 3))
        if (item.kind === 'inner') size += item.chunk.bytes.length;
      expect(size, `${name} ${seed}`).toBeLessThan(MOST_BYTES);
    }
  }
});
