import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { passwordGenerators } from '../../scripts/accuracy/generic-samples.ts';
import { engineOf } from '../../scripts/accuracy/provider-samples.ts';
import { chunkOf } from '../../scripts/accuracy/surroundings.ts';
import type { Random } from '../../src/engine/checks/check.ts';
import { alphabets, pick, seededRandom } from '../../src/engine/checks/random.ts';
import { lowerInFixtures } from '../../src/engine/fixtures.ts';
import { loadDirectory } from '../../src/rules/directory.ts';
import type { Finding } from '../../src/types.ts';

/**
 * Lines of many languages and files, `path|line`: all of `secrets.txt` hold a secret, none of `others.txt` does. In
 * braces stands what is generated: `{w}` a password as people make them, `{a32}` 32 letters and digits, `{h…}` hex,
 * `{b…}` base64, `{m…}` letters, digits and marks, `{u}` a UUID, `{basic}` and `{k}` base64 of a password.
 */
const linesOf = (name: string) =>
  readFileSync(`fixtures/rules/labelled/${name}.txt`, 'utf8').trimEnd().split('\n');

const human = ['word and year', 'letters and digits 10-14'];
const engine = engineOf(loadDirectory('rules'));

function made(kind: string, random: Random): string {
  const length = Number(/\d*$/.exec(kind)![0]);
  // A URL ends at either mark.
  const password = () =>
    passwordGenerators[human[Math.floor(random() * human.length)]!]!(random).replace(/[@#]/g, '!');
  const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
  const bytes = () => Uint8Array.from({ length: (length * 3) / 4 }, () => Math.floor(random() * 256));
  const makers: Readonly<Record<string, () => string>> = {
    w: password,
    k: () => base64(password()),
    basic: () => base64(`svc:${password()}`),
    u: () => [8, 4, 4, 4, 12].map((size) => pick(random, alphabets.hex, size)).join('-'),
    a: () => pick(random, alphabets.alnum, length),
    h: () => pick(random, alphabets.hex, length),
    b: () => base64(bytes()),
    f: () => base64(bytes()),
    m: () => pick(random, `${alphabets.alnum}!@#%^&*()-_[]~+=,.;:/?|`, length),
  };
  return makers[kind.replace(/\d+$/, '')]!();
}

/** What is found at the default confidence in a file with the line, and the first value that was made for it. */
function found(row: string, seed: number) {
  const [, path, line] = /^([^|]+)\|(.*)$/.exec(row)!;
  const random = seededRandom(`${row} ${seed}`);
  let secret = '';
  const text = line!.replaceAll('\\n', '\n').replace(/\{(w|k|u|basic|[ahbfm]\d+)\}/g, (_, kind: string) => {
    const value = made(kind, random);
    secret ||= value;
    return value;
  });
  const bytes = Buffer.from(`# settings of the service\nretries = 3\n${text}\nname: inventory\n`);
  const { findings } = engine.scan(chunkOf(bytes, path!)) as { findings: Finding[] };
  return { secret, findings: findings.map(lowerInFixtures).filter(({ confidence }) => confidence !== 'low') };
}

const SEEDS = [1, 2];

describe('lines of many languages', () => {
  test.each(linesOf('secrets'))('%s holds a secret', (row) => {
    for (const seed of SEEDS) {
      const { secret, findings } = found(row, seed);
      const values = findings.flatMap(({ secret: whole, parts }) => [
        whole,
        ...parts.map((part) => part.secret),
      ]);
      const texts = values.map((value) => value.reveal());
      expect(texts.some((value) => value.includes(secret) || secret.includes(value))).toBe(true);
    }
  });

  test.each(linesOf('others'))('%s holds none', (row) => {
    for (const seed of SEEDS) expect(found(row, seed).findings.map(({ rule }) => rule.id)).toEqual([]);
  });
});
