import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { pick, seededRandom } from '../../src/engine/checks/random.ts';
import { checks } from '../../src/engine/checks/registry.ts';
import type { OfflineReader } from '../../src/rules/verify-schema.ts';
import { readOffline } from '../../src/verify/offline/registry.ts';

const now = Date.UTC(2026, 0, 1);
const random = seededRandom('offline');
const read = (reader: OfflineReader, secret: string, parts: Record<string, string> = {}) =>
  readOffline([reader], new Map(Object.entries({ secret, ...parts })), now);

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwtOf = (claims: object) => `${encode({ alg: 'HS256' })}.${encode(claims)}.${'a'.repeat(43)}`;

describe('jwt', () => {
  test('tells owner, rights, issuer and expiry', () => {
    const token = jwtOf({
      sub: '7',
      email: 'a@b.example',
      scope: 'read write',
      iss: 'https://i',
      exp: now / 1000 + 60,
    });
    expect(read('jwt', token)).toEqual({
      account: { id: '7', name: 'a@b.example' },
      scopes: ['read', 'write'],
      expiry: '2026-01-01T00:01:00.000Z',
      notes: ['It was issued by https://i.'],
    });
  });

  test.each([
    [now / 1000 - 3600, true],
    [now / 1000 - 60, false],
    [now / 1000 + 60, false],
  ])('with exp %d is dead: %s', (exp, dead) => {
    expect(read('jwt', jwtOf({ exp })).dead !== undefined).toBe(dead);
  });

  test.each(['soon', (now + 60_000) * 1000, 0, -1, false, ''])(
    'with exp %j, which is no time, tells no end',
    (exp) => {
      expect(read('jwt', jwtOf({ exp }))).toEqual({});
    },
  );

  test('without exp never ends, and control characters of its claims are gone', () => {
    expect(read('jwt', jwtOf({ sub: 'a\u001b[31m\u202eb' }))).toEqual({
      account: { id: 'a[31mb' },
      expiry: 'never',
    });
  });

  test.each(['', 'a.b', 'a.b.c', 'a.bm90anNvbg.c', `${jwtOf({})}.x`])('%j is none', (text) => {
    expect(read('jwt', text)).toEqual({});
  });
});

describe('pypi-macaroon', () => {
  const field = (type: number, text: string) => [type, text.length, ...Buffer.from(text)];
  const tokenOf = (...caveats: unknown[]) => {
    const body = caveats.flatMap((caveat) => [...field(2, JSON.stringify(caveat)), 0]);
    const bytes = [2, ...field(1, 'pypi.org'), ...field(2, 'id'), 0, ...body, 0, ...field(6, 's'.repeat(32))];
    return `pypi-${Buffer.from(bytes).toString('base64url')}`;
  };

  test('without a project may publish everything', () => {
    expect(read('pypi-macaroon', tokenOf([3, 'u-1']))).toEqual({
      account: { id: 'u-1', kind: 'user' },
      expiry: 'never',
      notes: ['This secret can publish every project of its account.'],
    });
  });

  test('names its projects, and is dead when its time is over', () => {
    expect(read('pypi-macaroon', tokenOf([1, ['a', 'b']], [0, now / 1000 - 3600, 0]))).toMatchObject({
      scopes: ['project:a', 'project:b'],
      dead: 'expired on 2025-12-31',
    });
    expect(read('pypi-macaroon', tokenOf({ version: 1, permissions: { projects: ['c'] } }))).toMatchObject({
      scopes: ['project:c'],
    });
  });

  test.each(['pypi-', 'pypi-AgEI', 'nothing'])('%s tells nothing', (text) => {
    expect(read('pypi-macaroon', text)).toEqual({});
  });
});

test('azure-devops-pat tells the month of issue', () => {
  const made = checks['azure-cask']!.make(random, 'AZDO');
  const token = `${made.slice(0, 58)}CB${made.slice(60)}`;
  expect(read('azure-devops-pat', token).notes).toEqual([expect.stringContaining('issued in 2026-02')]);
});

