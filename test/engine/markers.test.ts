import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { chunkOf, engineOf } from '../helpers/engine.ts';
import { ruleWith } from '../verify/findings.ts';

const rule = ruleWith(undefined, {
  pattern: '(?:acme_key\\s*=\\s*"?)?(?<secret>acme_[a-z0-9]{20})',
});
const block = ruleWith(undefined, {
  id: 'acme-block',
  provider: 'blocks',
  pattern: '(?<secret>BEGIN ACME[\\s\\S]{1,200}?END ACME)',
});
const word = ruleWith(undefined, {
  id: 'acme-word',
  pattern: 'word=(?<secret>[^\\n]{20,200})',
});
const engine = engineOf([rule, block, word]);
const digits = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A made-up token of the rule, another one for each seed. */
function token(seed: number): string {
  const random = seededRandom(`marker ${seed}`);
  const drawn = Array.from({ length: 20 }, () => digits[Math.floor(random() * digits.length)]);
  return `acme_${drawn.join('')}`;
}

const secret = token(1);

/** The markers of what is found in lines, `S` being a secret. */
function markersIn(lines: readonly string[], more: Partial<ReturnType<typeof chunkOf>> = {}) {
  const text = lines.join('\n').replaceAll('S', secret);
  return engine.scan({ ...chunkOf(text), ...more }).findings.map(({ marker }) => marker);
}

describe('on the line', () => {
  test.each([
    ['key = "S" # leakgate:allow', 'leakgate:allow'],
    ['key = "S" // gitleaks:allow', 'gitleaks:allow'],
    ['key = "S" #gitleaks:allow', 'gitleaks:allow'],
    ['/* betterleaks:allow */ key = "S"', 'betterleaks:allow'],
    ['key = "S" ; trufflehog:ignore', 'trufflehog:ignore'],
    ['key = "S" # pragma: allowlist secret', 'pragma: allowlist secret'],
    ['key = "S" <!-- pragma: whitelist secret -->', 'pragma: whitelist secret'],
    ['key = "S" // secretlint-disable-line', 'secretlint-disable-line'],
    ['{"_": "leakgate:allow", "token": "S"}', 'leakgate:allow'],
  ])('%s', (line, name) => {
    expect(markersIn(['before', line, 'after'])).toEqual([{ name, line: 2 }]);
  });
});

describe('on the line before', () => {
  test.each([
    ['# leakgate:allow-next-line', 'leakgate:allow-next-line'],
    ['// pragma: allowlist nextline secret', 'pragma: allowlist nextline secret'],
    ['/* secretlint-disable-next-line */', 'secretlint-disable-next-line'],
  ])('%s', (line, name) => {
    expect(markersIn([line, 'key = "S"', 'key = "S"'])).toEqual([{ name, line: 1 }, undefined]);
    expect(markersIn([line, '', 'key = "S"'])).toEqual([undefined]);
    expect(markersIn([`key = "S" ${line}`])).toEqual([undefined]);
  });
});

describe('no marker', () => {
  test.each([
    'key = "S" # leakgate:allowed',
    'key = "S" # leakgate:allow-',
    'key = "S" # notgitleaks:allow',
    'key = "S" # pragma: secret',
    'key = "S" # trufflehog:ignored',
    'key = "S" # secretlint-disable-all',
    'key = "S" # secretlint-enable',
    'key = "S" # LEAKGATE:ALLOW',
  ])('%s', (line) => {
    expect(markersIn([line])).toEqual([undefined]);
  });

  test.each(['# leakgate:allow', '# gitleaks:allow', '# trufflehog:ignore'])(
    '%s on the line before',
    (line) => {
      expect(markersIn([line, 'key = "S"'])).toEqual([undefined]);
    },
  );

  test('in a path', () => {
    expect(markersIn(['a S gitleaks:allow'], { where: 'path' })).toEqual([undefined]);
  });
});

describe('rules and reasons', () => {
  test.each([
    ['# leakgate:allow acme-token', {}],
    ['# leakgate:allow acme', {}],
    ['# leakgate:allow other, acme-token', {}],
    ['# leakgate:allow other', { forOthers: true }],
    ['# leakgate:allow -- of the sandbox', { reason: 'of the sandbox' }],
    ['# leakgate:allow acme-token -- a -- b', { reason: 'a -- b' }],
    ['<!-- leakgate:allow acme-token -- of the sandbox -->', { reason: 'of the sandbox' }],
    ['<!-- leakgate:allow -->', {}],
    ['/* leakgate:allow -- why */ and more', { reason: 'why' }],
    ['# leakgate:allow --', {}],
    ['# leakgate:allow -- причина', { reason: 'причина' }],
    ['# leakgate:allow a test token', { forOthers: true }],
  ])('%s', (comment, more) => {
    expect(markersIn([`"S" ${comment}`])).toEqual([{ name: 'leakgate:allow', line: 1, ...more }]);
  });

  test('of two the one that is for the rule counts', () => {
    expect(markersIn(['"S" leakgate:allow other # gitleaks:allow -- yes'])).toMatchObject([
      { name: 'gitleaks:allow' },
    ]);
  });

  test.each([
    ['@secretlint/secretlint-rule-acme', {}],
    ['@secretlint/secretlint-rule-preset-recommend', {}],
    ['@secretlint/secretlint-rule-slack', { forOthers: true }],
  ])('secretlint-disable-line %s', (name, more) => {
    expect(markersIn([`"S" // secretlint-disable-line ${name}`])).toEqual([
      { name: 'secretlint-disable-line', line: 1, ...more },
    ]);
  });

  test('a secret in a reason is masked', () => {
    const other = token(2);
    const [marker] = markersIn([`"S" leakgate:allow -- instead of ${other} now`]);
    expect(marker!.reason).toBe('instead of acme_…(25) now');
  });
});

