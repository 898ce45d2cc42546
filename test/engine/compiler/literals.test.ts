import { expect, test } from 'vitest';
import { chooseAnchors } from '../../../src/engine/compiler/literals.ts';
import { parsePattern } from '../../../src/engine/compiler/parse.ts';

const literals = (pattern: string) =>
  chooseAnchors(parsePattern(pattern))
    ?.map(({ literal }) =>
      literal.map(({ value, mask }) => String.fromCharCode(mask === 0xdf ? value | 0x20 : value)).join(''),
    )
    .sort();

test.each([
  ['ghp_[a-z]{9}', ['ghp_']],
  ['[0-9a-f]{32}-us[0-9]{1,2}', ['-us']],
  ['(?:A3T[A-Z]|AKIA|ASIA)[A-Z2-7]{16}', ['A3T', 'AKIA', 'ASIA']],
  ['x(?:quux_[a-z]{4}|zork-[0-9]{3})y', ['quux_', 'zork-']],
  ['(?:zq ?xj){1,3}[a-z]{8}', ['zq xj', 'zqxj']],
  ['(?i:browserstack)[0-9]{8}', ['browserstack']],
])('%s is anchored by %j', (pattern, expected) => {
  expect(literals(pattern)).toEqual(expected);
});

test.each(['[a-z]{40}', '(?:abc)?[0-9]{8}', 'ab[0-9]{8}', '(?:abcd|[0-9]{8})'])(
  '%s has no anchor',
  (pattern) => {
    expect(literals(pattern)).toBeUndefined();
  },
);

test('names before the same text share what stands behind them', () => {
  const anchors = chooseAnchors(parsePattern('(?:[a-z]{9}_(?i:planyo)|(?i:storyblok))[a-z]{1,9}=[0-9]{8}'))!;
  expect(new Set(anchors.map(({ after }) => after)).size).toBe(1);
});
