import { expect, test } from 'vitest';
import { neededRuns } from '../../src/engine/compiler/needed-runs.ts';
import { parsePattern } from '../../src/engine/compiler/parse.ts';
import { hasRuns, runTable } from '../../src/engine/runs.ts';

const mayMatch = (pattern: string, text: string, from = 0, end = text.length) => {
  const runs = neededRuns(parsePattern(pattern)).map(runTable);
  expect(runs.length > 0).toBe(pattern.includes('{'));
  return hasRuns(Buffer.from(text), from, end, runs);
};

test('a text without the run that every match has is ruled out', () => {
  const pattern = 'key = "?(?<secret>[a-z0-9]{20,40}|[A-F]{16}[+/]?)"?';
  const words = `key = ${'some words. '.repeat(9)}`;
  expect(mayMatch(pattern, words)).toBe(false);
  expect(mayMatch(pattern, `${words}${'x1'.repeat(9)}`)).toBe(false);
  expect(mayMatch(pattern, `${words}${'x1'.repeat(10)}`)).toBe(true);
  expect(mayMatch(pattern, `${words}"${'FA'.repeat(8)}/"`)).toBe(true);
});

test('a run counts where it lies between both ends, wherever it begins', () => {
  const pattern = '(?<secret>[0-9]{12})';
  for (let at = 0; at < 30; at++) {
    const text = `${'-'.repeat(at)}${'7'.repeat(12)}--`;
    expect(mayMatch(pattern, text)).toBe(true);
    expect(mayMatch(pattern, text, at, at + 12)).toBe(true);
    expect(mayMatch(pattern, text, at + 1)).toBe(false);
    expect(mayMatch(pattern, text, 0, at + 11)).toBe(false);
  }
});

test('parts of a match one after the other are one run', () => {
  const pattern = '(?<secret>(?:[A-Z]{2}-){6}[0-9]{4})?:(?:ab|cd){8}';
  expect(mayMatch(pattern, `:${'abcd'.repeat(3)}`)).toBe(false);
  expect(mayMatch(pattern, `:${'abcd'.repeat(4)}`)).toBe(true);
});

test('nothing is ruled out where no run is rare, nor where a match may be far away', () => {
  expect(mayMatch('(?<secret>[0-9]{12})', '-'.repeat(1024))).toBe(false);
  expect(mayMatch('(?<secret>[0-9]{12})', '-'.repeat(1025))).toBe(true);
  expect(mayMatch('key=(?<secret>.+)', '')).toBe(true);
  expect(mayMatch('key=(?<secret>[a-z]*)', '')).toBe(true);
});
