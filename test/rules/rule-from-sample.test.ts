import { expect, test } from 'vitest';
import { globSource } from '../../src/config/globs.ts';
import { alphabets, pick, seededRandom } from '../../src/engine/checks/random.ts';
import { testRules } from '../../src/engine/test-rules.ts';
import { loadProvider } from '../../src/rules/load.ts';
import { ruleFile, shapeOf } from '../../src/rules/rule-from-sample.ts';

const forms: [string, keyof typeof alphabets, number][] = [
  ['acme_', 'alnum', 24],
  ['acme_live_', 'lowalnum', 40],
  ['', 'hex', 32],
  ['', 'HEX', 40],
  ['ac-', 'base64url', 43],
  ['', 'alnum', 20],
];

test.each(forms)(
  'a rule from a sample of %s and %s of %d finds others, and does not hold it',
  (prefix, alphabet, length) => {
    const random = pick(seededRandom(`${prefix}${alphabet}`), alphabets[alphabet], length);
    const shape = shapeOf(prefix + random)!;
    const text = ruleFile({ id: 'acme-token', name: 'Acme', docs: 'https://acme.example/docs', shape });
    expect(text).not.toContain(random);
    expect(testRules(loadProvider('acme.yaml', text), globSource)).toEqual([]);
  },
);

test.each(['short', 'a b c d e f g h i j k l', ''])('%j is no sample', (sample) => {
  expect(shapeOf(sample)).toBeUndefined();
});
