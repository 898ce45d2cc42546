import { expect, test } from 'vitest';
import { canaryHost, canaryService } from '../../../src/engine/checks/canary.ts';
import { expandExample } from '../../../src/engine/examples.ts';
import { loadDirectory } from '../../../src/rules/directory.ts';
import { chunkOf, engineOf } from '../../helpers/engine.ts';

const keyId = (account: string) => ['AKIA', account, 'ABCDEFGH'].join('');
/** The published beginnings of keys that canarytokens.org made. */
const published = ['YVP4CIPP', 'QYLPMN5H'];

test.each(published)('a key whose id goes on with %s is a canary', (account) => {
  expect(canaryService(keyId(account))).toBe('canarytokens.org');
});

test.each([keyId('Y34FZKBO'), keyId('IOSFODNN'), 'a password', ''])(
  '%s is not known as a canary',
  (value) => {
    expect(canaryService(value)).toBeUndefined();
  },
);

test.each([
  ['https://k8s.canarytokens.com:6443', true],
  ['http://canarytokens.com/x/y/index.html', true],
  ['mysql://u:p@abc.canarytokens.org/db', true],
  ['https://canarytokens.com.example.org/', false],
  ['https://notcanarytokens.com/', false],
  ['# see canarytokens.org', false],
])('%s', (text, is) => {
  expect(canaryHost(text) !== undefined).toBe(is);
});

const wanted = ['aws', 'github', 'kubernetes', 'generic'];
const engine = engineOf(loadDirectory('rules').filter(({ provider }) => wanted.includes(provider)));
const canariesIn = (text: string) =>
  engine.scan(chunkOf(expandExample(text, undefined))).findings.map(({ rule, canary }) => [rule.id, canary]);

test('a pair with a canary key id is one, both halves', () => {
  const text = `AWS_ACCESS_KEY_ID=${keyId('YVP4CIPP')}\nAWS_SECRET_ACCESS_KEY=<base64:40>`;
  expect(canariesIn(text)).toEqual([
    ['aws-access-key-id', 'canarytokens.org'],
    ['aws-secret-access-key', 'canarytokens.org'],
  ]);
});

test('what belongs to a URL of a canary service is one', () => {
  expect(canariesIn('url = "https://deploy:<alnum:20>@x1.canarytokens.com/repo.git"')).toEqual([
    ['basic-auth-url', 'canarytokens.org'],
  ]);
});

test('the token of a kubeconfig whose server is a canary is one', () => {
  const text =
    'clusters:\n- cluster:\n    server: https://x1.canarytokens.com:6443\n  name: k\nusers:\n- name: k\n  user:\n    token: <alnum:40>';
  expect(canariesIn(text)).toEqual([['kubernetes-kubeconfig-token', 'canarytokens.org']]);
});

test('a comment keeps no provider from being asked', () => {
  const text =
    '# https://canarytokens.com/\nAWS_ACCESS_KEY_ID=AKIAZ<base32:15>\nAWS_SECRET_ACCESS_KEY=<base64:40>';
  expect(canariesIn(text)).toContainEqual(['aws-secret-access-key', undefined]);
});
