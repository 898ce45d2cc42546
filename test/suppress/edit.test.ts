import { describe, expect, test } from 'vitest';
import { newIgnoreFile, withEntries, withoutLines, withSaltLine } from '../../src/suppress/edit.ts';
import { parseIgnoreFile } from '../../src/suppress/ignore-file.ts';

const salt = `abcd${'0'.repeat(28)}`;
const entryOf = (digits: string) => ({
  fingerprint: `abcd${digits.padEnd(28, '0')}`,
  ruleId: 'rule',
  path: 'path',
  reason: `${digits}`,
});
const lineOf = (digits: string) => `abcd${digits.padEnd(28, '0')} rule path -- ${digits}`;
const order = (text: string) => parseIgnoreFile('f', text).entries.map(({ reason }) => reason);

describe('entries', () => {
  test.each(['\n', '\r\n'])('go where they belong, with the line end of the file', (end) => {
    const lines = [
      '# heading',
      `salt ${salt}`,
      '',
      '# about 3',
      lineOf('3'),
      '# about 5',
      lineOf('5'),
      '# end',
    ];
    const text = withEntries(lines.map((line) => line + end).join(''), ['7', '4', '1'].map(entryOf));
    expect(text.split(end)).toEqual([
      '# heading',
      `salt ${salt}`,
      lineOf('1'),
      '',
      '# about 3',
      lineOf('3'),
      lineOf('4'),
      '# about 5',
      lineOf('5'),
      '# end',
      lineOf('7'),
      '',
    ]);
  });

  test('take the place of those with the same fingerprint', () => {
    const text = `salt ${salt}\n${lineOf('1')}\n# why\n${lineOf('2')}\n`;
    const changed = withEntries(text, [{ ...entryOf('2'), reason: 'new', expires: '2027-01-01' }]);
    expect(changed).toBe(text.replace('-- 2', 'until=2027-01-01 -- new'));
  });

  test('of which two are the same are one', () => {
    expect(order(withEntries(`salt ${salt}\n`, ['1', '1'].map(entryOf)))).toEqual(['1']);
  });

  test('do not move the others when the file is not sorted', () => {
    const text = `salt ${salt}\n${lineOf('9')}\n${lineOf('1')}\n`;
    expect(order(withEntries(text, [entryOf('5')]))).toEqual(['5', '9', '1']);
  });

  test('are added to a file without a last line end', () => {
    expect(order(withEntries(`salt ${salt}\n${lineOf('1')}`, [entryOf('2')]))).toEqual(['1', '2']);
  });

  test('10,000 of them keep their order, in whatever order they come', () => {
    const digits = Array.from({ length: 10_000 }, (_, i) =>
      ((i * 7919) % 10_007).toString(16).padStart(4, '0'),
    );
    const half = withEntries(`salt ${salt}\n`, digits.slice(0, 5000).map(entryOf));
    const all = order(withEntries(half, digits.slice(5000).map(entryOf)));
    expect(all).toEqual(digits.toSorted());
    expect(all).toHaveLength(10_000);
  });
});

test('lines are taken out, comments stay', () => {
  const text = `salt ${salt}\r\n# why\r\n${lineOf('1')}\r\n${lineOf('2')}\r\n`;
  expect(withoutLines(text, new Set([3]))).toBe(`salt ${salt}\r\n# why\r\n${lineOf('2')}\r\n`);
});

test('a new file has a salt of its own', () => {
  const [first, second] = [newIgnoreFile(), newIgnoreFile()].map((text) => parseIgnoreFile('f', text).salts);
  expect(first).toHaveLength(1);
  expect(first).not.toEqual(second);
});

test.each(['', '# only\n# comments\n', '# a\n\n# b\n', '\ufeff# a\r\n'])(
  'a file without a salt is given one: %j',
  (text) => {
    const salted = withSaltLine(text);
    expect(parseIgnoreFile('f', salted).salts).toHaveLength(1);
    for (const line of text.trim().split(/\r?\n/)) expect(salted).toContain(line);
  },
);
