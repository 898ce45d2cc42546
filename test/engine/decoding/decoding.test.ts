import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { alphabets, pick, seededRandom } from '../../../src/engine/checks/random.ts';
import type { Finding, Rule } from '../../../src/types.ts';
import { chunkOf, engineOf } from '../../helpers/engine.ts';
import { partEncoders, wholeEncoders } from './encoders.ts';

const base: Omit<Rule, 'id' | 'pattern' | 'provider'> = {
  providerName: 'Acme',
  title: 'Acme',
  severity: 'high',
  confidence: 'medium',
  remediation: { steps: [] },
  examples: { match: [], ignore: [] },
};
const token: Rule = {
  ...base,
  id: 'acme-token',
  provider: 'acme',
  pattern: '\\b(?<secret>acme_[A-Za-z0-9]{24})\\b',
};
const named: Rule = {
  ...base,
  id: 'named',
  provider: 'generic',
  judge: 'secret',
  pattern: '(?i:secret)["\']?\\s{0,3}[:=]\\s{0,3}["\'](?<secret>[^"\'\\s]{12,60})["\']',
};
const engine = engineOf([token, named], { maxDecodeDepth: 3 });
const scan = (text: string) => engine.scan(chunkOf(text)).findings;
const random = seededRandom('decoding');
const newToken = () => `acme_${pick(random, alphabets.alnum, 24)}`;

/** The text that a finding points at. */
function pointedAt(text: string, { startLine, startColumn, endLine, endColumn }: Finding): string {
  const lines = text.split('\n').map((line) => `${line}\n`);
  const before = (line: number) => lines.slice(0, line - 1).join('').length;
  return text.slice(before(startLine) + startColumn - 1, before(endLine) + endColumn - 1);
}

const places: [string, (encoded: string) => string][] = [
  ['alone', (encoded) => encoded],
  ['as a value', (encoded) => `first: 1\n  data: "${encoded}"\nlast: 2\n`],
  ['in a call', (encoded) => `send('${encoded}', 12)`],
  ['in a block', (encoded) => `data: |\n    ${encoded}\nmore: true\n`],
];

describe.each(places)('%s', (_name, inPlace) => {
  test.each([...wholeEncoders, ...partEncoders].map((encoder, i) => ({ ...encoder, i })))(
    'a token in $name ($i) is found once, and where it is',
    ({ name, encode }) => {
      const secret = newToken();
      for (const text of [
        secret,
        `TOKEN=${secret}\n`,
        `a first line of some length\nthe token is ${secret}, really`,
      ]) {
        const encoded = inPlace(encode(text));
        const found = scan(encoded);
        expect(found.map((finding) => finding.secret.reveal())).toEqual([secret]);
        expect(found[0]!.decodedFrom).toEqual([name]);
        const digits = pointedAt(encoded, found[0]!).replace(/\s/g, '');
        if (name === 'base64') expect(Buffer.from(digits, 'base64').length - secret.length).toBeLessThan(5);
        else expect(encode(secret).replace(/\s/g, '')).toBe(digits);
      }
    },
  );
});

test('encodings on top of each other, outermost first', () => {
  for (const outer of wholeEncoders) {
    for (const inner of [...wholeEncoders, ...partEncoders]) {
      const secret = newToken();
      const text = `config = "${outer.encode(`key: ${inner.encode(`TOKEN="${secret}"`)}\n`)}"`;
      const found = scan(text);
      expect(found.map((finding) => finding.secret.reveal())).toEqual([secret]);
      expect(found[0]!.decodedFrom).toEqual([outer.name, inner.name]);
    }
  }
});

