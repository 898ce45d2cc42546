import { FEATURE_BUCKETS, featuresOf } from './judge-features.ts';
import { judgeWeights } from './judge-weights.ts';

type Kind = keyof typeof judgeWeights;

const decoded: Partial<Record<Kind, Int8Array>> = {};

/**
 * How likely a value is a secret of this kind rather than a word, an identifier, a path or code, from 0 to 1: calibrated
 * for as many secrets as others. docs/judge.md says how it was trained, and what it was compared with.
 */
export function likelihood(value: string, kind: Kind): number {
  const likely = likelihoodAs(value, kind);
  return kind === 'password' && value.length >= RANDOM_LENGTH
    ? Math.max(likely, likelihoodAs(value, 'secret'))
    : likely;
}

/** A password of this length may be one that a program made. */
const RANDOM_LENGTH = 12;

function likelihoodAs(value: string, kind: Kind): number {
  const { scale, slope, offset } = judgeWeights[kind];
  const weights = weightsOf(kind);
  const { count, buckets, weights: counts } = featuresOf(value);
  let score = 0;
  for (let i = 0; i < count; i++) score += weights[buckets[i]!]! * counts[i]!;
  return 1 / (1 + Math.exp(-(slope * scale * score + offset)));
}

/** Decoded when the first value of the kind is judged. */
function weightsOf(kind: Kind): Int8Array {
  const known = decoded[kind];
  if (known) return known;
  const bytes = Buffer.from(judgeWeights[kind].weights, 'base64');
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset, FEATURE_BUCKETS);
  decoded[kind] = weights;
  return weights;
}
