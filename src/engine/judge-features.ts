import { shannonEntropy, surprise } from './entropy.ts';

/** Buckets that features are hashed into, for each kind of judge. */
export const FEATURE_BUCKETS = 1 << 14;

/** What a value looks like to the model: buckets, and how much each counts. */
export interface Features {
  count: number;
  buckets: Uint16Array;
  weights: Float32Array;
}

/** A value is looked at up to this length. */
const LONGEST = 96;
const features: Features = {
  count: 0,
  buckets: new Uint16Array(8 * LONGEST),
  weights: new Float32Array(8 * LONGEST),
};

/**
 * The features of a value: its three-letter sequences, what kinds of character follow each other, the four-letter
 * sequences of its words in lower case, and its shape in numbers.
 *
 * @returns an object that the next call fills anew
 */
export function featuresOf(value: string): Features {
  features.count = 0;
  const text = value.slice(0, LONGEST);
  addGrams(Family.raw, text, 3);
  addGrams(Family.kinds, kindsOf(text), 4);
  for (const word of wordsOf(text)) addGrams(Family.words, word, 4);
  normalise();
  addShape(value);
  return features;
}

const Family = { raw: 1, kinds: 2, words: 3, shape: 4 } as const;

/** Sequences of `length` characters of a text between two marks. */
function addGrams(family: number, text: string, length: number): void {
  const marked = `\x02${text}\x03`;
  for (let i = 0; i + length <= marked.length; i++) {
    let hash = Math.imul(family, 0x9e3779b1);
    for (let j = i; j < i + length; j++) hash = Math.imul(hash ^ marked.charCodeAt(j), 0x01000193);
    add(hash, 1);
  }
}

/** Letters become `a` or `A`, digits `0`; other characters stay. */
function kindsOf(text: string): string {
  return text.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/[0-9]/g, '0');
}

/** Runs of letters, taken apart where camel case begins a word. */
function wordsOf(text: string): string[] {
  return (text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [])
    .filter((word) => word.length >= 3)
    .map((word) => word.toLowerCase());
}

/** Long values have no more to say than short ones. */
function normalise(): void {
  const weight = 4 / Math.sqrt(features.count + 1);
  features.weights.fill(weight, 0, features.count);
}

function addShape(value: string): void {
  const length = value.length;
  const words = wordsOf(value);
  const inWords = words.reduce((sum, word) => sum + word.length, 0);
  const size = Math.min(6, Math.floor(Math.log2(Math.max(4, length)) * 2) - 4);
  const shape = [
    size,
    bucket(surprise(value), 0.5),
    bucket((8 * shannonEntropy(value)) / Math.log2(length + 1), 1),
    bucket((10 * inWords) / length, 1),
    bucket((10 * count(value, /\d/g)) / length, 1),
    bucket(inWords / Math.max(1, words.length), 1),
    Math.min(9, count(value, /[^A-Za-z0-9]/g)),
    bucket((10 * changes(kindsOf(value))) / length, 1),
    bucket((10 * count(value, /[aeiouAEIOU]/g)) / Math.max(1, count(value, /[A-Za-z]/g)), 1),
    /^[0-9a-f]+$/i.test(value) ? 1 : 0,
    longestRun(value, /[a-z]+/g),
  ];
  for (const [i, number] of shape.entries()) {
    addShapeBucket(i, number, 0);
    addShapeBucket(i, number, 1 + size);
  }
}

function addShapeBucket(index: number, number: number, size: number): void {
  const hash = Math.imul(
    Math.imul(Math.imul(Family.shape, 0x9e3779b1) ^ (index + 1), 0x01000193) ^ (number + 31),
    0x01000193,
  );
  add(Math.imul(hash ^ size, 0x01000193), 0.5);
}

function bucket(value: number, width: number): number {
  return Math.max(0, Math.min(30, Math.floor(value / width)));
}

function count(value: string, pattern: RegExp): number {
  return value.match(pattern)?.length ?? 0;
}

/** How often neighbours are of different kinds. */
function changes(kinds: string): number {
  let changed = 0;
  for (let i = 1; i < kinds.length; i++) if (kinds[i] !== kinds[i - 1]) changed++;
  return changed;
}

function longestRun(value: string, pattern: RegExp): number {
  return Math.min(20, Math.max(0, ...(value.match(pattern) ?? []).map((run) => run.length)));
}

function add(hash: number, weight: number): void {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  features.buckets[features.count] = (mixed ^ (mixed >>> 12)) & (FEATURE_BUCKETS - 1);
  features.weights[features.count] = weight;
  features.count++;
}
