import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readExpiry } from '../../src/verify/expiry.ts';

const answer = (expires: unknown) => ({
  status: 200,
  headers: {},
  body: '',
  truncated: false,
  json: { expires },
});

describe('an end of life', () => {
  const zone = process.env.TZ;
  beforeEach(() => {
    process.env.TZ = 'Asia/Tokyo';
  });
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  test.each<[unknown, string | undefined]>([
    ['2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['2027-01-31T10:00:00', '2027-01-31T10:00:00.000Z'],
    ['2027-01-31T10:00', '2027-01-31T10:00:00.000Z'],
    ['2027-01-31 10:00:00.123456', '2027-01-31T10:00:00.123Z'],
    ['2027-01-31T10:00:00.123456789Z', '2027-01-31T10:00:00.123Z'],
    ['2027-01-31T10:00:00+09:00', '2027-01-31T01:00:00.000Z'],
    ['2027-01-31 10:00:00 +0200', '2027-01-31T08:00:00.000Z'],
    ['2027-01-31 10:00:00 UTC', '2027-01-31T10:00:00.000Z'],
    ['Sun, 31 Jan 2027 10:00:00 GMT', '2027-01-31T10:00:00.000Z'],
    ['12', undefined],
    ['-5', undefined],
    [0, undefined],
    [1_800_000_000, undefined],
    ['tomorrow', undefined],
    ['2027-01-31 10:00:00 +9999', undefined],
    ['2027-02-31T99:00:00Z', undefined],
  ])('%j as a date is %s, whatever the zone of this machine', (text, expected) => {
    const spec = { from: 'expires', format: 'date', absent: 'unknown' } as const;
    expect(readExpiry(spec, answer(text), new Map(), 0)).toBe(expected);
  });

  test.each<['unix' | 'unix-ms' | 'seconds-left', unknown, string | undefined]>([
    ['unix', 1_800_000_000, '2027-01-15T08:00:00.000Z'],
    ['unix', '1800000000', '2027-01-15T08:00:00.000Z'],
    ['unix-ms', 1_800_000_000_000, '2027-01-15T08:00:00.000Z'],
    ['seconds-left', 60, '1970-01-01T00:01:00.000Z'],
    ['unix', 1e300, undefined],
    ['unix', -5, undefined],
    ['unix', 'soon', undefined],
    ['seconds-left', 1e14, undefined],
  ])('%s of %j is %s', (format, value, expected) => {
    const spec = { from: 'expires', format, absent: 'unknown' } as const;
    expect(readExpiry(spec, answer(value), new Map(), 0)).toBe(expected);
  });
});
