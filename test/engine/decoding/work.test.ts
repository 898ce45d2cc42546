import { expect, test } from 'vitest';
import { decodeLayers } from '../../../src/engine/decoding/decode-layers.ts';
import type { Rule } from '../../../src/types.ts';
import { chunkOf, searchOf } from '../../helpers/engine.ts';
import { wholeEncoders } from './encoders.ts';

const rule: Rule = {
  id: 'acme-token',
  provider: 'acme',
  providerName: 'Acme',
  title: 'Acme',
  severity: 'high',
  confidence: 'medium',
  pattern: 'password["\'=: ]{1,4}(?<secret>[A-Za-z0-9]{24})',
  remediation: { steps: [] },
  examples: { match: [], ignore: [] },
};
const search = searchOf([rule]);
const DEPTH = 4;

const base64 = (text: string) => Buffer.from(text).toString('base64');
const run = base64('a text of a few words');
const nested = [...wholeEncoders, ...wholeEncoders].reduce(
  (text, { encode }) => encode(text).slice(0, 20_000),
  'text ',
);

test.each([
  ['many short runs', `${run} `],
  ['runs apart', `${run}${' '.repeat(200)}`],
  ['lines of digits', `${run}\n`],
  ['digits and escaped lines', `${run.slice(0, 24)}\\n`],
  ['percent', '%41'],
  ['percent of percent', '%2541'],
  ['backslashes', '\\'],
  ['unicode escapes', '\\u0061'],
  ['names and escaped quotes', 'password\\"'],
  ['names and escaped quotes apart', `password\\"${'x '.repeat(300)}`],
  ['entities', '&#65;'],
  ['quoted-printable', '=3D'],
  ['soft line breaks', `${'x'.repeat(75)}=\n=3D`],
  ['everything at once', `%41\\x61&#65;=3D${run}`],
  ['encodings of encodings', nested],
])('%s: what is searched grows with the text, and stays a few times as long', (_name, piece) => {
  const searched = [20_000, 40_000].map((length) => {
    const bytes = Buffer.from(piece.repeat(Math.ceil(length / piece.length)).slice(0, length));
    let [calls, total] = [0, 0];
    const counting = (text: Uint8Array) => {
      calls++;
      total += text.length;
      return search(text);
    };
    decodeLayers(chunkOf(bytes), search(bytes), counting, DEPTH);
    expect(calls).toBeLessThanOrEqual(DEPTH);
    return total;
  });
  expect(searched[1]).toBeLessThanOrEqual(2.2 * searched[0]! + 10_000);
  expect(searched[1]).toBeLessThan(9 * 40_000);
});

test('a chunk that gives more than its share is decoded in part, and this is said', () => {
  const text = `%41\\x61&#65;=3D${run}`.repeat(20_000);
  const { limits } = decodeLayers(chunkOf(text), search(Buffer.from(text)), search, DEPTH);
  expect(limits).toEqual(['too much of it is encoded to decode it all']);
});
