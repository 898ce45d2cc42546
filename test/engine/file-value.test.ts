import { expect, test } from 'vitest';
import { engineOf } from '../../scripts/accuracy/provider-samples.ts';
import { chunkOf } from '../../scripts/accuracy/surroundings.ts';
import { alphabets, pick, seededRandom } from '../../src/engine/checks/random.ts';
import type { ScanResult } from '../../src/engine/scan.ts';
import { loadDirectory } from '../../src/rules/directory.ts';

const engine = engineOf(loadDirectory('rules'));
const random = seededRandom('file value');
const hex = pick(random, alphabets.hex, 32);
const password = `${pick(random, alphabets.alnum, 15)}7`;

const found = (path: string, text: string) =>
  (engine.scan(chunkOf(Buffer.from(text), path)) as ScanResult).findings.map(({ secret, start, end }) => [
    secret.reveal(),
    start,
    end,
  ]);

test.each([
  ['config/master.key', hex],
  ['config/credentials/production.key', hex],
  ['.vault_pass', password],
  ['vault-password-file', password],
  ['secrets/db_password.txt', password],
  ['secret_key_base', hex],
  ['.erlang.cookie', pick(random, alphabets.upper, 20)],
  ['etc/ldap.secret', password],
])('%s', (path, secret) => {
  expect(found(path, `${secret}\n`)).toEqual([[secret, 0, secret.length]]);
});

test('the place of a secret behind a byte order mark and an empty line', () => {
  expect(found('token', `\ufeff\n${hex}\n`)).toEqual([[hex, 4, 36]]);
});

test.each(['openvpn/auth.txt', 'etc/openvpn/login.conf', 'vpn', 'credentials'])(
  'user and password: %s',
  (path) => {
    expect(found(path, `alice.miller\r\n${password}\r\n`)).toEqual([[password, 14, 30]]);
  },
);

test.each([
  ['a name that says nothing', 'data.txt', hex],
  ['several lines', 'master.key', `${hex}\n${hex}\n`],
  ['a user and a password under a name that says nothing', 'data.txt', `alice\n${password}\n`],
  ['a user and a placeholder', 'auth.txt', 'alice\nchangeme\n'],
  ['more than a user and a password', 'auth.txt', `alice\n${password}\nend\n`],
  ['a path that is not known yet', '', hex],
  ['a public key', 'public.key', hex],
  ['a placeholder', 'password.txt', 'changeme'],
])('none: %s', (_name, path, text) => {
  expect(found(path, text)).toEqual([]);
});
