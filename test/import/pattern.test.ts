import { expect, test } from 'vitest';
import { compileRule } from '../../src/engine/compiler/compile.ts';
import { rulePattern } from '../../src/import/pattern.ts';

/** What the pattern finds as the secret of a text. */
function secretIn(pattern: string, text: string): string | undefined {
  return new RegExp(compileRule({ pattern }).ecma).exec(text)?.groups?.secret;
}

test.each<[source: string, group: number, text: string, secret: string | undefined]>([
  ['acme_[a-z]{4}', 0, 'x acme_abcd', 'acme_abcd'],
  ['acme_([a-z]{4})', 0, 'acme_abcd', 'abcd'],
  ['(acme)_([a-z]{4})', 2, 'acme_abcd', 'abcd'],
  ['(?i)ACME_([a-z]{4})', 0, 'acme_ABCD', 'ABCD'],
  ['acme(?i)_x([a-z]{4})', 0, 'acme_XABCD', 'ABCD'],
  ['acme(?i)_x([a-z]{4})', 0, 'ACME_XABCD', undefined],
  ['(?P<id>acme)_(?P<key>[a-z]{4})', 2, 'acme_abcd', 'abcd'],
  ['acme_[[:alnum:]]{4}', 0, 'acme_aB3d', 'acme_aB3d'],
  ['\\Qa.c+\\E([a-z]+)', 0, 'a.c+key', 'key'],
  ['\\Aacme=(\\S+)\\z', 0, 'acme=key', 'key'],
  ['acme=([]a-c]+)', 0, 'acme=a]b', 'a]b'],
  ['acme=(\\x{41}B)', 0, 'acme=AB', 'AB'],
  ['(?m)^acme=(\\w+)$', 0, 'one\nacme=key\n', 'key'],
  ['(password|secret)\\s*=\\s*"([^"]+)"', 0, 'password = "hunter"', 'hunter'],
  ['a(?-i:B)cme([a-z])', 0, 'aBcmex', 'x'],
])('%s, group %i, finds the secret of %j', (source, group, text, secret) => {
  const made = rulePattern(source, group);
  expect(secretIn('pattern' in made ? made.pattern : expect.fail(made.lost), text)).toBe(secret);
});

test.each([
  ['(acme_a)|(acme_b)', 0, /whole match/],
  ['acme(_a)?x', 0, /whole match/],
  ['(key|token)=acme', 0, /list of words/],
])('%s: what is not as it was is said', (source, group, changed) => {
  expect(rulePattern(source, group)).toMatchObject({ changed: expect.stringMatching(changed) });
});

test.each([
  'a(?=b)',
  'a(?!b)',
  '(?<=a)b',
  '(?>a)b',
  'a(?U)b*',
  '\\p{Greek}',
  '[[:^alpha:]]',
  'a)',
  '(a',
  '[a',
  'a\\',
])('%s is not taken over', (source) => {
  expect(rulePattern(source, 0)).toEqual({ lost: expect.stringMatching(/.{5}/) });
});

test('a group that is not there is not taken over', () => {
  expect(rulePattern('a(b)', 2)).toEqual({ lost: 'there is no group 2' });
});
