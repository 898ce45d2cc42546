import { pairLevels } from './gram-frequencies.ts';

const CLASSES = 96;

/** The class of a byte in {@link pairBits}: letters of both cases share one, all non-ASCII share 0. */
export function classOf(byte: number): number {
  if (byte < 32 || byte > 126) return 0;
  return (byte >= 97 && byte <= 122 ? byte - 32 : byte) - 31;
}

const bits = Float32Array.from(pairLevels, (char) => (char.charCodeAt(0) - 33) / 3);
const firstBits = Float32Array.from({ length: CLASSES }, (_, first) => {
  let share = 0;
  for (let second = 0; second < CLASSES; second++) share += 2 ** -bits[first * CLASSES + second]!;
  return -Math.log2(share);
});

/** -log2 of the share that this pair of bytes has of all pairs in source text. */
export function pairBits(first: number, second: number): number {
  return bits[classOf(first) * CLASSES + classOf(second)]!;
}

/** -log2 of the share that this byte has of all bytes in source text. */
export function byteBits(byte: number): number {
  return firstBits[classOf(byte)]!;
}

const pairShares = Float64Array.from(bits, (some) => 2 ** -some);
const byteShares = Float64Array.from(firstBits, (some) => 2 ** -some);

/** The share that this pair of bytes has of all pairs in source text. */
export function pairShare(first: number, second: number): number {
  return pairShares[classOf(first) * CLASSES + classOf(second)]!;
}

/** The share that this byte has of all bytes in source text. */
export function byteShare(byte: number): number {
  return byteShares[classOf(byte)]!;
}
