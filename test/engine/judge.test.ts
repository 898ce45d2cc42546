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
];

test.each(random)('random %s of %d characters passes, as a secret and as a password', (alphabet, length) => {
  const values = Array.from({ length: 200 }, (_, i) =>
    pick(seededRandom(`${alphabet} ${i}`), alphabets[alphabet], length),
  );
  const dropped = (kind: 'secret' | 'password') => values.filter((value) => judgeValue(value, kind)).length;
  expect(dropped('secret')).toBeLessThanOrEqual(1);
  expect(dropped('password')).toBeLessThanOrEqual(1);
});

test.each([
  'my-application-secret',
  'access_token_validation',
  'com.example.service.TokenProvider',
  'getAccessTokenSilently()',
  'arn:aws:secretsmanager:eu-west-1',
  '/run/secrets/db_password',
  'request.headers.authorization',
  '2024.11.22.1',
])('%s is no secret', (value) => {
  expect(judgeValue(value, 'secret')).toBeDefined();
});

test.each(['string', 'required', 'getPassword', 'DB_PASSWORD', 'current-password', 'user.password'])(
  '%s is no password',
  (value) => {
    expect(judgeValue(value, 'password')).toBeDefined();
  },
);
