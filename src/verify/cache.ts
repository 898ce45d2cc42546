import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jsonObject } from './jwt.ts';

/** Remembers answers across runs. It never fails: what can't be read or written is as if it were not there. */
export interface AnswerCache {
  get(key: string): Promise<unknown>;
  /** @param until - milliseconds since 1970 */
  set(key: string, value: unknown, until: number): Promise<void>;
}

const keyBytes = 32;
const pruneEveryMs = 24 * 3600 * 1000;

/** Remembers nothing. */
export const noCache: AnswerCache = { get: async () => undefined, set: async () => {} };

/**
 * A cache of one small file an answer, named by an HMAC of its key under a secret of this machine (file `key`, mode
 * 600), so that the folder tells nobody which secrets were asked about. Contents carry a MAC; files are replaced
 * whole, so several processes and a crash leave nothing half-written behind.
 *
 * @param dir - made when it is not there
 * @param now - milliseconds since 1970
 */
export function fileCache(dir: string, now: () => number): AnswerCache {
  let opened: Promise<Buffer | undefined> | undefined;
  const machineKey = () => {
    opened ??= openKey(dir, now).catch(() => undefined);
    return opened;
  };
  return {
    async get(key) {
      const secret = await machineKey();
      if (!secret) return undefined;
      const name = mac(secret, `name\n${key}`);
      const entry = jsonObject(await readFile(join(dir, `${name}.json`), 'utf8').catch(() => ''));
      const { until, value, seal } = entry ?? {};
      if (typeof until !== 'number' || typeof seal !== 'string' || until <= now()) return undefined;
      return sameText(seal, sealOf(secret, name, until, value)) ? value : undefined;
    },
    async set(key, value, until) {
      const secret = await machineKey();
      if (!secret) return;
      const name = mac(secret, `name\n${key}`);
      const text = JSON.stringify({ until, value, seal: sealOf(secret, name, until, value) });
      await replaceFile(join(dir, `${name}.json`), text).catch(() => undefined);
    },
  };
}

const mac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest('hex');
const sealOf = (key: Buffer, name: string, until: number, value: unknown) =>
  mac(key, `seal\n${name}\n${until}\n${JSON.stringify(value)}`);

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

async function replaceFile(file: string, data: string | Buffer): Promise<void> {
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(draft, data, { mode: 0o600, flag: 'wx' });
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

async function openKey(dir: string, now: () => number): Promise<Buffer> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, 'key');
  const made = await makeKey(file);
  await prune(dir, now()).catch(() => undefined);
  return made ?? (await readKey(file)) ?? (await remakeKey(file));
}

/** Undefined when another process has made it already. */
async function makeKey(file: string): Promise<Buffer | undefined> {
  const handle = await open(file, 'wx', 0o600).catch(() => undefined);
  if (!handle) return undefined;
  const key = randomBytes(keyBytes);
  try {
    await handle.writeFile(key);
  } finally {
    await handle.close();
  }
  return key;
}

/** Undefined when it stays too short (its maker died in between) or others may read it. */
async function readKey(file: string): Promise<Buffer | undefined> {
  for (let tries = 0; tries < 3; tries++) {
    if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0) return undefined;
    const key = await readFile(file);
    if (key.length === keyBytes) return key;
    await sleep(20);
  }
  return undefined;
}

async function remakeKey(file: string): Promise<Buffer> {
  const key = randomBytes(keyBytes);
  await replaceFile(file, key);
  await chmod(file, 0o600);
  return key;
}

/** Once a day, removes what has run out and what a crash left behind. */
async function prune(dir: string, now: number): Promise<void> {
  const stamp = join(dir, 'pruned');
  const last = Number(await readFile(stamp, 'utf8').catch(() => '0'));
  if (now - last < pruneEveryMs) return;
  await replaceFile(stamp, String(now));
  for (const name of await readdir(dir)) {
    const file = join(dir, name);
    if (name.endsWith('.tmp') && now - (await stat(file)).mtimeMs > pruneEveryMs)
      await rm(file, { force: true });
    if (!/^[0-9a-f]{64}\.json$/.test(name)) continue;
    const until = jsonObject(await readFile(file, 'utf8'))?.until;
    if (typeof until !== 'number' || until <= now) await rm(file, { force: true });
  }
}