describe('blocks of secretlint', () => {
  const off = { name: 'secretlint-disable', line: 2 };
  test('from disable to enable', () => {
    const lines = ['S', '// secretlint-disable', 'S', '// secretlint-enable', 'S'];
    expect(markersIn(lines)).toEqual([undefined, off, undefined]);
  });

  test('to the end of the file', () => {
    expect(markersIn(['S', '// secretlint-disable', 'S', 'S'])).toEqual([undefined, off, off]);
  });

  test('for some rules only', () => {
    const named = (name: string) => `/* secretlint-disable @secretlint/secretlint-rule-${name} */`;
    expect(markersIn(['', named('acme'), 'S'])).toEqual([off]);
    expect(markersIn(['', named('slack'), 'S'])).toEqual([undefined]);
    const enabled = '// secretlint-enable @secretlint/secretlint-rule-slack';
    expect(markersIn(['', '// secretlint-disable', enabled, 'S'])).toEqual([off]);
  });

  test('too many to be meant do not count', () => {
    expect(markersIn([...Array(1100).fill('// secretlint-disable'), 'S'])).toEqual([undefined]);
  });
});

describe('a secret of several lines', () => {
  const lines = ['BEGIN ACME', 'x', 'y', 'END ACME'];
  const marker = (line: number, name = 'leakgate:allow') => ({ name, line });
  test.each([
    [
      'before its first line',
      ['# leakgate:allow-next-line', ...lines],
      marker(1, 'leakgate:allow-next-line'),
    ],
    [
      'on its first line',
      ['leakgate:allow BEGIN ACME'.replace('allow ', 'allow" '), ...lines.slice(1)],
      marker(1),
    ],
    ['on its last line', [...lines.slice(0, 3), 'END ACME # leakgate:allow'], marker(4)],
    ['on the line after', [...lines, '# leakgate:allow'], undefined],
    ['inside of it', ['BEGIN ACME', 'x # leakgate:allow', 'END ACME'], undefined],
    [
      'inside of it, for the next line',
      ['BEGIN ACME', '# leakgate:allow-next-line', 'x', 'END ACME'],
      undefined,
    ],
  ])('%s', (_name, text, expected) => {
    expect(markersIn(text)).toEqual([expected]);
  });
});

test('a marker inside of the secret is a part of it', () => {
  const own = (mark: string) => `word=k7Gq2 ${mark} Xw93hT5`;
  expect(markersIn([own('leakgate:allow')])).toEqual([undefined]);
  expect(markersIn([own('leakgate:allow-next-line'), 'S'])).toEqual([undefined, undefined]);
  expect(markersIn([own('secretlint-disable'), 'x', 'S'])).toEqual([undefined, undefined]);
});

test('a marker on the first line of a match whose secret is further down', () => {
  expect(markersIn(['acme_key = # not', 'S'])).toEqual([undefined]);
  expect(markersIn(['acme_key =', '"S" # gitleaks:allow'])).toEqual([{ name: 'gitleaks:allow', line: 2 }]);
  expect(markersIn(['# leakgate:allow-next-line', 'acme_key =', '"S"'])).toMatchObject([{ line: 1 }]);
});

test('lines are those of the file in a chunk that begins later', () => {
  expect(markersIn(['x', 'S # leakgate:allow'], { firstLine: 100 })).toEqual([
    { name: 'leakgate:allow', line: 101 },
  ]);
});

test('CRLF, CR alone, and text that is not UTF-8', () => {
  expect(markersIn(['S # leakgate:allow -- why\r', 'S\r'])).toMatchObject([{ reason: 'why' }, undefined]);
  expect(markersIn(['S # leakgate:allow\rS'])).toMatchObject([{ line: 1 }, undefined]);
  const bytes = Buffer.concat([Buffer.from([0xe9, 0x20]), Buffer.from(`${secret} # leakgate:allow`)]);
  expect(engine.scan(chunkOf(bytes)).findings[0]!.marker).toMatchObject({ line: 1 });
});
