import { Socket } from 'node:net';
import pg from 'pg';
import { errorCode, type Protocol, unclear } from './login.ts';

const mostBytes = 1024 * 1024;
const lookEveryMs = 20;

/** The client collects a message of any length, up to a gigabyte, and throws where nobody can catch it. */
function boundedSocket(over: AbortSignal): Socket {
  const socket = new Socket();
  const timer = setInterval(() => socket.bytesRead > mostBytes && socket.destroy(), lookEveryMs);
  socket.on('close', () => clearInterval(timer));
  over.addEventListener('abort', () => socket.destroy(), { once: true });
  return socket;
}

/** Logs in to PostgreSQL; the query reads only the server's own catalogue. */
export const postgres: Protocol = async (login, over) => {
  const client = new pg.Client({
    host: login.host,
    port: login.port ?? 5432,
    user: login.user,
    password: login.secret,
    database: login.database ?? 'postgres',
    ssl: login.tls ? { rejectUnauthorized: true, servername: login.host } : false,
    stream: () => boundedSocket(over),
    connectionTimeoutMillis: login.ms,
    query_timeout: login.ms,
    application_name: 'leakgate',
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query(
      'select rolname, rolsuper from pg_roles where rolname = current_user',
    );
    const powers = rows[0]?.rolsuper ? ['is a superuser of the database server'] : [];
    return { status: 'live', user: String(rows[0]?.rolname ?? login.user), powers };
  } catch (error) {
    const code = errorCode(error, 'code');
    if (code === '28P01') return { status: 'dead' };
    // The database is looked for after the password was found right.
    if (code === '3D000' || code === '42501') return { status: 'live', user: login.user };
    return unclear(error);
  } finally {
    await client.end().catch(() => {});
  }
};
