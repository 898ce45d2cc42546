import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { Random } from '../../src/engine/checks/check.ts';
import { alphabets, pick } from '../../src/engine/checks/random.ts';
import type { Kind } from './mine.ts';

type Generator = (random: Random) => string;

const between = (random: Random, low: number, high: number) => low + Math.floor(random() * (high - low + 1));
const one = <T>(random: Random, list: ArrayLike<T>): T => list[Math.floor(random() * list.length)]!;
const of = (alphabet: keyof typeof alphabets, low: number, high: number): Generator => {
  return (random) => pick(random, alphabets[alphabet], between(random, low, high));
};
const base64: Generator = (random) => {
  const bytes = Uint8Array.from({ length: between(random, 9, 66) }, () => Math.floor(random() * 256));
  return Buffer.from(bytes).toString(random() < 0.5 ? 'base64' : 'base64url');
};
/** As in a Kubernetes Secret. */
const base64Text: Generator = (random) => {
  const text = random() < 0.5 ? of('hex', 24, 128)(random) : of('alnum', 8, 40)(random);
  return Buffer.from(text).toString('base64');
};
const symbols = '!@#$%^&*()-_=+.?~:/';
const withSymbols: (low: number, high: number) => Generator = (low, high) => (random) =>
  pick(random, alphabets.alnum + symbols, between(random, low, high));
const joined: Generator = (random) =>
  Array.from({ length: between(random, 2, 5) }, () =>
    pick(random, alphabets[one(random, groups)], between(random, 4, 12)),
  ).join(one(random, '-_.:'));
const groups = ['hex', 'alnum', 'lowalnum', 'HEX', 'upalnum'] as const;
const prefixed: Generator = (random) =>
  `${pick(random, alphabets.lower, between(random, 2, 5))}${one(random, '_-.')}${of('alnum', 16, 44)(random)}`;

const random: Generator[] = [
  of('alnum', 12, 64),
  of('alnum', 16, 40),
  of('hex', 16, 128),
  of('hex', 32, 40),
  of('HEX', 16, 64),
  of('lowalnum', 12, 50),
  of('upalnum', 12, 40),
  of('base32', 16, 56),
  of('base58', 20, 60),
  of('alpha', 14, 48),
  of('lower', 20, 40),
  of('base64url', 16, 64),
  base64,
  base64,
  base64Text,
  withSymbols(14, 60),
  joined,
  prefixed,
];

const word = (r: Random) => one(r, wordlist);
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);
const swaps: Readonly<Record<string, string>> = {
  a: '@4',
  e: '3',
  i: '1!',
  o: '0',
  s: '$5',
  t: '7',
  l: '1',
  b: '8',
};
const swapped = (r: Random, text: string) =>
  [...text].map((char) => (swaps[char] && r() < 0.6 ? one(r, swaps[char]) : char)).join('');
const number = (r: Random) => (r() < 0.4 ? between(r, 1950, 2030) : between(r, 1, 99_999));
const mark = (r: Random) => one(r, '!@#$%*&?.-_+');

const passwords: Generator[] = [
  of('alnum', 8, 24),
  of('alnum', 10, 16),
  of('lowalnum', 8, 20),
  of('alpha', 12, 24),
  of('hex', 12, 64),
  withSymbols(8, 24),
  withSymbols(10, 20),
  base64,
  base64Text,
  joined,
  (r) => `${capital(word(r))}${number(r)}${mark(r)}`,
  (r) => `${capital(word(r))}${mark(r)}${number(r)}`,
  (r) => `${word(r)}${number(r)}`,
  (r) => `${word(r)}${word(r)}${number(r)}`,
  (r) => `${capital(word(r))}${capital(word(r))}${number(r)}${r() < 0.5 ? mark(r) : ''}`,
  (r) => `${capital(swapped(r, word(r)))}${swapped(r, word(r))}${mark(r)}`,
  (r) => `${swapped(r, word(r))}${number(r)}`,
  (r) => `${[word(r), word(r), word(r)].join(one(r, '-_.'))}${one(r, '-_.')}${number(r)}`,
  (r) => `${mark(r)}${capital(word(r))}${number(r)}`,
  (r) =>
    `${pick(r, alphabets.lower, between(r, 3, 5))}${number(r)}${pick(r, alphabets.lower, between(r, 2, 4))}`,
];

/** Generated secrets of a kind, the same number from each generator. */
export function positives(kind: Kind, count: number, random_: Random): string[] {
  const generators = kind === 'secret' ? random : passwords;
  return Array.from({ length: count }, (_, i) => generators[i % generators.length]!(random_)).filter(
    (value) => value.length >= (kind === 'secret' ? 12 : 6),
  );
}
