import { describe, expect, test } from 'vitest';
import { pageData } from '../../src/report/html-data.ts';
import { binName, binsOf, unitFor } from '../../src/report/page/bins.ts';
import { everything, type Selection, select } from '../../src/report/page/selection.ts';
import { historyFinding, hostileReport, jsonFinding, jsonReport, suppressedFinding } from './reports.ts';

const date = (day: string) => ({ date: `${day}T12:00:00Z` });

describe('the timeline', () => {
  test('has bars without a gap, and counts what blocks', () => {
    const bins = binsOf(
      [date('2026-01-31'), { ...date('2026-03-01'), blocks: true }, date('2026-03-31'), {}],
      'month',
    );
    expect(bins.map(({ start, count, blocking }) => [binName(start, 'month'), count, blocking])).toEqual([
      ['2026-01', 1, 0],
      ['2026-02', 0, 0],
      ['2026-03', 2, 1],
    ]);
  });

  test.each([
    [['2026-01-01', '2026-02-10'], 'day'],
    [['2026-01-01', '2028-02-10'], 'month'],
    [['2001-01-01', '2026-02-10'], 'year'],
    [['0001-01-01', '9999-12-31', '2026-01-01'], 'day'],
    [[], 'month'],
  ])('%j is shown by %s', (days, unit) => {
    expect(unitFor(days.map((day) => Date.parse(day)))).toBe(unit);
  });

  test('a date that no commit has makes no bar', () => {
    expect(binsOf(['0001-01-01', '9999-12-31', 'x'].map(date), 'day')).toEqual([]);
  });
});

describe('the selection', () => {
  const report = jsonReport(
    [
      historyFinding({ severity: 'low', file: 'b/X.js', author: 'Ann', date: '2026-01-05T00:00:00Z' }),
      jsonFinding({ severity: 'high', file: 'a.js', provider: 'stripe' }),
      jsonFinding({ severity: 'critical', file: 'c.js', blocks: false }),
    ],
    { suppressed: [suppressedFinding()] },
  );
  const files = (wanted: Partial<Selection>) => {
    const data = pageData(report);
    return select(data, { ...everything, ...wanted }).map(({ file }) => file);
  };

  test.each<[Partial<Selection>, string[]]>([
    [{}, ['a.js', 'b/X.js', 'c.js', 'src/app.js']],
    [{ provider: 'stripe' }, ['a.js']],
    [{ severity: 'low' }, ['b/X.js']],
    [{ verdict: 'suppressed' }, ['src/app.js']],
    [{ verdict: 'blocks' }, ['a.js', 'b/X.js']],
    [{ path: 'x.JS' }, ['b/X.js']],
    [{ author: 'ann' }, ['b/X.js']],
    [{ bin: Date.UTC(2026, 0), unit: 'month' }, ['b/X.js']],
    [{ sort: 'place', descending: true }, ['src/app.js', 'c.js', 'b/X.js', 'a.js']],
  ])('%j gives %j', (wanted, expected) => {
    expect(files(wanted)).toEqual(expected);
  });
});

test('no text of the page holds what turns text around, and no link is a script', () => {
  const data = pageData(hostileReport());
  expect(JSON.stringify(data)).not.toMatch(/\\u[0-9a-f]{4}|[\p{Cc}\p{Cf}\u2028]/u);
  for (const { revoke } of data.rules) expect(revoke).toMatch(/^(https?:.*)?$/);
});
