import type { Confidence } from '../types.ts';

const ranks = { low: 0, medium: 1, high: 2 };

/** How a confidence compares with others; higher is surer. */
export function rankOf(confidence: Confidence): number {
  return ranks[confidence];
}

/** The less sure of two. */
export function lower(a: Confidence, b: Confidence): Confidence {
  return ranks[a] < ranks[b] ? a : b;
}
