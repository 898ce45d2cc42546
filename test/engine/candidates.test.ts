import { expect, test } from 'vitest';
import { globSource } from '../../src/config/globs.ts';
import { createSearcher } from '../../src/engine/candidates.ts';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { packRules } from '../../src/engine/compiler/pack.ts';
import { createTwin } from '../../src/engine/kernel/twin.ts';
import { ecmaMatcher } from '../../src/engine/matcher.ts';
import { openPack } from '../../src/engine/rule-pack.ts';
import type { Rule } from '../../src/types.ts';
import { acmeRule } from '../helpers/acme-rule.ts';

/** Searches texts by one rule, and tells how many bytes its pattern was run over by an engine that stops, or not. */
function counting(rule: Rule, stops = true) {
  let looked = 0;
  const pack = openPack(packRules([rule], globSource));
  const compile = ({ ecma }: { ecma: string }) => {
    const matcher = ecmaMatcher(ecma);
    return (window: string, from: number, last?: number) => {
      const match = matcher(window, from, stops ? last : undefined);
      looked += (match?.end ?? (stops ? last! + 1 : window.length)) - from;
      return match;
    };
  };
  const searcher = createSearcher(pack, createTwin(pack.gate), compile, () => true, stops);
  return (text: string) => {
    looked = 0;
    return { matches: searcher.search(Buffer.from(text)).list, looked };
  };
}

const parts = acmeRule('\\b(?<secret>acme_[a-z0-9]{4,900}\\.acme_[a-z0-9]{4,900}\\.[a-z0-9]{8,900})');
const named = acmeRule('(?i)acme.{0,400}?=\\s?(?<secret>[0-9]{24})');
const unbordered = acmeRule('acme_(?<secret>[0-9]{8,600})\\B');
const near = acmeRule('\\b(?<secret>[0-9a-f]{32})\\b', { context: { words: ['acme'], within: 200 } });

test.each([
  ['one beginning after the other', parts, 'acme_abcd0123.'],
  ['beginnings of beginnings', parts, 'acme_abcd.acme_'],
  ['a name without a value', named, 'acme '],
  ['a name and what begins as a value', named, 'acme = 012345678 '],
  ['what a gate takes for a match, far apart', unbordered, `acme_01234567${' '.repeat(287)}`],
  ['context words', near, 'acme 0123456789abcdef0123456789abcde '],
])('%s: a pattern is run once over each byte, however often its literal stands there', (_, rule, piece) => {
  for (const search of [counting(rule), counting(rule, false)]) {
    for (const length of [20_000, 80_000]) {
      const text = piece.repeat(length / piece.length);
      expect(search(text).looked).toBeLessThanOrEqual(3 * length);
    }
  }
});

test.each([
  ['parts', parts],
  ['named', named],
  ['near', near],
])('windows that are searched as one give the matches of the whole text: %s', (_, rule) => {
  const random = seededRandom(rule.pattern);
  const pieces = [
    'acme_abcd.',
    'acme_abcd.',
    'acme_',
    'acme',
    '.',
    ' = ',
    '\n',
    ' ',
    'abcd0123',
    '0'.repeat(24),
    'a1'.repeat(16),
    'x'.repeat(300),
  ];
  const whole = ecmaMatcher(openPack(packRules([rule], globSource)).rule(0).ecma);
  const search = counting(rule);
  let found = 0;
  for (let round = 0; round < 300; round++) {
    const text = Array.from({ length: 40 }, () => pieces[Math.floor(random() * pieces.length)]).join('');
    const expected: [number, number][] = [];
    for (let match = whole(text, 0); match; match = whole(text, match.end))
      expected.push(match.groups.secret!);
    const got = search(text).matches.map(({ groups }) => groups.secret!);
    if (rule === near) expect(expected).toEqual(expect.arrayContaining(got));
    else expect(got).toEqual(expected);
    found += got.length;
  }
  expect(found).toBeGreaterThan(10);
});

test('a context word of two bytes, which is too short to be looked for', () => {
  const rule = acmeRule('\\b(?<secret>[0-9a-f]{32})\\b', { context: { words: ['ac', 'acme'], within: 200 } });
  expect(counting(rule)(`ac ${'0a'.repeat(16)}`).matches).toHaveLength(1);
});

const bare = acmeRule('acme=(?<secret>[^\\s"]{8,40})(?:[\\s"]|$)');

test.each([
  ['a zero ends the text', 'acme=0123456789\0acme-next\n', ['0123456789']],
  ['so does an escape sequence', 'acme=0123456789\x1b[0m ', ['0123456789']],
  ['what is too short before one is none', 'acme=\0some\0strings\0of\0a\0program ', []],
  ['nor is what goes on behind it', 'acme=0123\x00456789 ', []],
  [
    'what stands behind it is found',
    'acme=0123\0acme=0123456789 acme=abcdefghij\0',
    ['0123456789', 'abcdefghij'],
  ],
])('no secret holds a control character: %s', (_, text, secrets) => {
  for (const stops of [true, false]) {
    const found = counting(bare, stops)(text).matches.map(({ groups }) => text.slice(...groups.secret!));
    expect(found).toEqual(secrets);
  }
});

test('and a program full of them is not slow', () => {
  const text = 'acme=\0'.repeat(20_000);
  expect(counting(bare)(text).looked).toBeLessThanOrEqual(4 * text.length);
});
