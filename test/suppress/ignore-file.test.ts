import { describe, expect, test } from 'vitest';
import { formatEntry, isDate, parseEntry } from '../../src/suppress/entry.ts';
import { parseIgnoreFile } from '../../src/suppress/ignore-file.ts';
import { makeSalt, withSalt } from '../../src/suppress/salt.ts';

const salt = `abcd${'0'.repeat(28)}`;
const fingerprint = `abcd${'1'.repeat(28)}`;
const line = `${fingerprint} github-pat src/ci.ts`;

describe('an entry', () => {
  test.each([
    ['bare', { path: 'a', reason: '' }],
    [
      'all',
      { path: 'src/ci.ts', reason: 'of the sandbox', author: 'A U Thor <a@b.c>', expires: '2027-01-31' },
    ],
    ['a path with blanks', { path: 'my docs/a b', reason: 'x' }],
    ['a path with quotes', { path: 'a"b\\c', reason: 'x' }],
    ['a path that looks like the end', { path: '--', reason: 'x' }],
    ['a path that looks like an option', { path: 'by=x', reason: 'x' }],
    ['a path with what can not be seen', { path: 'a\tb\u202ec\u{e0001}\n', reason: 'x' }],
    ['an empty path', { path: '', reason: 'x' }],
    ['a path in another script', { path: 'ключ/鍵', reason: 'причина' }],
    ['a reason with options in it', { path: 'a', reason: 'until=never -- by=me "x' }],
    ['an author with quotes', { path: 'a', reason: 'x', author: '"Bob" \\ ' }],
  ])('reads as it was written: %s', (_name, fields) => {
    const entry = { fingerprint, ruleId: 'github-pat', ...fields };
    const text = formatEntry(entry);
    expect(text).not.toMatch(/[\n\t\u202e]/);
    expect(parseEntry(text)).toEqual(entry);
  });

  test('a reason is one line', () => {
    expect(formatEntry({ fingerprint, ruleId: 'x', path: 'a', reason: ' two\r\nlines\u202e ' })).toMatch(
      / -- two lines$/,
    );
  });

  test.each(['2027-02-29', '2027-13-01', '27-01-01', '2027-1-1', 'tomorrow', ''])('%s is no date', (text) => {
    expect(isDate(text)).toBe(false);
  });
});

describe('an ignore file', () => {
  test('comments, empty lines, CRLF and a byte order mark are fine', () => {
    const text = `\ufeff# why\r\nsalt ${salt}\r\n\r\n# group\r\n${line} -- a\r\n${line} until=2027-01-01\r\n`;
    const { entries, salts } = parseIgnoreFile('f', text);
    expect(salts).toEqual([salt]);
    expect(entries.map((entry) => [entry.line, entry.reason, entry.expires])).toEqual([
      [5, 'a', undefined],
      [6, '', '2027-01-01'],
    ]);
  });

  test('several salts, in any order and place', () => {
    const other = `ffff${'0'.repeat(28)}`;
    const text = `${line}\nsalt ${other}\nsalt ${salt}\nffff${'2'.repeat(28)} x y\nsalt ${other}\n`;
    expect(parseIgnoreFile('f', text).salts).toEqual([salt, other]);
  });

  test.each([
    ['a conflict', `salt ${salt}\n<<<<<<< HEAD\n${line}\n`, '2:1: a merge conflict (<<<<<<<)'],
    ['its middle', `salt ${salt}\n=======\n`, '2:1: a merge conflict (=======)'],
    ['its base', `|||||||\n`, '1:1: a merge conflict (|||||||)'],
    ['its end', `>>>>>>> topic\n`, '1:1: a merge conflict (>>>>>>>)'],
    ['a word', `salt ${salt}\nnope\n`, '2:1: no fingerprint'],
    ['upper case', `salt ${salt}\n${line.toUpperCase()}\n`, '2:1: no fingerprint'],
    ['a blank before', `salt ${salt}\n  ${'x'.repeat(32)} a b\n`, '2:3: no fingerprint'],
    ['no path', `salt ${salt}\n${fingerprint} github-pat\n`, '2:44: the rule or the path is missing'],
    ['a bad rule', `salt ${salt}\n${fingerprint} a/b c\n`, '2:34: no rule id'],
    ['an unknown option', `salt ${salt}\n${line} expires=2027-01-01\n`, '2:55: neither by=, until= nor --'],
    ['an option twice', `salt ${salt}\n${line} by=a by=b\n`, '2:60: by= is there twice'],
    ['a bad date', `salt ${salt}\n${line} until=2027-02-30\n`, '2:55: until= takes a date'],
    ['open quotes', `salt ${salt}\n${fingerprint} x "a b\n`, '2:36: the quotes of the path are wrong'],
    [
      'a JSON value that is no text',
      `salt ${salt}\n${fingerprint} x "\\q"\n`,
      '2:36: the quotes of the path',
    ],
    ['a short salt', 'salt abcd\n', '1:6: no salt'],
    ['the salt of nothing', `salt 0000${'1'.repeat(28)}\n`, '1:6: no salt'],
    ['no salt', `${line}\n`, '1:1: the salt that this fingerprint was made with is not in the file'],
    ['a lost salt', `salt ffff${'1'.repeat(28)}\n${line}\n`, '2:1: the salt that this fingerprint'],
    ['no salt yet', `salt ${salt}\n0000${'1'.repeat(28)} x y\n`, '2:1: this fingerprint was printed before'],
    ['UTF-16', `s\0a\0l\0t\0`, '1:2: not UTF-8'],
    ['bytes', `salt ${salt}\n${line} -- \ufffd\n`, '2:58: not UTF-8'],
  ])('is strict: %s', (_name, text, message) => {
    expect(() => parseIgnoreFile('.leakgateignore', text)).toThrow(`.leakgateignore:${message}`);
  });

  test('a hostile line takes no time to speak of', () => {
    const hostile = `salt ${salt}\n${fingerprint} x ${'"'.repeat(100_001)}${'\\"'.repeat(100_000)}\n`;
    expect(() => parseIgnoreFile('f', hostile)).toThrow('f:2:36');
  });
});

test('a salted fingerprint follows both, and begins like its salt', () => {
  const unsalted = `0000${'5'.repeat(28)}`;
  const [a, b] = [makeSalt(), makeSalt()];
  expect(withSalt(unsalted, a)).toMatch(new RegExp(`^${a.slice(0, 4)}[0-9a-f]{28}$`));
  expect(withSalt(unsalted, a)).not.toBe(withSalt(unsalted, b));
  expect(withSalt(unsalted, a)).not.toBe(withSalt(`0000${'6'.repeat(28)}`, a));
});

test('salts are few, since each finding is looked up with all of them', () => {
  const salts = (count: number) =>
    Array.from({ length: count }, (_, i) => `salt ${(i + 1).toString(16).padStart(32, 'a')}\n`).join('');
  expect(parseIgnoreFile('f', salts(100)).salts).toHaveLength(100);
  expect(() => parseIgnoreFile('f', salts(101))).toThrow('f: more than 100 salts');
});
