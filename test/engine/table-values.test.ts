import { expect, test } from 'vitest';
import { engineOf } from '../../scripts/accuracy/provider-samples.ts';
import { chunkOf } from '../../scripts/accuracy/surroundings.ts';
import { alphabets, pick, seededRandom } from '../../src/engine/checks/random.ts';
import type { ScanResult } from '../../src/engine/scan.ts';
import { loadDirectory } from '../../src/rules/directory.ts';

const engine = engineOf(loadDirectory('rules'));
const random = seededRandom('table');
const values = Array.from({ length: 3 }, () => `${pick(random, alphabets.alnum, 15)}7`);
const [a, b, c] = values as [string, string, string];

/** The secrets that are found, each as the text has it where it is said to stand. */
function found(text: string, path = 'logins.csv'): string[] {
  const bytes = Buffer.from(text);
  const { findings } = engine.scan(chunkOf(bytes, path)) as ScanResult;
  for (const { secret, start, end } of findings)
    expect(bytes.toString('latin1', start, end)).toBe(secret.reveal());
  return findings.map(({ secret }) => secret.reveal()).sort();
}

const all = [...values].sort();

test.each([
  [
    'a browser',
    `name,url,username,password\na,https://a,bob,${a}\nb,https://b,eve,${b}\nc,https://c,ann,${c}\n`,
  ],
  [
    'a password manager',
    `"Title","User Name","Password","Notes"\n"a","bob","${a}",""\n"b","eve","${b}","x, ""y""\nz"\n"c","ann","${c}",""\n`,
  ],
  ['a header with a comma in quotes', `"site, name","api key"\na,${a}\nb,${b}\nc,${c}\n`],
  ['semicolons and CRLF', `host;login;api_key\r\na;bob;${a}\r\nb;eve;${b}\r\nc;ann;${c}\r\n`],
  ['tabs and a byte order mark', `\ufeffuser\tdb password\nbob\t${a}\neve\t${b}\nann\t${c}\n`],
  ['the secret first, no line end', `client_secret,id\n${a},1\n${b},2\n${c},3`],
  ['other characters before it', `name,password\nJürgen,${a}\nJosé,${b}\nAnn,${c}\n`],
])('each row of a table of %s', (_, text) => {
  expect(found(text)).toEqual(all);
  expect([...new Set(found(text, ''))]).toEqual(all);
});

test('a row may be let pass, be without a value, or have a placeholder', () => {
  const rows = `bob,${a}\neve,\nann,changeme\nexample,<password>\nsue,${b}\n`;
  expect(found(`user,password\n${rows}`)).toEqual([a, b].sort());
});

test.each([
  ['a column of something else', `name,password_hint\na,${a}\nb,${b}\n`],
  ['code', `import os, password\nfoo(1, ${a})\nbar\nbaz(1, 2, ${b})\n`],
  ['rows of other lengths', `user,password\nbob\neve\nann\nsue,${a}\n`],
])('none in %s', (_, text) => {
  expect(found(text, 'a.txt')).toEqual([]);
});

test('a table of any size takes time by its length', () => {
  const text = `user,password\n${'"'.repeat(2e6)}\n${'a,b\n'.repeat(1e6)}`;
  expect(found(text)).toEqual([]);
});
