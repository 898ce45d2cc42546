import { type ChildProcess, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadDirectory } from '../../src/rules/directory.ts';
import { createVerifier } from '../../src/verify/verify.ts';
import { findingOf } from '../verify/findings.ts';
import { freePort, freshFolder, installed, startServer, stopServer, unprivileged } from './verify-servers.ts';

const rule = loadDirectory('rules').find((one) => one.id === 'database-url')!;
const password = `pa%ss/${randomBytes(8).toString('hex')}`;
const wrong = 'not-the-password';

/** What becomes of `scheme://user:password@host` when the user named this server. */
async function verdictOf(
  scheme: string,
  user: string,
  secret: string,
  endpoint: Record<string, string>,
  host = 'localhost',
) {
  const finding = findingOf(rule, encodeURIComponent(secret), { scheme, user, host });
  const verify = createVerifier({ cacheDir: null, endpoints: endpoint, requestMs: 5000 });
  return (await verify([finding])).get(finding)!;
}

const initdb = installed('/usr/lib/postgresql/*/bin/initdb', '/usr/bin/initdb');
describe.skipIf(!initdb)('PostgreSQL', () => {
  let server: ChildProcess;
  let endpoint: { postgres: string };

  beforeAll(async () => {
    const [dir, port] = [freshFolder(), await freePort()];
    const user = unprivileged('postgres') as { uid?: number; gid?: number };
    if (user.uid !== undefined) chownSync(dir, user.uid, user.gid!);
    const secret = join(dir, 'pw');
    writeFileSync(secret, password, { mode: 0o644 });
    const data = join(dir, 'data');
    const args = ['-D', data, '-U', 'boss', '--auth=scram-sha-256', `--pwfile=${secret}`, '--no-sync'];
    execFileSync(initdb!, args, { ...user, stdio: 'ignore', cwd: dir });
    const run = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', dir];
    const program = initdb!.replace(/initdb$/, 'postgres');
    server = await startServer(program, run, port, { ...user, cwd: dir }, /ready to accept connections/);
    endpoint = { postgres: `postgres://127.0.0.1:${port}` };
  });
  afterAll(() => stopServer(server));

  test('tells a live password, its user and too much power', async () => {
    expect(await verdictOf('postgresql+asyncpg', 'boss', password, endpoint)).toMatchObject({
      status: 'live',
      account: { name: 'boss' },
      notes: ['This secret is a superuser of the database server.'],
    });
  });

  test('tells a wrong password, and a database that is not there from one', async () => {
    expect(await verdictOf('postgres', 'boss', wrong, endpoint)).toMatchObject({ status: 'dead' });
    const elsewhere = { postgres: `${endpoint.postgres}/no-such-database` };
    expect(await verdictOf('postgres', 'boss', password, elsewhere)).toMatchObject({ status: 'live' });
  });

  test('sends nothing when the text names another host, or the user none', async () => {
    const other = await verdictOf('postgres', 'boss', password, endpoint, 'db.corp.example.net');
    expect(other).toMatchObject({ status: 'unknown', reason: expect.stringContaining('another host') });
    expect(await verdictOf('postgres', 'boss', password, {})).toMatchObject({ status: 'unchecked' });
  });
});

describe.skipIf(!initdb)('PostgreSQL that lets everybody in', () => {
  let server: ChildProcess;
  let port: number;

  beforeAll(async () => {
    const dir = freshFolder();
    port = await freePort();
    const user = unprivileged('postgres') as { uid?: number; gid?: number };
    if (user.uid !== undefined) chownSync(dir, user.uid, user.gid!);
    const data = join(dir, 'data');
    execFileSync(initdb!, ['-D', data, '-U', 'boss', '--auth=trust', '--no-sync'], {
      ...user,
      stdio: 'ignore',
      cwd: dir,
    });
    const run = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', dir];
    const program = initdb!.replace(/initdb$/, 'postgres');
    server = await startServer(program, run, port, { ...user, cwd: dir }, /ready to accept connections/);
  });
  afterAll(() => stopServer(server));

  test('is not believed', async () => {
    const endpoint = { postgres: `postgres://127.0.0.1:${port}` };
    expect(await verdictOf('postgres', 'boss', password, endpoint)).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('not trustworthy here'),
    });
  });
});

