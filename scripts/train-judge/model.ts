import type { Random } from '../../src/engine/checks/check.ts';
import { FEATURE_BUCKETS, featuresOf } from '../../src/engine/judge-features.ts';

/** A value, and whether it is a secret. */
export interface Labelled {
  value: string;
  secret: boolean;
}

/** A trained model of one kind: a weight a bucket, all times `scale`, and how scores become probabilities. */
export interface Model {
  weights: Int8Array;
  scale: number;
  /** Of the sigmoid that calibrates: probability = 1 / (1 + exp(-(slope * score + offset))). */
  slope: number;
  offset: number;
}

const EPOCHS = 4;
const RATE = 0.15;
const SHRINK = 2e-6;

/** Logistic regression over hashed features, by Adagrad; both classes weigh the same. */
export function train(samples: readonly Labelled[], random: Random): Model {
  const weights = new Float64Array(FEATURE_BUCKETS);
  const squares = new Float64Array(FEATURE_BUCKETS).fill(1e-3);
  const secrets = samples.filter(({ secret }) => secret).length;
  const weightOf = {
    true: samples.length / 2 / secrets,
    false: samples.length / 2 / (samples.length - secrets),
  };
  const order = samples.map(({ value, secret }) => {
    const { count, buckets, weights: counts } = featuresOf(value);
    return { secret, buckets: buckets.slice(0, count), counts: counts.slice(0, count) };
  });
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    for (const { secret, buckets, counts } of order) {
      let score = 0;
      for (let i = 0; i < buckets.length; i++) score += weights[buckets[i]!]! * counts[i]!;
      const error = (Number(secret) - sigmoid(score)) * weightOf[`${secret}`];
      for (let i = 0; i < buckets.length; i++) {
        const at = buckets[i]!;
        const gradient = error * counts[i]! - SHRINK * weights[at]!;
        squares[at]! += gradient * gradient;
        weights[at]! += (RATE * gradient) / Math.sqrt(squares[at]!);
      }
    }
  }
  return quantised(weights);
}

function quantised(weights: Float64Array): Model {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const scale = largest / 127;
  return {
    weights: Int8Array.from(weights, (weight) => Math.round(weight / scale)),
    scale,
    slope: 1,
    offset: 0,
  };
}

/** The model's raw score. */
export function scoreOf(model: Model, value: string): number {
  const { count, buckets, weights } = featuresOf(value);
  let score = 0;
  for (let i = 0; i < count; i++) score += model.weights[buckets[i]!]! * weights[i]!;
  return score * model.scale;
}

/** Platt's calibration: fits the sigmoid to samples that were not trained on, both classes weighing the same. */
export function calibrate(model: Model, samples: readonly Labelled[]): Model {
  const secrets = samples.filter(({ secret }) => secret).length;
  const scored = samples.map(({ value, secret }) => ({
    score: scoreOf(model, value),
    target: secret ? (secrets + 1) / (secrets + 2) : 1 / (samples.length - secrets + 2),
    weight: secret ? 1 / secrets : 1 / (samples.length - secrets),
  }));
  let [slope, offset] = [1, 0];
  for (let step = 0; step < 3000; step++) {
    let [slopeGradient, offsetGradient] = [0, 0];
    for (const { score, target, weight } of scored) {
      const error = (target - sigmoid(slope * score + offset)) * weight;
      slopeGradient += error * score;
      offsetGradient += error;
    }
    slope += 0.02 * slopeGradient;
    offset += 0.2 * offsetGradient;
  }
  return { ...model, slope, offset };
}

function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

function shuffle<T>(list: T[], random: Random): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
}
