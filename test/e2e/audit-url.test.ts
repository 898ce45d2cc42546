import { execFileSync, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolder, makeRepo, makeToken, type Repo } from '../helpers/repo.ts';

/** A repository whose history has a token that its working tree has no more. */
function repoWithPast(): Repo {
  const repo = makeRepo();
  repo.add('app.env', `TOKEN=${makeToken()}\n`);
  repo.git('commit', '-qm', 'first');
  repo.add('app.env', 'TOKEN=\n');
  repo.git('commit', '-qm', 'second');
  return repo;
}

function auditFrom(place: Repo, url: string, temporary = place.root) {
  return place.leakgate(['audit', url, '--offline', '-f', 'json'], { env: { TMPDIR: temporary } });
}

/** Git's own smart HTTP server, which wants a password. */
async function serve(folder: string, password: string): Promise<number> {
  const backend = path.join(execFileSync('git', ['--exec-path']).toString().trim(), 'git-http-backend');
  const wanted = `Basic ${Buffer.from(`user:${password}`).toString('base64')}`;
  const server = createServer((request, response) => {
    if (request.headers.authorization !== wanted) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' }).end();
      return;
    }
    const url = new URL(request.url!, 'http://localhost');
    const env = {
      ...process.env,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    };
    const git = spawn(backend, { env, stdio: ['pipe', 'pipe', 'ignore'] });
    request.pipe(git.stdin);
    const parts: Buffer[] = [];
    git.stdout.on('data', (part: Buffer) => parts.push(part));
    git.once('close', () => {
      const all = Buffer.concat(parts);
      const end = all.indexOf('\r\n\r\n');
      for (const line of all.subarray(0, end).toString().split('\r\n')) {
        const [name, value] = line.split(': ');
        if (name === 'Status') response.statusCode = Number.parseInt(value!, 10);
        else response.setHeader(name!, value!);
      }
      response.end(all.subarray(end + 4));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test('a repository is cloned, its history searched, and nothing is left behind', () => {
  const repo = repoWithPast();
  const place = makeFolder();
  const { status, stdout, stderr } = auditFrom(place, pathToFileURL(repo.root).href);
  expect(status, stderr).toBe(1);
  expect(JSON.parse(stdout).findings).toMatchObject([{ file: 'app.env', atHead: false }]);
  expect(readdirSync(place.root)).toEqual([]);
});

test('a hook environment of another repository does not lead the clone astray', () => {
  const repo = repoWithPast();
  const other = makeRepo();
  const { status, stderr } = other.leakgate(['audit', pathToFileURL(repo.root).href, '--offline'], {
    env: { GIT_DIR: path.join(other.root, '.git'), GIT_INDEX_FILE: path.join(other.root, '.git/index') },
  });
  expect(status, stderr).toBe(1);
});

test('the password in an URL reaches the server and no message', async () => {
  const repo = repoWithPast();
  const place = makeFolder();
  const password = makeToken();
  const port = await serve(path.dirname(repo.root), password);
  const url = (secret: string) => `http://user:${secret}@127.0.0.1:${port}/repo/.git`;
  // A child that blocks this process would keep the server from answering.
  const run = (secret: string) =>
    new Promise<{ status: number | null; all: string }>((resolve) => {
      const file = path.resolve('dist/leakgate.cjs');
      const child = spawn(process.execPath, [file, 'audit', url(secret), '--offline'], {
        cwd: place.root,
        env: { ...place.env, TMPDIR: place.root },
      });
      let all = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (all += part));
      child.once('close', (status) => resolve({ status, all }));
    });
  expect(await run(password)).toMatchObject({ status: 1 });
  const wrong = await run(`${password}x`);
  expect(wrong.status).toBe(3);
  expect(wrong.all).toContain('git clone failed');
  expect(wrong.all).not.toContain(password);
  expect(readdirSync(place.root)).toEqual([]);
});

test('what is no repository is told with the reason, and leaves nothing', () => {
  const place = makeFolder();
  const { status, all } = auditFrom(place, pathToFileURL(path.join(place.root, 'missing')).href);
  expect(status).toBe(3);
  expect(all).toMatch(/git clone failed: .*missing/);
  expect(readdirSync(place.root)).toEqual([]);
});
