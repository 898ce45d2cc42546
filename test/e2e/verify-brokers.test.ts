import { type ChildProcess, execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { loadDirectory } from '../../src/rules/directory.ts';
import { createVerifier } from '../../src/verify/verify.ts';
import { findingOf } from '../verify/findings.ts';
import { freePort, freshFolder, installed, startServer, stopServer, unprivileged } from './verify-servers.ts';

const rules = loadDirectory('rules');
const urlRule = rules.find((one) => one.id === 'basic-auth-url')!;
const password = `pa%ss/${randomBytes(8).toString('hex')}`;
const wrong = 'not-the-password';

async function verdictOf(scheme: string, user: string, secret: string, endpoint: Record<string, string>) {
  const parts = { scheme, user: encodeURIComponent(user), host: 'localhost' };
  const finding = findingOf(urlRule, encodeURIComponent(secret), parts);
  const verify = createVerifier({ cacheDir: null, endpoints: endpoint, requestMs: 5000 });
  return (await verify([finding])).get(finding)!;
}

const rabbit = installed('/usr/lib/rabbitmq/bin/rabbitmq-server');
describe.skipIf(!rabbit)('RabbitMQ', () => {
  let server: ChildProcess;
  let endpoint: { amqp: string };

  beforeAll(async () => {
    const [dir, port, distribution] = [freshFolder(), await freePort(), await freePort()];
    const config = join(dir, 'rabbitmq.conf');
    const lines = [
      `listeners.tcp.1 = 127.0.0.1:${port}`,
      'default_user = boss',
      `default_pass = ${password.replace('%', '')}`,
    ];
    writeFileSync(config, lines.join('\n'));
    const env = {
      ...process.env,
      HOME: dir,
      RABBITMQ_BASE: dir,
      RABBITMQ_MNESIA_BASE: join(dir, 'mnesia'),
      RABBITMQ_LOG_BASE: join(dir, 'log'),
      RABBITMQ_CONFIG_FILE: config,
      RABBITMQ_NODENAME: `leakgate${port}@localhost`,
      RABBITMQ_DIST_PORT: String(distribution),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(dir, 'plugins'),
      RABBITMQ_FEATURE_FLAGS_FILE: join(dir, 'flags'),
    };
    const user = unprivileged('rabbitmq') as { uid?: number; gid?: number };
    if (user.uid !== undefined) chownSync(dir, user.uid, user.gid!);
    server = await startServer(rabbit!, [], port, { ...user, env, cwd: dir, detached: true });
    endpoint = { amqp: `amqp://127.0.0.1:${port}` };
  });
  afterAll(async () => {
    if (server?.pid) process.kill(-server.pid, 'SIGTERM');
    await stopServer(server);
  });

  test('tells live from wrong, and a virtual host that is not there from a wrong password', async () => {
    const right = password.replace('%', '');
    expect(await verdictOf('amqp', 'boss', right, endpoint)).toMatchObject({
      status: 'live',
      account: { name: 'boss' },
    });
    expect(await verdictOf('amqp', 'boss', wrong, endpoint)).toMatchObject({ status: 'dead' });
    const elsewhere = { amqp: `${endpoint.amqp}/no-such-host` };
    expect(await verdictOf('amqp', 'boss', right, elsewhere)).toMatchObject({ status: 'live' });
    expect(await verdictOf('amqp', 'boss', wrong, elsewhere)).toMatchObject({ status: 'dead' });
  });
});

const slapd = installed('/usr/sbin/slapd');
describe.skipIf(!slapd)('OpenLDAP', () => {
  let server: ChildProcess;
  let endpoint: { ldap: string };
  const admin = 'cn=admin,dc=acme,dc=example';

  beforeAll(async () => {
    const [dir, port] = [freshFolder(), await freePort()];
    mkdirSync(join(dir, 'db'));
    const modules = installed('/usr/lib/ldap')!;
    const config = [
      `modulepath ${modules}`,
      'moduleload back_mdb',
      'include /etc/ldap/schema/core.schema',
      'database mdb',
      'suffix "dc=acme,dc=example"',
      `rootdn "${admin}"`,
      `rootpw "${password}"`,
      `directory ${join(dir, 'db')}`,
    ];
    writeFileSync(join(dir, 'slapd.conf'), `${config.join('\n')}\n`);
    const url = `ldap://127.0.0.1:${port}`;
    server = await startServer(slapd!, ['-d', '0', '-h', url, '-f', join(dir, 'slapd.conf')], port);
    endpoint = { ldap: url };
  });
  afterAll(() => stopServer(server));

  test('tells live from wrong', async () => {
    expect(await verdictOf('ldap', admin, password, endpoint)).toMatchObject({
      status: 'live',
      account: { name: admin },
    });
    expect(await verdictOf('ldap', admin, wrong, endpoint)).toMatchObject({ status: 'dead' });
    expect(await verdictOf('ldap', 'cn=nobody,dc=acme,dc=example', password, endpoint)).toMatchObject({
      status: 'dead',
    });
  });
});

const sshd = installed('/usr/sbin/sshd');
describe.skipIf(!sshd)('OpenSSH', () => {
  const key = (type: 'pkcs1' | 'sec1') => {
    const { privateKey } =
      type === 'pkcs1'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return privateKey.export({ type, format: 'pem' } as { type: 'pkcs1'; format: 'pem' }).toString();
  };
  const keyRule = rules.find((one) => one.id === 'private-key')!;
  let server: ChildProcess;
  let port: number;
  const known = key('pkcs1');

  beforeAll(async () => {
    const dir = freshFolder();
    port = await freePort();
    if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
    const [host, user] = [join(dir, 'host'), join(dir, 'user')];
    writeFileSync(user, known, { mode: 0o600 });
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', host]);
    writeFileSync(join(dir, 'authorized'), execFileSync('ssh-keygen', ['-y', '-f', user]));
    const options = [
      `AuthorizedKeysFile=${join(dir, 'authorized')}`,
      'StrictModes=no',
      'UsePAM=no',
      'PasswordAuthentication=no',
      `ForceCommand=echo "Hi ann! You've successfully authenticated."`,
    ];
    const args = [
      '-D',
      '-e',
      '-f',
      '/dev/null',
      '-h',
      host,
      '-p',
      String(port),
      '-o',
      'ListenAddress=127.0.0.1',
    ];
    server = await startServer(sshd!, [...args, ...options.flatMap((option) => ['-o', option])], port);
  });
  afterAll(() => stopServer(server));

  async function verdictOfKey(secret: string, endpoints: Record<string, string>) {
    const finding = findingOf(keyRule, secret);
    return (await createVerifier({ cacheDir: null, endpoints, requestMs: 5000 })([finding])).get(finding)!;
  }

  test('tells a key that opens a named host, and who that is', async () => {
    const endpoints = { ssh: `ssh://${userInfo().username}@127.0.0.1:${port}` };
    expect(await verdictOfKey(known, endpoints)).toMatchObject({ status: 'live', account: { name: 'ann' } });
    expect(await verdictOfKey(known.replaceAll('\n', '\\n'), endpoints)).toMatchObject({ status: 'live' });
    expect(await verdictOfKey(key('sec1'), endpoints)).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('another may'),
    });
  });

  test('shows the key to nobody unless asked for', async () => {
    expect(await verdictOfKey(known, {})).toMatchObject({ status: 'unchecked', reason: 'no-verifier' });
  });
});

describe('mail servers', () => {
  /** Speaks enough of SMTP; knows one password. */
  async function mailServer(): Promise<string> {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.write('220 mail.acme.example ESMTP\r\n');
      socket.on('data', (chunk) => {
        const [verb, mechanism, initial = ''] = chunk.toString().trim().split(' ');
        if (verb === 'EHLO') socket.write('250-mail.acme.example\r\n250 AUTH PLAIN\r\n');
        else if (verb === 'AUTH' && mechanism === 'PLAIN') {
          const given = Buffer.from(initial, 'base64').toString().split('\0')[2];
          socket.write(given === password ? '235 2.7.0 Accepted\r\n' : '535 5.7.8 Not accepted\r\n');
        } else socket.end('221 Bye\r\n');
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    return `smtp://127.0.0.1:${(server.address() as { port: number }).port}`;
  }

  test('tell live from wrong', async () => {
    const endpoint = { smtp: await mailServer() };
    expect(await verdictOf('smtp', 'mailer', password, endpoint)).toMatchObject({ status: 'live' });
    expect(await verdictOf('smtp', 'mailer', wrong, endpoint)).toMatchObject({ status: 'dead' });
  });
});
