import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/engine/checks/random.ts';
import { compileRule } from '../../../src/engine/compiler/compile.ts';
import { buildTables } from '../../../src/engine/compiler/tables.ts';
import type { Kernel } from '../../../src/engine/kernel/kernel.ts';
import { spotKind, spotPosition } from '../../../src/engine/kernel/spot.ts';
import { createTwin } from '../../../src/engine/kernel/twin.ts';
import { compileKernel } from '../../helpers/kernel.ts';

const patterns = [
  '\\b(?<secret>acme_[a-z]{5})\\b',
  'token["\']?\\s*[:=]\\s*["\'](?<secret>[0-9a-z]{9})["\']',
  '"(?<secret>[0-9a-f]{8}-us[0-9])',
  '[0-9a-f]{3}-key"?=(?<secret>[a-z]{3,9})"',
];
const tables = buildTables(patterns.map((pattern) => compileRule({ pattern })));

let wasm: Kernel;
beforeAll(async () => {
  wasm = (await compileKernel())(tables);
});
const twin = createTwin(tables);

/** Spots as sorted text, each once, for comparing. */
function spots(kernel: Kernel, bytes: Uint8Array, regions?: Uint32Array): string[] {
  return [
    ...new Set(kernel.find(bytes, regions).spots.map((spot) => `${spotPosition(spot)} ${spotKind(spot)}`)),
  ].sort();
}

const sentence = 'a sentence of plain words, in ASCII';
const wide = (text: string) => Buffer.from(text, 'utf16le').toString('latin1');
const encoded: [string, string, string, number][] = [
  ['UTF-16', 'wide', `${wide('the token: acme_abcde\r\n')}`, 0],
  ['UTF-16 behind a zero', 'wide', `\x01\0${wide('acme_abcdef')}`, 2],
  ['UTF-16 behind words that are too short', 'wide', wide('a few words, then acme_abcde'), 0],
  ['base64', 'base64', Buffer.from(sentence).toString('base64'), 0],
  ['base64url', 'base64', Buffer.from('çà et là, où ça: naïvement').toString('base64url'), 0],
  ['base64 of UTF-16', 'base64', Buffer.from(sentence, 'utf16le').toString('base64'), 0],
  ['base64 of gzip', 'base64', `H4sI${'A'.repeat(20)}`, 0],
  ['base64 of zlib', 'base64', `eNo${'A'.repeat(21)}`, 0],
  ['base64 behind a path', 'base64', `/a/path_to-it/${Buffer.from(sentence).toString('base64')}`, 14],
  ['base64 behind a line escape', 'base64', `\\n${Buffer.from(sentence).toString('base64')}`, 2],
  ['hex', 'hex', Buffer.from(sentence).toString('hex'), 0],
  ['an escape in front of a literal', 'escape', '\\nacme_abcde', 0],
  ['percent in front of a literal', 'escape', '%3Dacme_abcde', 0],
  ['an entity inside of a match', 'escape', 'token&quot;: ', 5],
  ['an escaped quote inside of a match', 'escape', 'token\\": ', 5],
  ['a soft line break inside of a match', 'escape', 'acme_ab=\n', 7],
  ['an escaped quote before a literal', 'escape', '\\x220123456f-us7', 0],
  ['a literal of escapes', 'escape', '\\u0061', 0],
  ['a literal of escapes in braces', 'escape', '\\u{61}', 0],
  ['a literal of entities', 'escape', '&#95;', 0],
  ['a literal of percent escapes', 'escape', '%5f', 0],
  ['an equals sign in quoted-printable', 'escape', '=3D', 0],
];

describe.each(encoded)('%s', (_name, kind, text, at) => {
  test('is a spot at every offset from the start and the end of a text', () => {
    for (let offset = 0; offset < 140; offset++) {
      for (const tail of [0, 1, 63]) {
        const bytes = Buffer.from(`${' '.repeat(offset)}${text}${' '.repeat(tail)}`);
        expect(spots(twin, bytes)).toContain(`${offset + at} ${kind}`);
        expect(spots(wasm, bytes)).toEqual(spots(twin, bytes));
      }
    }
  });
});

test.each([
  ['random bytes', Buffer.from('8f3a9c0d5b7e1f2a6c4d8e9b0a1f3c5d7e9fb2c4d6e8f0a1', 'hex').toString('base64')],
  ['a hash', '8f3a9c0d5b7e1f2a6c4d8e9b0a1f3c5d7e9fb2c4'],
  ['a name', 'aVeryLongNameOfAFunctionThatDoesOneThing'],
  ['a path', '/usr/share/some-package/lib/dist/node_modules/another_package'],
  ['short words of UTF-16', `x${wide('in words of\tUTF-16, not\nreal ones')}`],
  ['numbers of four bytes', 'a\0\0\0'.repeat(40)],
  ['a rule', '='.repeat(40) + '-'.repeat(40) + '_'.repeat(40) + '/'.repeat(40)],
])('%s is no spot', (_name, text) => {
  expect(spots(twin, Buffer.from(text))).toEqual([]);
});

test('both kernels see the same spots in random pieces', () => {
  const random = seededRandom('spots');
  const pieces = [
    'token',
    'acme_',
    '"',
    '\\"',
    '\\n',
    '%3D',
    '&quot;',
    '=3D',
    '=\n',
    'YWJj',
    'H4sI',
    'eJy',
    'eNp',
    'IGRl',
    '_',
    '/',
    '61',
    '6f',
    '-us',
    '-key',
    '0f1',
    '=',
    '\0',
    'a\0b\0c\0d\0',
    wide('acme_ab'),
    wide('some words'),
    wide('\r\n'),
  ];
  for (let round = 0; round < 400; round++) {
    const text = Array.from({ length: 90 }, () => pieces[Math.floor(random() * pieces.length)]).join('');
    expect(spots(wasm, Buffer.from(text))).toEqual(spots(twin, Buffer.from(text)));
  }
});

test('more spots than the module has room for at once', () => {
  const bytes = Buffer.from(
    `${Buffer.from(sentence).toString('base64')} %61 ${wide('acme_abcdef')}`.repeat(9000),
  );
  expect(spots(wasm, bytes)).toEqual(spots(twin, bytes));
  expect(spots(twin, bytes)).toHaveLength(27_000);
});

describe('a run that a region begins inside of is seen from its start', () => {
  const digits = Buffer.from(`${sentence}. `.repeat(20)).toString('base64');
  const wrapped = digits.replace(/.{62}/g, '$&\r\n    ');
  test.each([
    ['one line', digits, [700, 720]],
    ['wrapped lines', wrapped, [700, 720]],
    ['two regions in it', wrapped, [100, 200, 700, 720]],
    ['a region before that ends in its first digits', wrapped, [0, 22, 700, 720]],
  ])('%s', (_name, text, regions) => {
    const bytes = Buffer.from(`key: ${text}`);
    expect(spots(wasm, bytes, Uint32Array.from(regions))).toContain('5 base64');
  });
});
