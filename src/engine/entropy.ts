import { byteBits, pairBits } from './compiler/pairs.ts';

const counts = new Uint16Array(256);

/** Shannon entropy of a text's characters, bits per character; 0 for the empty text. */
export function shannonEntropy(text: string): number {
  counts.fill(0);
  for (let i = 0; i < text.length; i++) counts[text.charCodeAt(i) & 0xff]!++;
  let entropy = 0;
  for (const count of counts) {
    if (count > 0) entropy -= (count / text.length) * Math.log2(count / text.length);
  }
  return entropy;
}

/**
 * How surprising each character is after the one before it in ordinary source text, mean bits: words and
 * identifiers lie near 4, random letters and digits near 7.
 */
export function surprise(text: string): number {
  if (text.length < 2) return 0;
  let bits = 0;
  for (let i = 1; i < text.length; i++) {
    const before = text.charCodeAt(i - 1);
    bits += pairBits(before, text.charCodeAt(i)) - byteBits(before);
  }
  return bits / (text.length - 1);
}
