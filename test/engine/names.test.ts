import { expect, test } from 'vitest';
import { alphabets, pick, seededRandom } from '../../src/engine/checks/random.ts';
import { loadDirectory } from '../../src/rules/directory.ts';
import { chunkOf, engineOf } from '../helpers/engine.ts';

const rules = loadDirectory('rules').filter(({ provider }) => provider === 'generic');
const engine = engineOf(rules);
const value = pick(seededRandom('name'), alphabets.alnum, 40);
const found = (text: string) => engine.scan(chunkOf(text)).findings.length;

test.each(['access_token', 'secret_key', 'clientSecret'])('%s names a secret', (name) => {
  expect(found(`${name} = "${value}"`)).toBe(1);
});

test.each([
  'csrf_token',
  'authenticityToken',
  'nextPageToken',
  'continuation_token',
  'max_tokens',
  'releaseManagerKey',
  'gpg_key',
  'clientRequestToken',
  'ChangeToken',
  'cart_token',
  'Sec-WebSocket-Key',
  'DkimTokens',
  'nextForwardToken',
  'encrypted_key',
  'encryptedDataKey',
  'allowed_credentials',
])('%s does not', (name) => {
  expect(found(`${name} = "${value}"`)).toBe(0);
});

test.each([
  ['test results', (line: string) => `PASS: ${line}\nXPASS: ${line}\n--- PASS: ${line}\n`, 0],
  [
    'a list of changes',
    (line: string) => `* a.c (get_passphrase): ${line}\n(password): ${line}\n(a, get_secret): ${line}\n`,
    0,
  ],
  ['an environment', (line: string) => `env:\n  PASS: ${line}\n`, 1],
  ['a file of settings', (line: string) => `PASS=${line}\n`, 1],
])('what is behind PASS in %s', (_, textOf, count) => {
  expect(found(textOf('q7Rk2Vw9Zt4Lm8'))).toBe(count);
});

test.each([
  'tu_clave_api_0123',
  'votre-token-secret-1',
  'dein_passwort_4711',
  'sua_senha_2024',
  'jouw-wachtwoord-12',
  'twoj-token-1234',
])('%s stands for a secret', (sample) => {
  expect(found(`password = "${sample}"\napi_key = "${sample}"`)).toBe(0);
});

test.each([
  `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${value}`,
  `"arn:aws:secretsmanager:*:*:secret:${value.slice(0, 14)}"`,
  `{ "AWS::ApiGateway::ApiKey": "${value.slice(0, 16)}" }`,
  `https://files.corp.example.net/cat.png?alt=media&token=${value}`,
  `?X-Amz-Expires=900&X-Amz-Credential=${value}%2F20240101%2Feu-west-1`,
  'int32_t token, nghttp3_rcbuf *name',
  `api_key = "${value}xxxx"`,
  `tls.key: ${Buffer.from('-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----').toString('base64')}`,
])('%s holds no secret', (line) => {
  expect(found(line)).toBe(0);
});
