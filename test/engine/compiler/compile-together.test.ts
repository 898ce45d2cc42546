import { expect, test } from 'vitest';
import { compileTogether } from '../../../src/engine/compiler/compile-together.ts';

const providers = ['acmecorp', 'globexinc', 'mockbird', 'fjord'];
const ruleOf = (provider: string) => ({ pattern: `${provider}_.{0,20}\\.eyJ(?<secret>[0-9a-f]{20})` });
const literalsOf = (rules: { pattern: string }[]) =>
  compileTogether(rules).map(({ gate }) =>
    gate!.map(({ literal }) => String.fromCharCode(...literal.map(({ value }) => value))),
  );

test('a literal that many rules would take is left for what they do not share', () => {
  expect(literalsOf(providers.slice(0, 1).map(ruleOf))).toEqual([['.eyJ']]);
  expect(literalsOf(providers.map(ruleOf))).toEqual(providers.map((name) => [`${name}_`]));
});

test('rules that have nothing but what they share keep it', () => {
  const rules = providers.map((_, i) => ({ pattern: `zqx_(?<secret>[0-9a-f]{${20 + i}})` }));
  expect(literalsOf(rules)).toEqual(providers.map(() => ['zqx_']));
});
