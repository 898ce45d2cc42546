import { isUtf8 } from 'node:buffer';

/** Bytes that are looked at together, and how many control characters make them binary. */
const STEP = 64;
const MOST_CONTROLS = 3;

/** By byte: 1 for control characters that no text holds. */
const controls = new Uint8Array(256).fill(1, 0, 32);
controls[0x7f] = 1;
for (const byte of [0x09, 0x0a, 0x0c, 0x0d, 0x1b]) controls[byte] = 0;

/** How many of the bytes from the first on are text: up to the first stretch with many control characters. */
export function textLength(bytes: Uint8Array): number {
  for (let start = 0; start < bytes.length; start += STEP) {
    const end = Math.min(bytes.length, start + STEP);
    let count = 0;
    for (let i = start; i < end; i++) count += controls[bytes[i]!]!;
    if (count > MOST_CONTROLS) return start;
  }
  return bytes.length;
}

/** Share of bytes that may be control characters. */
const MOST_BROKEN = 0.02;

/**
 * Whether decoded text is one that people or programs write values into: UTF-8 without control characters to speak of,
 * and not a source map, whose sources are read where they stand.
 */
export function isPlain(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(64, bytes.length));
  if (head.includes('"version":3') || !isUtf8(bytes)) return false;
  let count = 0;
  for (const byte of bytes) count += controls[byte]!;
  return count <= bytes.length * MOST_BROKEN;
}
