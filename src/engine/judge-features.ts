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

const LOWER = 97;
const UPPER = 65;
const DIGIT = 48;

/** What kind of character it is: that of the first lower, upper or digit for those; others are their own. */
function kindOf(code: number): number {
  if ((code - LOWER) >>> 0 < 26) return LOWER;
  if ((code - UPPER) >>> 0 < 26) return UPPER;
  return (code - DIGIT) >>> 0 < 10 ? DIGIT : code;
}

/** The characters of the value at hand and their kinds, and where its words begin and end. */
let codes = new Uint16Array(256);
let kinds = new Uint16Array(256);
let words = new Uint32Array(256);

function take(value: string): void {
  if (codes.length < value.length) {
    codes = new Uint16Array(2 * value.length);
    kinds = new Uint16Array(2 * value.length);
    words = new Uint32Array(2 * value.length);
  }
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    codes[i] = code;
    kinds[i] = kindOf(code);
  }
}

/**
 * The features of a value: its three-letter sequences, what kinds of character follow each other, the four-letter
 * sequences of its words in lower case, and its shape in numbers.
 *
 * @returns an object that the next call fills anew
 */
export function featuresOf(value: string): Features {
  take(value);
  features.count = 0;
  const length = Math.min(value.length, LONGEST);
  addGrams(Family.raw, codes, 0, length, 3);
  addGrams(Family.kinds, kinds, 0, length, 4);
  const count = findWords(length);
  for (let i = 0; i < count; i += 2)
    addGrams(Family.words, codes, words[i]!, words[i + 1]!, 4, IN_LOWER_CASE);
  normalise();
  addShape(value, length === value.length ? count : findWords(value.length));
  return features;
}

const Family = { raw: 1, kinds: 2, words: 3, shape: 4 } as const;

/** What makes a lower letter of a capital. */
const IN_LOWER_CASE = 0x20;

/** What stands in front of a text and behind it. */
const [FRONT, BACK] = [2, 3];

/** Sequences of `size` characters of a text between two marks. */
function addGrams(
  family: number,
  text: Uint16Array,
  start: number,
  end: number,
  size: number,
  caseBit = 0,
): void {
  for (let i = start - 1; i + size <= end + 1; i++) {
    let hash = Math.imul(family, 0x9e3779b1);
    for (let j = i; j < i + size; j++) {
      const code = j < start ? FRONT : j < end ? text[j]! | caseBit : BACK;
      hash = Math.imul(hash ^ code!, 0x01000193);
    }
    add(hash, 1);
  }
}

const SHORTEST_WORD = 3;

/**
 * Finds runs of letters, taken apart where camel case begins a word.
 *
 * @returns how many numbers of {@link words} there are: two for each
 */
function findWords(length: number): number {
  let count = 0;
  for (let start = 0; start < length; ) {
    const capitals = endOfRun(UPPER, start, length);
    const small = endOfRun(LOWER, capitals, length);
    // The last of several capitals begins the word behind them.
    const end = small > capitals && capitals - start > 1 ? capitals - 1 : small;
    if (end - start >= SHORTEST_WORD) {
      words[count++] = start;
      words[count++] = end;
    }
    start = Math.max(end, start + 1);
  }
  return count;
}

function endOfRun(kind: number, start: number, length: number): number {
  let end = start;
  while (end < length && kinds[end] === kind) end++;
  return end;
}

/** Long values have no more to say than short ones. */
function normalise(): void {
  const weight = 4 / Math.sqrt(features.count + 1);
  features.weights.fill(weight, 0, features.count);
}

/** @param wordNumbers - how many numbers of {@link words} are of this value */
function addShape(value: string, wordNumbers: number): void {
  const length = value.length;
  const { digits, letters, vowels, changes, longest, isHex } = countsOf(length);
  let inWords = 0;
  for (let i = 0; i < wordNumbers; i += 2) inWords += words[i + 1]! - words[i]!;
  const size = Math.min(6, Math.floor(Math.log2(Math.max(4, length)) * 2) - 4);
  const shape = [
    size,
    bucket(surprise(value), 0.5),
    bucket((8 * shannonEntropy(value)) / Math.log2(length + 1), 1),
    bucket((10 * inWords) / length, 1),
    bucket((10 * digits) / length, 1),
    bucket(inWords / Math.max(1, wordNumbers / 2), 1),
    Math.min(9, length - letters - digits),
    bucket((10 * changes) / length, 1),
    bucket((10 * vowels) / Math.max(1, letters), 1),
    isHex ? 1 : 0,
    Math.min(20, longest),
  ];
  for (let i = 0; i < shape.length; i++) {
    addShapeBucket(i, shape[i]!, 0);
    addShapeBucket(i, shape[i]!, 1 + size);
  }
}

/** How many of the first characters are what; how often neighbours are of different kinds; the longest lower run. */
function countsOf(length: number) {
  const counts = { digits: 0, letters: 0, vowels: 0, changes: 0, longest: 0, isHex: length > 0 };
  for (let i = 0, run = 0; i < length; i++) {
    const kind = kinds[i]!;
    const folded = codes[i]! | IN_LOWER_CASE;
    const isLetter = kind === LOWER || kind === UPPER;
    if (kind === DIGIT) counts.digits++;
    else if (!isLetter || folded > LOWER + 5) counts.isHex = false;
    if (isLetter) counts.letters++;
    if (isLetter && VOWELS.includes(folded)) counts.vowels++;
    if (i > 0 && kind !== kinds[i - 1]) counts.changes++;
    run = kind === LOWER ? run + 1 : 0;
    counts.longest = Math.max(counts.longest, run);
  }
  return counts;
}

const VOWELS = Array.from('aeiou', (letter) => letter.charCodeAt(0));

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

function add(hash: number, weight: number): void {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  features.buckets[features.count] = (mixed ^ (mixed >>> 12)) & (FEATURE_BUCKETS - 1);
  features.weights[features.count] = weight;
  features.count++;
}
