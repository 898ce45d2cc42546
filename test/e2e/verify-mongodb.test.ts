import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadDirectory } from '../../src/rules/directory.ts';
import { createVerifier } from '../../src/verify/verify.ts';
import { findingOf } from '../verify/findings.ts';
import { freePort, freshFolder, startServer, stopServer } from './verify-servers.ts';

/** No package that CI can install holds a server of this protocol, so its tests want one that is there already. */
const ferretdb = process.env.LEAKGATE_TEST_FERRETDB;
if (!ferretdb) console.log('skipped: LEAKGATE_TEST_FERRETDB names no program of FerretDB 1.24');

const rule = loadDirectory('rules').find((one) => one.id === 'database-url')!;
const password = `pa%ss/${randomBytes(8).toString('hex')}`;

/** What becomes of `mongodb://user:password@localhost` when the user named this server. */
async function verdictOf(scheme: string, user: string, secret: string, endpoint: string) {
  const finding = findingOf(rule, encodeURIComponent(secret), { scheme, user, host: 'localhost' });
  const verify = createVerifier({ cacheDir: null, endpoints: { mongodb: endpoint }, requestMs: 5000 });
  return (await verify([finding])).get(finding)!;
}

async function start(...args: string[]): Promise<{ server: ChildProcess; endpoint: string }> {
  const [dir, port] = [freshFolder(), await freePort()];
  mkdirSync(join(dir, 'data'));
  const quiet = ['--telemetry=disable', '--debug-addr=-', `--state-dir=${dir}`];
  const storage = ['--handler=sqlite', `--sqlite-url=file:${join(dir, 'data')}/`];
  const listen = `--listen-addr=127.0.0.1:${port}`;
  const server = await startServer(ferretdb!, [...quiet, ...storage, listen, ...args], port, { cwd: dir });
  return { server, endpoint: `mongodb://127.0.0.1:${port}` };
}

describe.skipIf(!ferretdb)('FerretDB, with logins by SCRAM', () => {
  let server: ChildProcess;
  let endpoint: string;

  beforeAll(async () => {
    const user = ['--setup-database=admin', '--setup-username=boss', `--setup-password=${password}`];
    ({ server, endpoint } = await start('--test-enable-new-auth', ...user));
  });
  afterAll(() => stopServer(server));

  test.each(['mongodb', 'mongodb+srv'])('tells a live password and its user (%s)', async (scheme) => {
    const verdict = await verdictOf(scheme, 'boss', password, endpoint);
    expect(verdict).toMatchObject({ status: 'live', account: { name: 'boss' } });
    expect(JSON.stringify(verdict)).not.toContain(password);
  });

  test('tells a wrong password, and a user that is not there, of the database that was named', async () => {
    const named = `${endpoint}/admin`;
    expect(await verdictOf('mongodb', 'boss', 'not-the-password', named)).toMatchObject({ status: 'dead' });
    expect(await verdictOf('mongodb', 'nobody', password, named)).toMatchObject({ status: 'dead' });
    const elsewhere = await verdictOf('mongodb', 'boss', 'not-the-password', endpoint);
    expect(elsewhere).toMatchObject({ status: 'unknown', reason: expect.stringContaining('HOST/DATABASE') });
  });
});

describe.skipIf(!ferretdb)('FerretDB without logins by SCRAM', () => {
  let server: ChildProcess;
  let endpoint: string;

  beforeAll(async () => {
    ({ server, endpoint } = await start());
  });
  afterAll(() => stopServer(server));

  test('says nothing about a password', async () => {
    expect((await verdictOf('mongodb', 'boss', password, endpoint)).status).toBe('unknown');
  });
});