describe('UTF-16 among other bytes', () => {
  const wide = (text: string) => Buffer.from(text, 'utf16le');
  const ascii = (text: string) => Buffer.from(text, 'latin1');
  const secret = newToken();
  const line = `TOKEN = "${secret}"\r\n`;
  test.each([
    ['appended to a text', [ascii('A=1\nB=2\n'), wide(line)], 'utf-16le', 3],
    ['appended to an odd text', [ascii('A=12\nB=2\n'), wide(line)], 'utf-16le', 3],
    ['in front of a text', [ascii('first\n'), wide(`a\r\n${line}`), ascii('last\n')], 'utf-16le', 3],
    ['between letters', [ascii('xyz'), wide(secret), ascii('\x01xyz')], 'utf-16le', 1],
    ['in a table of strings', [ascii('\x54\0\0\0'), wide(`${secret}\0next string\0`)], 'utf-16le', 1],
    ['big endian', [ascii('first\n'), wide(secret).swap16(), ascii('\x01')], 'utf-16be', 2],
    ['big endian, then a text', [ascii('\x01\x02'), wide(secret).swap16(), ascii('xyz')], 'utf-16be', 1],
    ['without words around', [ascii('\xff\xd8\xff'), wide(secret)], 'utf-16le', 1],
  ])('%s', (_name, parts, encoding, startLine) => {
    const [found, ...more] = engine.scan(chunkOf(Buffer.concat(parts))).findings;
    expect([found?.secret.reveal(), found?.decodedFrom, found?.startLine, more]).toEqual([
      secret,
      [encoding],
      startLine,
      [],
    ]);
  });

  test('its column is that of its first byte', () => {
    const bytes = Buffer.concat([ascii('A=1\n'), wide(secret)]);
    const [found] = engine.scan(chunkOf(bytes)).findings;
    expect([found?.startColumn, found?.endColumn]).toEqual([1, 1 + 2 * secret.length]);
  });

  test('a value is judged by its name', () => {
    const value = pick(random, alphabets.alnum, 30);
    const bytes = Buffer.concat([ascii('\xff\xd8'), wide(`secret = "${value}"`)]);
    expect(engine.scan(chunkOf(bytes)).findings.map((finding) => finding.secret.reveal())).toEqual([value]);
  });

  test('base64 in it, and it in base64', () => {
    const digits = Buffer.from(`token ${secret}`).toString('base64');
    const bytes = Buffer.concat([ascii('\x01\x02'), wide(digits)]);
    expect(engine.scan(chunkOf(bytes)).findings.map((finding) => finding.decodedFrom)).toEqual([
      ['utf-16le', 'base64'],
    ]);
  });

  test('strings of a program without number take little time', { timeout: 5000 }, () => {
    const bytes = Buffer.concat(Array.from({ length: 60_000 }, () => wide('a long_enough_word\0\u0101')));
    expect(engine.scan(chunkOf(Buffer.concat([ascii('MZ\x01\x02'), bytes]))).findings).toEqual([]);
  });
});

describe('what is compressed, in base64', () => {
  const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64');
  const one = newToken();
  const two = newToken();
  const manifest = `kind: Secret\ndata:\n  token: ${base64(`a token: ${one}`)}\n`;
  const filler = Array.from({ length: 2000 }, (_, i) => `line ${i * 7919}\n`).join('');
  const release = JSON.stringify({ name: 'shop', manifest, config: { token: two, filler } });

  test('a release of Helm in a Secret of Kubernetes', () => {
    const text = `kind: Secret\ndata:\n  release: ${base64(base64(gzipSync(release)))}\ntype: helm.sh/release.v1\n`;
    const { findings, limits } = engineOf([token], { maxDecodeDepth: 4 }).scan(chunkOf(text));
    expect(limits).toEqual([]);
    const found = findings.map((f) => [f.secret.reveal(), f.decodedFrom, f.startLine]);
    expect(found).toEqual([
      [one, ['base64', 'base64', 'gzip', 'base64'], 3],
      [two, ['base64', 'base64', 'gzip'], 3],
    ]);
  });

  test.each([
    ['gzip', gzipSync(release)],
    ['zlib', deflateSync(release)],
    ['zlib', deflateSync(release, { level: 9 })],
  ])('%s, wrapped, and cut off', (layer, bytes) => {
    const digits = base64(bytes);
    for (const text of [digits, digits.replace(/.{76}/g, '$&\n'), `x=/${digits}`, digits.slice(0, -8)]) {
      const found = scan(text).map((finding) => [finding.secret.reveal(), finding.decodedFrom]);
      expect(found).toContainEqual([one, ['base64', layer, 'base64']]);
    }
  });

  test('bombs, of which the receipt says so', { timeout: 10_000 }, () => {
    const bomb = base64(gzipSync(Buffer.alloc(8 << 20)));
    const { limits } = engine.scan(chunkOf(`${bomb}\n\n`.repeat(30)));
    expect(limits).toEqual(['too much of it is encoded to decode it all']);
  });

  test('very many that break off in damage', () => {
    const { limits } = engine.scan(chunkOf(`eJw${'zyxw'.repeat(20)}\n\n`.repeat(4000)));
    expect(limits).toEqual(['too much of it is encoded to decode it all']);
  });

  test('what only begins like it', () => {
    const { findings, limits } = engine.scan(chunkOf(`H4sI${'A'.repeat(60)} eJw${'xyzw'.repeat(60)}`));
    expect([findings, limits]).toEqual([[], []]);
  });
});

