import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/engine/checks/random.ts';
import { checks } from '../../../src/engine/checks/registry.ts';
import { expandExample } from '../../../src/engine/examples.ts';

const forms: [check: string, form: string][] = [
  ['atlassian-crc', 'ATBB'],
  ['atlassian-crc', 'ATATT3xFfGF0'],
  ['azure-cask', 'AZDO'],
  ['azure-devops-legacy', 'user'],
  ['azure-devops-legacy', 'application'],
  ['azure-entra', ''],
  ['azure-key', '+ASt'],
  ['base58-check', 'xprv'],
  ['base58-check', 'zprv'],
  ['base58-check', 'L'],
  ['base58-check', '5'],
  ['base58-check', 'edsk'],
  ['base58-check-xrp', 's'],
  ['base64-json', 'glc_'],
  ['basic-credentials', ''],
  ['base64-json', 'eyJrIjoi'],
  ['base64-json', 'eyJhIjoi'],
  ['base64-secret', ''],
  ['bech32', 'AGE-SECRET-KEY-1'],
  ['bech32-lower', 'nsec1'],
  ['bip39', '12'],
  ['bip39', '24'],
  ['clerk-publishable', 'pk_live_'],
  ['cloudflare-crc', 'cfut_'],
  ['crates-xor', 'cio_tp_'],
  ['crc32-base62', 'npm_'],
  ['crc32-base62-of-37', 'polar_oat_'],
  ['discord-bot', 'bot'],
  ['gitlab-routable', 'glpat-'],
  ['gitlab-routable', 'glpat- 1'],
  ['gitlab-routable', 'glrt-t1_'],
  ['gitlab-routable', 'acme-glpat-'],
  ['grafana-crc', 'glsa_'],
  ['jwt', 'HS256'],
  ['jwt', 'RS256'],
  ['jwt', 'RS256 kubernetes.io'],
  ['jwt', 'EdDSA'],
  ['matrix-crc', 'syt_'],
  ['pem', 'RSA PRIVATE KEY'],
  ['pem', 'RSA PRIVATE KEY, escaped'],
  ['pem', 'EC PRIVATE KEY'],
  ['pem', 'DSA PRIVATE KEY'],
  ['pem', 'PRIVATE KEY'],
  ['pem', 'OPENSSH PRIVATE KEY'],
  ['pem-encrypted', 'RSA PRIVATE KEY'],
  ['pem-encrypted', 'ENCRYPTED PRIVATE KEY'],
  ['pem-encrypted', 'OPENSSH PRIVATE KEY'],
  ['pgp', ''],
  ['pgp', 'escaped'],
  ['pgp-encrypted', ''],
  ['pypi-macaroon', ''],
  ['supabase-anon', ''],
  ['supabase-demo', ''],
  ['supabase-service-role', ''],
  ['stellar-seed', ''],
  ['swarm-join', ''],
];

describe('every check', () => {
  test('has a form here', () => {
    expect(new Set(forms.map(([name]) => name))).toEqual(new Set(Object.keys(checks)));
  });

  test.each(forms)('%s accepts what it makes of "%s"', (name, form) => {
    for (const seed of ['a', 'b', 'c', 'd', 'e', 'f']) {
      expect(checks[name]!.valid(checks[name]!.make(seededRandom(seed), form))).toBe(true);
    }
  });

  test.each(forms.filter(([name]) => name !== 'basic-credentials'))(
    '%s refuses a spoilt "%s"',
    (name, form) => {
      const wrong = expandExample(`<wrong:${form}>`, name);
      expect(checks[name]!.valid(wrong)).toBe(false);
    },
  );
});

const signatures = [
  '+ASb',
  '+AEh',
  '+ARm',
  'ACDb',
  '+ABa',
  'APIM',
  '+AMC',
  'AzCa',
  'AIoT',
  'AzSe',
  '+ACR',
  'AzFu',
];

test.each(signatures)('azure-key knows the checksum of %s but does not insist on it', (signature) => {
  const key = checks['azure-key']!.make(seededRandom('key'), signature);
  expect(checks['azure-key']!.valid(key)).toBe(true);
  expect(checks['azure-key']!.valid(`${key[0] === 'A' ? 'B' : 'A'}${key.slice(1)}`)).toBeUndefined();
});
