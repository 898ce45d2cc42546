import { createHmac, createVerify, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signerSchema } from '../../src/rules/verify-signers.ts';
import type { HttpRequest } from '../../src/verify/http.ts';
import { jwtClaims } from '../../src/verify/jwt.ts';
import { bindSigner } from '../../src/verify/signers/registry.ts';

function request(method: 'GET' | 'POST', url: string, headers: Record<string, string> = {}): HttpRequest {
  return { method, url: new URL(url), headers, named: false };
}

function signed(signer: object, from: HttpRequest, values: Record<string, string>, now: number) {
  return bindSigner(signerSchema.parse(signer)).sign!(from, new Map(Object.entries(values)), now);
}

describe('aws-sigv4', () => {
  const signer = { name: 'aws-sigv4', keyId: '{{id}}', secret: '{{secret}}', token: '{{token}}' };
  const at = Date.UTC(2015, 7, 30, 12, 36);

  test('signs as the vendor’s published example', () => {
    const secret = ['wJalrXUtnFEMI/', 'K7MDENG+', 'bPxRfiCYEXAMPLEKEY'].join('');
    const scoped = { ...signer, service: 'service', region: 'us-east-1' };
    const result = signed(
      scoped,
      request('GET', 'https://example.amazonaws.com/'),
      { id: 'AKIDEXAMPLE', secret },
      at,
    );
    expect(result).toHaveProperty(
      'headers.Authorization',
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    );
  });

  test('needs the session token of a temporary key, and signs it', () => {
    const scoped = { ...signer, service: 'sts', region: 'us-east-1' };
    const values = { id: 'ASIAEXAMPLE', secret: 's' };
    const from = request('POST', 'https://sts.amazonaws.com/');
    expect(signed(scoped, from, values, at)).toEqual({ missing: 'its session token is not known' });
    const result = signed(scoped, from, { ...values, token: 't' }, at);
    expect(result).toHaveProperty('headers.X-Amz-Security-Token', 't');
    expect(result).toHaveProperty('headers.Authorization', expect.stringContaining('x-amz-security-token'));
  });
});

test('alibaba-acs3 signs as the vendor’s published example', () => {
  const signer = {
    name: 'alibaba-acs3',
    keyId: '{{id}}',
    secret: '{{secret}}',
    action: 'RunInstances',
    version: '2014-05-26',
  };
  const image = 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd';
  const url = `https://ecs.cn-shanghai.aliyuncs.com/?RegionId=cn-shanghai&ImageId=${image}`;
  const values = {
    id: 'YourAccessKeyId',
    secret: 'YourAccessKeySecret',
    nonce: '3156853299f313e23d1673dc12e1703d',
  };
  const result = signed(signer, request('POST', url), values, Date.UTC(2023, 9, 26, 10, 22, 32));
  expect(result).toHaveProperty(
    'headers.Authorization',
    expect.stringMatching(/Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0$/),
  );
});

test('google-jwt signs for Google alone, whatever token_uri the file names', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const file = JSON.stringify({
    client_email: 'robot@p.iam.gserviceaccount.example',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    token_uri: 'https://evil.example/token',
  });
  const signer = bindSigner(signerSchema.parse({ name: 'google-jwt', key: '{{secret}}', scope: 'openid' }));
  const values = signer.values!(new Map([['secret', file]]), Date.UTC(2026, 0, 1)) as [string, string][];
  const [name, assertion] = values[0]!;
  expect(name).toBe('assertion');
  expect(jwtClaims(assertion)).toMatchObject({ aud: 'https://oauth2.googleapis.com/token', scope: 'openid' });
  expect(assertion).not.toContain('evil');
  const [header, payload, signature] = assertion.split('.');
  const ok = createVerify('sha256').update(`${header}.${payload}`).verify(publicKey, signature!, 'base64url');
  expect(ok).toBe(true);
  expect(signer.values!(new Map([['secret', '{"client_email":"a@b"}']]), 0)).toHaveProperty('missing');
});

test('azure-sas signs the resource and an expiry in five minutes', () => {
  const signer = { name: 'azure-sas', key: '{{secret}}', keyName: '{{name}}' };
  const values = { secret: 'c2VjcmV0', name: 'RootManage' };
  const result = signed(signer, request('GET', 'https://a.servicebus.windows.net/q?api=1'), values, 1000_000);
  const header = (result as HttpRequest).headers.Authorization!;
  const parts = new URLSearchParams(header.replace('SharedAccessSignature ', ''));
  const resource = encodeURIComponent('https://a.servicebus.windows.net/q');
  const expected = createHmac('sha256', values.secret).update(`${resource}\n1300`).digest('base64');
  expect(Object.fromEntries(parts)).toEqual({
    sr: 'https://a.servicebus.windows.net/q',
    sig: expected,
    se: '1300',
    skn: 'RootManage',
  });
});

test('hmac signs a text of the rule’s choice', () => {
  const signer = {
    name: 'hmac',
    key: '{{secret}}',
    hash: 'sha512',
    text: '{{now_unix}}{{path}}',
    encoding: 'hex',
    header: 'X-Sign',
    value: '{{id}}:{{signature}}',
  };
  const values = { secret: 'k', id: 'me', now_unix: '17' };
  const expected = createHmac('sha512', 'k').update('17/v1/x').digest('hex');
  const result = signed(signer, request('GET', 'https://api.acme.example/v1/x?y=z'), values, 0);
  expect(result).toHaveProperty('headers.X-Sign', `me:${expected}`);
});
