import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadDirectory } from '../../src/rules/directory.ts';
import { chunkOf, engineOf } from '../helpers/engine.ts';
import { ruleWith } from '../verify/findings.ts';

const engine = engineOf([ruleWith(undefined, { pattern: 'seed = (?<secret>[A-Z2-7]{32})' })]);

/** RFC 4648, without padding: as people write the seeds of RFC 6238, which prints its own in ASCII. */
function base32(text: string): string {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.replace(/.{5}/g, (five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)]!);
}

test('a seed that a standard prints for everybody is dropped, and by whose sample it is; another is found', () => {
  const scan = (seed: string) => engine.scan(chunkOf(`seed = ${seed}\n`));
  const { findings, dropped } = scan(base32('12345678901234567890'));
  expect(findings).toEqual([]);
  expect(dropped).toMatchObject([{ reason: { filter: 'placeholder', detail: 'is the sample of RFC 6238' } }]);
  expect(scan(base32('12345678901234567891')).findings).toHaveLength(1);
});

test('a key in PEM is known however its lines are written', () => {
  const rules = loadDirectory('rules').filter(({ id }) => id === 'private-key');
  const source = readFileSync('node_modules/ssh2/lib/protocol/constants.js', 'utf8');
  expect(source).toContain('PRIVATE KEY-----');
  const { findings, dropped } = engineOf(rules).scan(chunkOf(source));
  expect(findings).toEqual([]);
  expect(dropped.map(({ reason }) => reason.detail)).toContainEqual(expect.stringContaining('ssh2'));
});
