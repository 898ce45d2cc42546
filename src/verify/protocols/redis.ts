import { createClient } from '@redis/client';
import { type Protocol, unclear } from './login.ts';

/** Logs in to Redis or Valkey. */
export const redis: Protocol = async (login, over) => {
  const client = createClient({
    ...(login.user === '' ? {} : { username: login.user }),
    password: login.secret,
    socket: {
      host: login.host,
      port: login.port ?? 6379,
      connectTimeout: login.ms,
      reconnectStrategy: false,
      ...(login.tls ? { tls: true, rejectUnauthorized: true, servername: login.host } : {}),
    },
  });
  client.on('error', () => {});
  over.addEventListener('abort', () => client.destroy(), { once: true });
  try {
    await client.connect();
    const user = await client.sendCommand(['ACL', 'WHOAMI']).catch(() => undefined);
    return { status: 'live', ...(typeof user === 'string' ? { user } : {}) };
  } catch (error) {
    return String((error as Error).message).startsWith('WRONGPASS') ? { status: 'dead' } : unclear(error);
  } finally {
    client.destroy();
  }
};
