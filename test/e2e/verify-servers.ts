import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The program's path, or undefined with a line on why a test is skipped: the packages are in scripts/ci-packages.txt. */
export function installed(...candidates: string[]): string | undefined {
  const found = candidates.flatMap(expand).find((path) => existsSync(path));
  if (!found)
    console.warn(`skipped: none of ${candidates.join(', ')} is installed (scripts/ci-packages.txt)`);
  return found;
}

/** `*` stands for one folder's name. */
function expand(path: string): string[] {
  const [before, after] = path.split('/*/');
  if (after === undefined) return [path];
  return existsSync(before!) ? readdirSync(before!).map((name) => `${before}/${name}/${after}`) : [];
}

/** A fresh folder that another user may enter. */
export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'leakgate-e2e-'));
}

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Some servers refuse to run as root: then as this user, if there is one. */
export function unprivileged(user: string): { uid: number; gid: number } | object {
  if (userInfo().uid !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Starts a server and waits until its port answers, and until its output says so where `ready` is given. */
export async function startServer(
  command: string,
  args: readonly string[],
  port: number,
  options: object = {},
  ready = /(?:)/,
): Promise<ChildProcess> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  for (let tries = 0; tries < 300; tries++) {
    if (ready.test(output) && (await answers(port))) return child;
    if (child.exitCode !== null) break;
    await sleep(100);
  }
  child.kill('SIGKILL');
  throw new Error(`${command} did not start:\n${output.slice(-2000)}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => done(true)).on('error', () => done(false));
    socket.on('connect', () => socket.destroy());
  });
}

/** Ends a server and waits for it. */
export async function stopServer(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await Promise.race([gone, sleep(5000)]);
  child.kill('SIGKILL');
}
