import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expandExample } from '../../src/engine/examples.ts';
import { loadDirectory } from '../../src/rules/directory.ts';
import { chunkOf, engineOf } from '../helpers/engine.ts';

/** The lines of a fixture, generators expanded; `⏎` stands for a line break within a sample. */
function samples(name: string): string[] {
  const lines = readFileSync(`fixtures/rules/${name}`, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => expandExample(line.replaceAll('⏎', '\n'), undefined));
}

const engine = engineOf(loadDirectory('rules'));
const isFound = (sample: string) => engine.scan(chunkOf(sample)).findings.length > 0;

test('a secret is found in the syntax of any language or tool', () => {
  expect(samples('secrets.txt').filter((sample) => !isFound(sample))).toEqual([]);
});

test('placeholders, look-ups, hashes, names and prose are no findings of any rule', () => {
  expect(samples('ordinary.txt').filter(isFound)).toEqual([]);
});
