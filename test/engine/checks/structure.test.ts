import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/engine/checks/random.ts';
import { checks } from '../../../src/engine/checks/registry.ts';

const make = (check: string, form = '') => checks[check]!.make(seededRandom('structure'), form);
const base64url = (text: string) => Buffer.from(text).toString('base64url');

describe('private keys', () => {
  const labels = ['RSA PRIVATE KEY', 'PRIVATE KEY', 'EC PRIVATE KEY', 'OPENSSH PRIVATE KEY'];

  test.each(labels)('%s is read however its lines are written', (label) => {
    const lines = make('pem', label).split('\n');
    const layouts = [
      lines.join('\r\n'),
      lines.join('\\n'),
      lines.join('\\\\n'),
      lines.join(' '),
      lines.join('\n    '),
      lines.join('\n+'),
      lines.join('\n# '),
      lines.join('\n// '),
      lines.join('\\n" +\n  "'),
      lines.join("\\n'\n  '"),
      lines.join('&#10;'),
    ];
    for (const text of layouts) expect(checks.pem!.valid(text)).toBe(true);
  });

  test('what stands between its lines may be long', () => {
    const [head, ...lines] = make('pem', 'RSA PRIVATE KEY').split('\n');
    const fillers = [
      '\n'.repeat(30_000),
      `"${'\n'.repeat(30_000)}`,
      '\\'.repeat(60_000),
      `"${' . \n'.repeat(9000)}`,
    ];
    for (const filler of fillers) expect(checks.pem!.valid([head + filler, ...lines].join('\n'))).toBe(true);
  });

  test.each(labels)('%s cut in the middle is none', (label) => {
    const lines = make('pem', label).split('\n');
    lines.splice(2, 1, '...');
    expect(checks.pem!.valid(lines.join('\n'))).toBe(false);
  });

  test('a key with a passphrase and one without are never taken for each other', () => {
    for (const label of ['RSA PRIVATE KEY', 'OPENSSH PRIVATE KEY']) {
      expect(checks.pem!.valid(make('pem-encrypted', label))).toBe(false);
      expect(checks['pem-encrypted']!.valid(make('pem', label))).toBe(false);
    }
    expect(checks.pgp!.valid(make('pgp-encrypted'))).toBe(false);
    expect(checks['pgp-encrypted']!.valid(make('pgp'))).toBe(false);
  });

  test('a PGP block may leave its checksum out, but not have a wrong one', () => {
    const lines = make('pgp').split('\n');
    expect(checks.pgp!.valid(lines.toSpliced(-2, 1).join('\n'))).toBe(true);
    expect(checks.pgp!.valid(lines.toSpliced(-2, 1, '=AAAA').join('\n'))).toBe(false);
  });

  test('a public key in the same armour is none', () => {
    const certificate = Buffer.from([0x30, 0x06, 0x30, 0x01, 0x00, 0x03, 0x01, 0x00]).toString('base64');
    expect(checks.pem!.valid(`-----BEGIN PRIVATE KEY-----\n${certificate}\n-----END PRIVATE KEY-----`)).toBe(
      false,
    );
  });
});

describe('JSON web tokens', () => {
  const header = base64url('{"alg":"HS256","typ":"JWT"}');
  const claims = base64url('{"sub":"a"}');
  const signature = base64url('s'.repeat(32));

  test.each([
    ['right', [header, claims, signature], true],
    ['with a short signature', [header, claims, 'c2lnbmF0dXJl'], false],
    ['with a payload that is no JSON', [header, base64url('hello'), signature], false],
    ['with a header that names no algorithm', [base64url('{"typ":"JWT"}'), claims, signature], false],
    ['without a signature by its own word', [base64url('{"alg":"none"}'), claims, signature], false],
    ['of five parts', [header, claims, signature, signature, signature], false],
  ])('one %s', (_, parts, valid) => {
    expect(checks.jwt!.valid(parts.join('.'))).toBe(valid);
  });
});

test('a GitLab token behind an instance prefix counts with and without it', () => {
  const whole = make('gitlab-routable', 'acme-glpat-');
  expect(checks['gitlab-routable']!.valid(whole)).toBe(true);
  expect(checks['gitlab-routable']!.valid(whole.slice('acme-'.length))).toBe(false);
  expect(checks['gitlab-routable']!.valid(`token-${make('gitlab-routable', 'glpat-')}`)).toBe(true);
});

test('an Atlassian token is the same in a URL and in a properties file', () => {
  const token = make('atlassian-crc', 'ATCTT3xFfGN0');
  expect(checks['atlassian-crc']!.valid(token.replace('=', '%3D'))).toBe(true);
  expect(checks['atlassian-crc']!.valid(token.replace('=', '\\='))).toBe(true);
});

test('a macaroon whose signature is cut is no upload token', () => {
  const token = make('pypi-macaroon');
  expect(checks['pypi-macaroon']!.valid(token.slice(0, -4))).toBe(false);
});

test('base64 that decodes to no object is no token', () => {
  expect(checks['base64-json']!.valid(`glc_${base64url('["a","b"]')}`)).toBe(false);
  expect(checks['base64-json']!.valid(make('base64-json', 'sntrys_').concat('_', 'a'.repeat(43)))).toBe(true);
});

test.each([
  ['svc:Tq4', 'a password too short to be one', false],
  ['user:password', "documentation's own", false],
  ['no pair at all', 'no colon', false],
  ['svc:k4-Zw_91', 'a pair', true],
])('basic credentials of %s: %s', (text, _, valid) => {
  expect(checks['basic-credentials']!.valid(Buffer.from(text).toString('base64'))).toBe(valid);
});

test('a DER key counts without its BEGIN and END lines', () => {
  const body = make('pem', 'PRIVATE KEY').split('\n').slice(1, -1).join('');
  expect(checks.pem!.valid(body)).toBe(true);
  expect(checks.pem!.valid(body.slice(4))).toBe(false);
});