const mariadbd = installed('/usr/sbin/mariadbd', '/usr/sbin/mysqld');
describe.skipIf(!mariadbd)('MariaDB', () => {
  let server: ChildProcess;
  let endpoint: { mysql: string };

  beforeAll(async () => {
    const [dir, port] = [freshFolder(), await freePort()];
    const user = unprivileged('mysql') as { uid?: number; gid?: number };
    if (user.uid !== undefined) chownSync(dir, user.uid, user.gid!);
    const data = join(dir, 'data');
    const install = installed('/usr/bin/mariadb-install-db', '/usr/bin/mysql_install_db')!;
    execFileSync(
      install,
      ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal'],
      {
        ...user,
        stdio: 'ignore',
        cwd: dir,
      },
    );
    const init = join(dir, 'init.sql');
    const grants = [
      `CREATE USER 'boss'@'%' IDENTIFIED BY '${password}';`,
      "GRANT ALL PRIVILEGES ON *.* TO 'boss'@'%';",
      `CREATE USER 'app'@'%' IDENTIFIED BY '${password}';`,
      "DELETE FROM mysql.global_priv WHERE User='';",
      'FLUSH PRIVILEGES;',
    ];
    writeFileSync(init, grants.join('\n'), { mode: 0o644 });
    const options = [
      `--datadir=${data}`,
      `--port=${port}`,
      `--socket=${join(dir, 's')}`,
      `--init-file=${init}`,
    ];
    const run = ['--no-defaults', '--bind-address=127.0.0.1', ...options];
    server = await startServer(mariadbd!, run, port, { ...user, cwd: dir });
    endpoint = { mysql: `mysql://127.0.0.1:${port}` };
  });
  afterAll(() => stopServer(server));

  test('tells live passwords, and which has too much power', async () => {
    const boss = await verdictOf('mysql+pymysql', 'boss', password, endpoint);
    expect(boss).toMatchObject({
      status: 'live',
      account: { name: 'boss' },
      notes: [expect.stringContaining('all privileges')],
    });
    const app = await verdictOf('mariadb', 'app', password, endpoint);
    expect(app).toMatchObject({ status: 'live', account: { name: 'app' } });
    expect(app).not.toHaveProperty('notes');
  });

  test('tells a wrong password, and a database that is not there from one', async () => {
    expect(await verdictOf('mysql', 'app', wrong, endpoint)).toMatchObject({ status: 'dead' });
    const elsewhere = { mysql: `${endpoint.mysql}/no_such_database` };
    expect(await verdictOf('mysql', 'app', password, elsewhere)).toMatchObject({ status: 'live' });
  });
});

const redisServer = installed('/usr/bin/redis-server');
describe.skipIf(!redisServer)('Redis', () => {
  const servers: ChildProcess[] = [];
  let endpoint: { redis: string };
  let open: { redis: string };

  beforeAll(async () => {
    const [dir, port, openPort] = [freshFolder(), await freePort(), await freePort()];
    const common = ['--bind', '127.0.0.1', '--save', '', '--dir', dir];
    const acl = ['--user', 'app', 'on', `>${password}`, '+@read', '~*', '--requirepass', password];
    servers.push(await startServer(redisServer!, ['--port', String(port), ...common, ...acl], port));
    servers.push(await startServer(redisServer!, ['--port', String(openPort), ...common], openPort));
    endpoint = { redis: `redis://127.0.0.1:${port}` };
    open = { redis: `redis://127.0.0.1:${openPort}` };
  });
  afterAll(() => Promise.all(servers.map(stopServer)));

  test.each([
    ['', 'default'],
    ['app', 'app'],
  ])('tells a live password of user %j', async (user, name) => {
    const verdict = await verdictOf('redis', user, password, endpoint);
    expect(verdict).toMatchObject({ status: 'live' });
    if (user) expect(verdict).toMatchObject({ account: { name } });
  });

  test('tells a wrong password, and does not believe a server without any', async () => {
    expect(await verdictOf('redis', 'app', wrong, endpoint)).toMatchObject({ status: 'dead' });
    expect(await verdictOf('redis', 'app', password, { redis: endpoint.redis })).toMatchObject({
      status: 'live',
    });
    expect((await verdictOf('redis', '', password, open)).status).toBe('unknown');
  });
});

test.each(['postgres', 'mysql', 'redis', 'mongodb', 'amqp', 'smtp', 'ldap'])(
  'a %s server that is not there is unknown',
  async (protocol) => {
    const endpoint = { [protocol]: `${protocol}://127.0.0.1:${await freePort()}` };
    const verdict = await verdictOf(protocol, 'ann', password, endpoint);
    expect(verdict).toMatchObject({ status: 'unknown' });
    expect(JSON.stringify(verdict)).not.toContain(password);
  },
);
