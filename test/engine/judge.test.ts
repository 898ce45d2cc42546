import { expect, test } from 'vitest';
import { alphabets, pick, seededRandom } from '../../src/engine/checks/random.ts';
import { judgeValue } from '../../src/engine/judge.ts';

const random: [keyof typeof alphabets, number][] = [
  ['hex', 32],
  ['hex', 64],
  ['HEX', 40],
  ['alnum', 24],
  ['lowalnum', 32],
  ['upalnum', 32],
  ['base64', 44],
  ['base64url', 43],
  ['lowbase32', 52],
  ['alpha', 18],
  ['alpha', 32],
  ['lower', 20],
  ['upper', 22],
];

test.each(random)('random %s of %d characters passes, as a secret and as a password', (alphabet, length) => {
  const values = Array.from({ length: 200 }, (_, i) =>
    pick(seededRandom(`${alphabet} ${i}`), alphabets[alphabet], length),
  );
  const dropped = (kind: 'secret' | 'password') =>
    values.filter((value) => 'reason' in judgeValue(value, kind)).length;
  expect(dropped('secret')).toBeLessThanOrEqual(1);
  expect(dropped('password')).toBeLessThanOrEqual(1);
});

test('strings that are put together are judged as one', () => {
  const value = pick(seededRandom('joined'), alphabets.alnum, 32);
  const pieces = (joint: string) => [value.slice(0, 11), value.slice(11, 20), value.slice(20)].join(joint);
  for (const joint of ["' + '", '" . "', "'.'", '"\n  "'])
    expect(judgeValue(pieces(joint), 'secret')).toEqual(judgeValue(value, 'secret'));
  expect(judgeValue("access_' + 'token_' + 'response", 'secret')).toHaveProperty('reason');
});

test("a UUID beside a secret's name counts", () => {
  const random = seededRandom('uuid');
  const value = [8, 4, 4, 4, 12].map((size) => pick(random, alphabets.hex, size)).join('-');
  const counts = { confidence: 'medium' };
  expect(judgeValue(value, 'secret')).toEqual(counts);
  expect(judgeValue(value, 'password')).toEqual(counts);
  expect(judgeValue(Buffer.from(value).toString('base64'), 'secret')).toEqual(counts);
});

test.each([
  '123e4567-e89b-12d3-a456-426614174000',
  '11111111-2222-3333-4444-555555555555',
  '550E8400-E29B-41D4-A716-446655440000',
  'internationalization',
  'usernameandpassword',
  'Sicherheitsschluessel',
  'my-application-secret',
  'access_token_validation',
  'com.example.service.TokenProvider',
  'getAccessTokenSilently()',
  'this._isDead=!1',
  'salt1234',
  'key_1234',
  ']application[',
  '.g:ftp_user2.',
  'static:::1a:2b:3c:4d',
  'anonymous@example2',
  'scram-sha-256',
  'arn:aws:secretsmanager:eu-west-1',
  '/run/secrets/db_password',
  'request.headers.authorization',
  '2024.11.22.1',
  '%Y-%m-%dT%H:%M:%SZ',
  'WSTG-v42-ATHN-10',
  'idx_368a4209a76ed395',
  'ACS3-HMAC-SHA256',
  'PBKDF2WithHmacSHA256',
  'PBEWITHSHA256AND256BITAES-CBC-BC',
  'A128CBC-HS256',
  'AES/CBC/PKCS5Padding',
  'RSA/ECB/OAEPWithSHA-256AndMGF1Padding',
  'ECDH-ES+A256KW',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'sha256WithRSAEncryption',
  'RSASSA-PSS-SHA-256',
  'auth0.js:*:*:*:*:*:node.js:*:*',
  '%v:%v@tcp(%v:%v)/%v',
])('%s is no secret', (value) => {
  expect(judgeValue(value, 'secret')).toHaveProperty('reason');
});

test.each([
  'string',
  'required',
  '%d/%b/%Y:%H:%M',
  'getPassword',
  'DB_PASSWORD',
  'current-password',
  'user.password',
  'P4PASSWD',
  'root:.:0:0',
  '&nbsp;',
])('%s is no password', (value) => {
  expect(judgeValue(value, 'password')).toHaveProperty('reason');
});

test('a signature beside the key that made it is no secret', () => {
  const piece = (length: number) => pick(seededRandom(`${length}`), alphabets.base64url, length);
  expect(judgeValue(`${piece(40)}:${piece(27)}=`, 'secret')).toHaveProperty('reason');
  expect(judgeValue(`${piece(40)}:${piece(27)}`, 'secret')).toHaveProperty('confidence');
});

test.each(['admin', 'changeme123', 'my-password', 'example-app-secret', 'postgres'])(
  'base64 of %s is no secret',
  (text) => {
    const value = Buffer.from(text).toString('base64');
    expect(judgeValue(value, 'password')).toHaveProperty('reason');
  },
);

test.each(['orange', 'falcon', 'lisbon'])('a password that a person made of %s counts', (word) => {
  const random = seededRandom(word);
  const value = `${word[0]!.toUpperCase()}${word.slice(1)}${pick(random, alphabets.digits, 4)}!`;
  expect(judgeValue(value, 'password')).toHaveProperty('confidence');
});

test.each(['[', '('])('a password with %s and what closes it is no call', (open) => {
  const close = { '[': ']', '(': ')' }[open];
  const piece = (seed: string) => pick(seededRandom(seed), alphabets.alnum, 4);
  const value = `x${piece('a')}${open}${piece('b')}${close}${piece('c')}`;
  expect(judgeValue(value, 'password')).toHaveProperty('confidence');
});

test.each(['getPassword(user)', 'passwords[0].value', 'Passwörter', 'Contraseña', '==e.type?', '=e.type?'])(
  '%s stays no password',
  (value) => {
    expect(judgeValue(value, 'password')).toHaveProperty('reason');
  },
);

test.each(['candle-basket-51-maple', 'Purple.London.Eagle.42', 'falcon_maple_tunnel_8812'])(
  'the passphrase %s counts',
  (value) => {
    expect(judgeValue(value, 'password')).toHaveProperty('confidence');
  },
);

test.each([
  'input-password-field-12',
  'my-postgres-cluster-12',
  'rails-test-data-2024',
  'candle-basket-12-maple-3',
])('the name %s is no passphrase', (value) => {
  expect(judgeValue(value, 'password')).toHaveProperty('reason');
});

test('what a password of a URL stands for is judged', () => {
  const marks = `${pick(seededRandom('escaped'), alphabets.alnum, 10)}=<,(^|7`;
  expect(judgeValue(encodeURIComponent(marks), 'password')).toHaveProperty('confidence');
  expect(judgeValue('%24%7BPASSWORD%7D', 'password')).toHaveProperty('reason');
  expect(judgeValue('%3Cpassword1%3E', 'password')).toHaveProperty('reason');
});

test('longer random values are surer', () => {
  const confidences = [12, 64].map((length) => {
    const values = Array.from({ length: 100 }, (_, i) => pick(seededRandom(`${i}`), alphabets.alnum, length));
    return values.filter(
      (value) => 'high' === (judgeValue(value, 'secret') as { confidence?: string }).confidence,
    ).length;
  });
  expect(confidences[1]).toBeGreaterThan(confidences[0]!);
});
