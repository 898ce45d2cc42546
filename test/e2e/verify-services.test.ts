import type { ChildProcess } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadDirectory } from '../../src/rules/directory.ts';
import { createVerifier } from '../../src/verify/verify.ts';
import { findEmulator, findTool } from '../helpers/tools.ts';
import { findingOf } from '../verify/findings.ts';
import { freePort, freshFolder, startServer, stopServer } from './verify-servers.ts';

const rules = loadDirectory('rules');
const verdaccio = findEmulator('verdaccio/bin/verdaccio');
const azurite = findEmulator('azurite/dist/src/blob/main.js');

async function verdictOf(id: string, secret: string, parts: Record<string, string>, endpoint: string) {
  const rule = rules.find((one) => one.id === id)!;
  const finding = findingOf(rule, secret, parts);
  const verify = createVerifier({ cacheDir: null, endpoints: { [rule.provider]: endpoint } });
  return (await verify([finding])).get(finding)!;
}

describe.skipIf(!verdaccio)('verdaccio, an npm registry', () => {
  let server: ChildProcess;
  let url: string;
  let token: string;

  beforeAll(async () => {
    const [dir, port] = [freshFolder(), await freePort()];
    url = `http://127.0.0.1:${port}`;
    const config = {
      storage: join(dir, 'storage'),
      auth: { htpasswd: { file: join(dir, 'htpasswd') } },
      uplinks: {},
      packages: { '**': { access: '$all', publish: '$authenticated' } },
      log: { type: 'stdout', level: 'error' },
    };
    writeFileSync(join(dir, 'config.yaml'), JSON.stringify(config));
    const args = [verdaccio!, '--config', join(dir, 'config.yaml'), '--listen', `127.0.0.1:${port}`];
    server = await startServer(process.execPath, args, port, { env: { ...process.env, HOME: dir } });
    const user = { name: 'ann', password: randomBytes(12).toString('hex') };
    const answer = await fetch(`${url}/-/user/org.couchdb.user:ann`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(user),
    });
    token = ((await answer.json()) as { token: string }).token;
  });
  afterAll(() => stopServer(server));

  test('tells a live token and its user, and that a made-up one is not live', async () => {
    expect(await verdictOf('npm-access-token', token, {}, url)).toMatchObject({
      status: 'live',
      account: { name: 'ann' },
    });
    const madeUp = `${token.slice(0, -8)}${randomBytes(4).toString('hex')}`;
    expect((await verdictOf('npm-access-token', madeUp, {}, url)).status).not.toBe('live');
  });
});

describe.skipIf(!azurite)('azurite, an Azure storage account', () => {
  let server: ChildProcess;
  let url: string;
  const account = 'acmestore';
  const key = randomBytes(64).toString('base64');

  beforeAll(async () => {
    const [dir, port] = [freshFolder(), await freePort()];
    url = `http://127.0.0.1:${port}/${account}`;
    const args = [
      azurite!,
      '--silent',
      '--location',
      dir,
      '--blobHost',
      '127.0.0.1',
      '--blobPort',
      String(port),
    ];
    const env = { ...process.env, AZURITE_ACCOUNTS: `${account}:${key}` };
    server = await startServer(process.execPath, [...args, '--skipApiVersionCheck'], port, { env });
  });
  afterAll(() => stopServer(server));

  test('tells a live account key from another', async () => {
    expect(await verdictOf('azure-storage-key-legacy', key, { account }, url)).toMatchObject({
      status: 'live',
      account: { id: account, kind: 'service' },
      notes: ['This secret can read, change and delete everything in its storage account.'],
    });
    const other = randomBytes(64).toString('base64');
    const refused = await verdictOf('azure-storage-key-legacy', other, { account }, url);
    // Azurite's word for it is AuthorizationFailure, Azure's own AuthenticationFailed.
    expect(refused.status).toBe('unknown');
  });

  /** @see https://learn.microsoft.com/rest/api/storageservices/create-account-sas */
  function accountSas(ends: Date, signWith = key): string {
    const [version, expiry] = ['2020-12-06', `${ends.toISOString().slice(0, 19)}Z`];
    const fields = [account, 'rwl', 'b', 'sco', '', expiry, '', '', version, ''];
    const signature = createHmac('sha256', Buffer.from(signWith, 'base64'))
      .update(`${fields.join('\n')}\n`)
      .digest('base64');
    const query = { sv: version, ss: 'b', srt: 'sco', sp: 'rwl', se: expiry, sig: signature };
    return new URLSearchParams(query).toString();
  }
  const tomorrow = new Date(Date.now() + 86_400_000);

  test('tells a live signature with its rights and end, one that has run out, and one of another key', async () => {
    expect(await verdictOf('azure-sas-token', accountSas(tomorrow), {}, url)).toMatchObject({
      status: 'live',
      scopes: ['read', 'write', 'list'],
      expiresAt: `${tomorrow.toISOString().slice(0, 19)}.000Z`,
      notes: [expect.stringContaining('whole storage account')],
    });
    const old = accountSas(new Date(Date.now() - 86_400_000));
    expect(await verdictOf('azure-sas-token', old, {}, url)).toMatchObject({ status: 'dead' });
    const forged = accountSas(tomorrow, randomBytes(64).toString('base64'));
    expect((await verdictOf('azure-sas-token', forged, {}, url)).status).toBe('unknown');
  });
});

const moto = findTool('moto', 'bin', 'moto_server');
describe.skipIf(!moto)('moto, an AWS', () => {
  let server: ChildProcess;
  let url: string;
  let keys: { id: string; secret: string };

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const env = { ...process.env, INITIAL_NO_AUTH_ACTION_COUNT: '3' };
    server = await startServer(moto!, ['-H', '127.0.0.1', '-p', String(port)], port, { env });
    const call = async (query: Record<string, string>) => {
      const body = new URLSearchParams({ Version: '2010-05-08', ...query });
      const authorization =
        'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=a';
      const answer = await fetch(url, { method: 'POST', body, headers: { authorization } });
      return answer.text();
    };
    await call({ Action: 'CreateUser', UserName: 'ann' });
    const text = await call({ Action: 'CreateAccessKey', UserName: 'ann' });
    const allowed = { Effect: 'Allow', Action: 'sts:*', Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [allowed] });
    await call({ Action: 'PutUserPolicy', UserName: 'ann', PolicyName: 'p', PolicyDocument });
    const read = (name: string) => new RegExp(`<${name}>([^<]+)`).exec(text)![1]!;
    keys = { id: read('AccessKeyId'), secret: read('SecretAccessKey') };
  });
  afterAll(() => stopServer(server));

  test('tells live keys and whose they are; another secret and another id are not live', async () => {
    const live = await verdictOf('aws-secret-access-key', keys.secret, { key_id: keys.id }, url);
    expect(live).toMatchObject({
      status: 'live',
      account: { name: expect.stringContaining('user/ann'), kind: 'user' },
    });
    const wrong = await verdictOf('aws-secret-access-key', 'a'.repeat(40), { key_id: keys.id }, url);
    expect(wrong.status).toBe('unknown');
    const gone = await verdictOf(
      'aws-secret-access-key',
      keys.secret,
      { key_id: `AKIA${'Q'.repeat(16)}` },
      url,
    );
    expect(gone.status).toBe('dead');
  });
});
