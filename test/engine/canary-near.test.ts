import { expect, test } from 'vitest';
import { createCanaryFinder } from '../../src/engine/canary-near.ts';

const URL = 'https://a.CanaryTokens.com/';
const NAMED = 'canarytokens.org';

test('a host is found wherever it stands, in what is asked about alone', () => {
  for (let at = 1010; at < 1030; at++) {
    const bytes = Buffer.from(`${'.'.repeat(at)} ${URL} ${'.'.repeat(9000)}`);
    const find = createCanaryFinder();
    const ends = at + 1 + URL.length;
    expect(find(bytes, 0, 100)).toBeUndefined();
    expect(find(bytes, at - 10, ends + 10)).toBe(NAMED);
    expect(find(bytes, -5, 20_000)).toBe(NAMED);
    expect(find(bytes, ends, 20_000)).toBeUndefined();
  }
});

test('what is known of one text is not taken for another', () => {
  const find = createCanaryFinder();
  expect(find(Buffer.from('nothing'), 0, 100)).toBeUndefined();
  expect(find(Buffer.from(` ${URL} `), 0, 100)).toBe(NAMED);
});