test('azure-sas tells permissions and expiry', () => {
  const query = (se: string, more = '') => `sv=2024-11-04&sp=rwd&se=${se}&sig=${'a'.repeat(43)}%3D${more}`;
  expect(read('azure-sas', query('2026-02-01T00%3A00%3A00Z', '&ss=b&srt=sco'))).toEqual({
    scopes: ['read', 'write', 'delete'],
    expiry: '2026-02-01T00:00:00.000Z',
    notes: [expect.stringContaining('whole storage account')],
  });
  expect(read('azure-sas', `https://a.example/c?${query('2025-01-01')}`)).toMatchObject({
    dead: 'expired on 2025-01-01',
  });
});

test('gitlab-routing tells the ids of owners', () => {
  const routed = (text: string) => {
    const payload = Buffer.concat([Buffer.alloc(16, 7), Buffer.from(text), Buffer.from([text.length])]);
    return `glpat-${payload.toString('base64url')}.01.10${'0'.repeat(7)}`;
  };
  expect(read('gitlab-routing', routed('o:1\nu:3xyz'))).toEqual({
    account: { id: String(Number.parseInt('3xyz', 36)) },
  });
  expect(read('gitlab-routing', routed('o:1\np:z'))).toEqual({
    account: { id: '35', name: 'project 35', kind: 'service' },
  });
  const first = checks['gitlab-routable']!.make(random, 'glpat- 1');
  expect(read('gitlab-routing', first)).toEqual({ account: { id: expect.stringMatching(/^\d+$/) } });
  expect(read('gitlab-routing', 'glpat-short')).toEqual({});
});

test('aws-account tells the account, as in a published pair of both; old ids carry none', () => {
  const old = ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('');
  expect(read('aws-account', 'secret', { key_id: old })).toEqual({});
  const newer = ['ASIA', 'Y34FZKBO', 'KMUTVV7A'].join('');
  expect(read('aws-account', 'secret', { key_id: newer })).toEqual({ account: { id: '609629065308' } });
});

describe('private-key', () => {
  test.each(['pkcs8', 'pkcs1'] as const)('%s in clear says so and names its public half', (type) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type, format: 'pem' }).toString();
    const { notes } = read('private-key', pem);
    expect(notes).toEqual([
      expect.stringContaining('not encrypted'),
      expect.stringMatching(/SHA256:[\w+/]{43}=/),
    ]);
    expect(read('private-key', pem.replaceAll('\n', '\\n')).notes).toEqual(notes);
  });

  test('with a passphrase says so', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const passphrase = pick(random, 'abcdef', 8);
    const options = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase } as const;
    expect(read('private-key', privateKey.export(options).toString()).notes).toEqual([
      expect.stringContaining('encrypted; whoever'),
    ]);
    expect(read('private-key', checks['pem-encrypted']!.make(random, 'OPENSSH PRIVATE KEY')).notes).toEqual([
      expect.stringContaining('encrypted; whoever'),
    ]);
    expect(read('private-key', checks.pem!.make(random, 'OPENSSH PRIVATE KEY')).notes).toEqual([
      expect.stringContaining('not encrypted'),
      expect.stringMatching(/SHA256:[\w+/]{43}\./),
    ]);
  });
});

test('json tokens tell their organisation', () => {
  const body = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64');
  expect(read('sentry-org', `sntrys_${body({ org: 'acme', url: 'https://x' })}_${'a'.repeat(43)}`)).toEqual({
    account: { name: 'acme', kind: 'organisation' },
  });
  expect(read('grafana-cloud', `glc_${body({ o: '12', n: 'ci', k: 'x' })}`)).toEqual({
    account: { id: '12', name: 'ci', kind: 'organisation' },
  });
  expect(read('onepassword', `ops_${body({ email: 'a@b', signInAddress: 'x.example' })}`)).toEqual({
    account: { id: 'x.example', name: 'a@b', kind: 'service' },
  });
});