const quoted = (text: string) =>
  text
    .replace(/[=\u0080-\uffff]/g, (c) =>
      [...Buffer.from(c)].map((byte) => `=${byte.toString(16).toUpperCase()}`).join(''),
    )
    .split('\n')
    .map((line) => line.replace(/.{75}(?=.)/g, '$&=\r\n'))
    .join('\r\n');

describe('quoted-printable', () => {
  test.each([
    ['an equals sign in front', () => 'TOKEN=', ['quoted-printable']],
    ['a line break inside', () => `${'word '.repeat(13)}`, ['quoted-printable']],
    ['nothing encoded near by', () => 'here it is: ', []],
  ])('%s', (_name, before, layers) => {
    const secret = newToken();
    const text = quoted(`Grüße,\n\n${before()}${secret} etc.\n`);
    const [found, ...more] = scan(text);
    expect([found?.secret.reveal(), found?.decodedFrom, more]).toEqual([secret, layers, []]);
    expect(pointedAt(text, found!).replace(/=\r\n/g, '')).toBe(secret);
  });
});

describe('what is escaped around a value', () => {
  const secret = pick(random, alphabets.alnum, 30);
  test.each([
    ['JSON in JSON', `{"body": "{\\"secret\\": \\"${secret}\\"}"}`, ['escapes']],
    [
      'JSON in JSON in JSON',
      JSON.stringify(JSON.stringify(JSON.stringify({ secret }))),
      ['escapes', 'escapes'],
    ],
    ['HTML', `<a data-x="{&quot;secret&quot;:&quot;${secret}&quot;}">`, ['entities']],
    ['a query', `?x=%7B%22secret%22%3A%22${secret}%22%7D`, ['percent']],
    ['a query in HTML', `?a=1&amp;x=%7B&#x22;secret&#x22;:&#x22;${secret}&#x22;`, ['entities']],
  ])('%s', (_name, text, layers) => {
    const [found, ...more] = scan(text);
    expect([found?.secret.reveal(), found?.decodedFrom, more]).toEqual([secret, layers, []]);
    expect(pointedAt(text, found!)).toBe(secret);
  });
});

test('base64 whose lines are escaped line ends', () => {
  const secret = newToken();
  const digits = Buffer.from(`some text in front of it, then ${secret} and more of it behind\n`).toString(
    'base64',
  );
  const text = JSON.stringify({ data: digits.replace(/.{38}/g, '$&\n') });
  const [found, ...more] = scan(text);
  expect([found?.secret.reveal(), found?.decodedFrom, more]).toEqual([secret, ['escapes', 'base64'], []]);
});

test('a secret that stands there as it is, is found as it is', () => {
  const secret = newToken();
  const text = `{"a": "\\"${secret}\\"\\u0061"}`;
  expect(scan(text).map(({ decodedFrom, startColumn }) => [decodedFrom, startColumn])).toEqual([
    [[], text.indexOf(secret) + 1],
  ]);
});

test('two secrets whose encodings share a digit are two findings', () => {
  const [one, two] = [newToken(), newToken()];
  const text = Buffer.from(`${one}:${two}`).toString('base64');
  expect(scan(text).map((finding) => finding.secret.reveal())).toEqual([one, two]);
});

test('no deeper than the limit, which is named', () => {
  const secret = newToken();
  const wrap = (text: string, times: number): string =>
    times === 0 ? text : wrap(Buffer.from(`a few words, then ${text}`).toString('base64'), times - 1);
  for (const depth of [0, 1, 2, 3]) {
    const shallow = engineOf([token], { maxDecodeDepth: depth });
    for (const times of [0, 1, 2, 3, 4]) {
      const { findings, limits } = shallow.scan(chunkOf(wrap(secret, times)));
      expect(findings).toHaveLength(times <= depth ? 1 : 0);
      expect(limits).toHaveLength(depth > 0 && times > depth ? 1 : 0);
    }
  }
});
