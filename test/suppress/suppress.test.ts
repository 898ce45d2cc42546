import { describe, expect, test } from 'vitest';
import { parseIgnoreFile } from '../../src/suppress/ignore-file.ts';
import { withSalt } from '../../src/suppress/salt.ts';
import { addDays, type SuppressOptions, suppress } from '../../src/suppress/suppress.ts';
import type { Finding } from '../../src/types.ts';
import { findingOf, ruleWith } from '../verify/findings.ts';

const salt = `abcd${'0'.repeat(28)}`;
const other = `ffff${'0'.repeat(28)}`;
const unsalted = (digit: string) => `0000${digit.repeat(28)}`;

const finding = (digit: string, more: Partial<Finding> = {}): Finding => ({
  ...findingOf(ruleWith(undefined), 'x'),
  fingerprint: unsalted(digit),
  ...more,
});

/** An ignore file whose entries are for findings by their digit; `rest` follows the path. */
const fileOf = (entries: Readonly<Record<string, string>>, by = salt) => {
  const lines = Object.entries(entries).map(
    ([digit, rest]) => `${withSalt(unsalted(digit), by)} rule path ${rest}`,
  );
  return parseIgnoreFile('f', [`salt ${by}`, ...lines].join('\n'));
};

const policy = { inline: true, requireReason: false, maxDays: Number.POSITIVE_INFINITY };
const options = (more: Partial<SuppressOptions>): SuppressOptions => ({
  policy,
  files: [],
  before: undefined,
  today: '2026-06-15',
  whole: false,
  ...more,
});

describe('an entry', () => {
  test.each([
    ['counts', '-- why', {}, undefined],
    ['counts on its last day', 'until=2026-06-15', {}, undefined],
    ['counts no more on the day after', 'until=2026-06-14', {}, 'its suppression expired on 2026-06-14'],
    [
      'needs a reason',
      '',
      { requireReason: true },
      'its suppression gives no reason, and the policy asks for one',
    ],
    ['gives a reason', '-- why', { requireReason: true }, undefined],
    [
      'must expire',
      '-- why',
      { maxDays: 30 },
      'its suppression does not expire within 30 days, as the policy asks',
    ],
    [
      'expires late',
      'until=2026-07-16',
      { maxDays: 30 },
      'its suppression does not expire within 30 days, as the policy asks',
    ],
    ['expires in time', 'until=2026-07-15', { maxDays: 30 }, undefined],
  ])('%s', (_name, rest, strict, unheeded) => {
    const files = [fileOf({ 1: rest })];
    const { kept, suppressed } = suppress(
      [finding('1')],
      options({ files, policy: { ...policy, ...strict } }),
    );
    expect(kept.map((one) => one.unheeded)).toEqual(unheeded === undefined ? [] : [unheeded]);
    expect(suppressed).toHaveLength(1 - kept.length);
  });

  test('of two for one finding, one that counts is enough', () => {
    const [line] = [withSalt(unsalted('1'), salt)];
    const file = parseIgnoreFile('f', `salt ${salt}\n${line} r p until=2026-01-01\n${line} r p -- yes\n`);
    const { suppressed, stale } = suppress([finding('1')], options({ files: [file], whole: true }));
    expect(suppressed).toMatchObject([{ by: 'ignore-file', reason: 'yes', source: 'f:3' }]);
    expect(stale).toMatchObject([{ line: 2, why: 'expired' }]);
  });

  test('made with either salt of a merged file counts', () => {
    const files = [
      parseIgnoreFile(
        'f',
        `salt ${other}\nsalt ${salt}\n${withSalt(unsalted('1'), salt)} r p\n${withSalt(unsalted('2'), other)} r p\n`,
      ),
    ];
    const { kept, suppressed } = suppress(
      ['1', '2', '3'].map((digit) => finding(digit)),
      options({ files }),
    );
    expect(suppressed).toHaveLength(2);
    expect(kept.map(({ fingerprint }) => fingerprint)).toEqual([withSalt(unsalted('3'), salt)]);
  });

  test('that the change brings is told from one that was there', () => {
    const files = [fileOf({ 1: '', 2: '' })];
    const before = new Set([withSalt(unsalted('1'), salt)]);
    const found = [finding('1'), finding('2'), finding('3', { marker: { name: 'leakgate:allow', line: 1 } })];
    const { suppressed } = suppress(found, options({ files, before }));
    expect(suppressed.map(({ isNew }) => isNew)).toEqual([false, true, true]);
  });
});

test('10,000 entries suppress 10,000 findings, and one more is left', () => {
  const names = Array.from({ length: 10_001 }, (_, i) => `0000${i.toString(16).padStart(28, '0')}`);
  const lines = names.slice(1).map((name) => `${withSalt(name, salt)} rule path -- why`);
  const files = [parseIgnoreFile('f', [`salt ${salt}`, ...lines].join('\n'))];
  const found = names.map((fingerprint) => finding('1', { fingerprint }));
  const { kept, suppressed, stale } = suppress(found, options({ files, whole: true }));
  expect([kept.length, suppressed.length, stale.length]).toEqual([1, 10_000, 0]);
});

describe('entries that nobody needs', () => {
  const files = [fileOf({ 1: '', 2: '', 3: 'until=2026-01-01' })];

  test('are told by a run that reads all', () => {
    const { stale } = suppress([finding('1')], options({ files, whole: true }));
    expect(stale.map(({ line, why }) => [line, why])).toEqual([
      [3, 'unused'],
      [4, 'expired'],
    ]);
  });

  test('are not told by one that does not, but for the expired ones', () => {
    expect(suppress([], options({ files })).stale.map(({ line }) => line)).toEqual([4]);
  });
});

describe('a marker', () => {
  const marker = { name: 'gitleaks:allow', line: 1 };
  test.each([
    ['counts', marker, {}, undefined],
    [
      'is forbidden',
      marker,
      { inline: false },
      'gitleaks:allow beside it does not count: inline-markers or --no-repo-config forbids it',
    ],
    [
      'is for others',
      { ...marker, forOthers: true as const },
      {},
      'gitleaks:allow beside it names other rules',
    ],
    [
      'needs a reason',
      marker,
      { requireReason: true },
      'gitleaks:allow beside it gives no reason (-- why), and the policy asks for one',
    ],
    ['gives a reason', { ...marker, reason: 'a test' }, { requireReason: true }, undefined],
  ])('%s', (_name, beside, strict, unheeded) => {
    const { kept, suppressed } = suppress(
      [finding('1', { marker: beside })],
      options({ policy: { ...policy, ...strict } }),
    );
    expect(kept.map((one) => one.unheeded)).toEqual(unheeded === undefined ? [] : [unheeded]);
    expect(suppressed.map(({ by }) => by)).toEqual(unheeded === undefined ? ['inline'] : []);
  });

  test('counts beside an entry that has expired', () => {
    const files = [fileOf({ 1: 'until=2026-01-01' })];
    const { suppressed } = suppress([finding('1', { marker })], options({ files }));
    expect(suppressed).toMatchObject([{ by: 'inline', source: 'gitleaks:allow' }]);
  });
});

test('days are added over the end of a year', () => {
  expect(addDays('2026-12-31', 60)).toBe('2027-03-01');
});
