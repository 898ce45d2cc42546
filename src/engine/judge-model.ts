import { FEATURE_BUCKETS, featuresOf } from './judge-features.ts';
import { judgeWeights } from './judge-weights.ts';

type Kind = keyof typeof judgeWeights;

const decoded: Partial<Record<Kind, Int8Array>> = {};

/**
 * How likely a value is a secret of this kind rather than a word, an identifier, a path or code, from 0 to 1: calibrated
 * for as many secrets as others. docs/judge.md says how it was trained, and what it was compared with.
 */
export function likelihood(value: string, kind: Kind): number {
  const text = inLatin(value);
  const likely = likelihoodAs(text, kind);
  return kind === 'password' && text.length >= RANDOM_LENGTH
    ? Math.max(likely, likelihoodAs(text, 'secret'))
    : likely;
}

const cyrillic = 'абвгдежзийклмнопрстуфхцчшщъыьэюя';
const latin = 'abvgdezzijklmnoprstufhccssyyyeua';

/** The model knows the words of Latin letters without marks: others are written in these. */
function inLatin(value: string): string {
  if (!/\P{ASCII}/u.test(value)) return value;
  return value
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[а-я]/gi, (letter) => {
      const small = letter.toLowerCase();
      const written = latin[cyrillic.indexOf(small)]!;
      return small === letter ? written : written.toUpperCase();
    });
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
