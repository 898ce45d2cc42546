import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

const fileOf = (target: string) => path.join('test/fuzz/seeds', `${target}.txt`);

/** The inputs kept for a target: one a line, deflated, in base64. */
export function readSeeds(target: string): Buffer[] {
  const file = fileOf(target);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'latin1').split('\n').filter(Boolean);
  return lines.map((line) => inflateRawSync(Buffer.from(line, 'base64')));
}

/** Keeps inputs for a target, in place of those that were kept. */
export function writeSeeds(target: string, seeds: readonly Uint8Array[]): void {
  const lines = seeds.map((seed) => `${deflateRawSync(seed, { level: 9 }).toString('base64')}\n`);
  writeFileSync(fileOf(target), lines.sort().join(''));
}
