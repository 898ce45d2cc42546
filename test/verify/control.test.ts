import { expect, test } from 'vitest';
import { seededRandom } from '../../src/engine/checks/random.ts';
import { checks } from '../../src/engine/checks/registry.ts';
import { controlSecret } from '../../src/verify/control.ts';

const random = seededRandom('control');

test('a made-up token has the prefix and the checksum of the real one', () => {
  const prefix = ['gh', 'p_'].join('');
  const real = checks['crc32-base62']!.make(random, prefix);
  const made = controlSecret({ check: 'crc32-base62', prefix }, real);
  expect(made).not.toBe(real);
  expect(made.startsWith(prefix)).toBe(true);
  expect(checks['crc32-base62']!.valid(made)).toBe(true);
});

test.each([
  ['abcdef0123456789abcdef01', /^[0-9a-f]{24}$/],
  ['tok_Abc9-Xyz7_qwe', /^tok_[A-Z][a-z]{2}\d-[A-Z][a-z]{2}\d_[a-z]{3}$/],
  ['https://hooks.acme.example/T1/abcdefgh', /^https:\/\/hooks\.acme\.example\/[A-Z]\d\/[a-z]{8}$/],
  ['sv=2024-01-01&sp=r&sig=abcdefgh%2Fi%3D', /^sv=2024-01-01&sp=r&sig=[a-z]{8}%2F[a-z]%3D$/],
])('%s keeps its shape', (real, shape) => {
  const made = controlSecret({}, real);
  expect(made).toMatch(shape);
  expect(made).not.toBe(real);
});

test('a JWT keeps its claims and loses its signature; JSON keeps its keys', () => {
  const real = checks.jwt!.make(random, 'HS256');
  const made = controlSecret({ check: 'none-of-ours' }, real);
  expect(made.split('.').slice(0, 2)).toEqual(real.split('.').slice(0, 2));
  expect(made).not.toBe(real);
  const file = JSON.stringify({ type: 'service_account', private_key_id: '0123456789abcdef0123' });
  expect(JSON.parse(controlSecret({}, file))).toEqual({
    type: 'service_account',
    private_key_id: expect.stringMatching(/^[0-9a-f]{20}$/),
  });
});
