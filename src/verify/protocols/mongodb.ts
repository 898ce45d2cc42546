import { MongoClient } from 'mongodb';
import { errorCode, type Protocol, unclear } from './login.ts';
import { refusal } from './refusal.ts';

const broadRoles = new Set([
  'root',
  'dbAdminAnyDatabase',
  'userAdminAnyDatabase',
  'readWriteAnyDatabase',
  '__system',
]);

/** Logs in to MongoDB; the command reads only who that is. */
export const mongodb: Protocol = async (login) => {
  const host = login.host.includes(':') ? `[${login.host}]` : login.host;
  const client = new MongoClient(`mongodb://${host}:${login.port ?? 27017}/`, {
    auth: { username: login.user, password: login.secret },
    authSource: login.database ?? 'admin',
    directConnection: true,
    tls: login.tls,
    serverSelectionTimeoutMS: login.ms,
    connectTimeoutMS: login.ms,
    appName: 'leakgate',
  });
  try {
    const { authInfo } = await client.db('admin').command({ connectionStatus: 1 });
    const roles: string[] = (authInfo?.authenticatedUserRoles ?? []).map(
      (role: { role: string }) => role.role,
    );
    const broad = roles.filter((role) => broadRoles.has(role));
    const powers = broad.map((role) => `has the role ${role}`);
    return { status: 'live', user: String(authInfo?.authenticatedUsers?.[0]?.user ?? login.user), powers };
  } catch (error) {
    // The same code also says that the server has no such way to log in.
    const refused =
      errorCode(error, 'code') === '18' && /authentication failed/i.test(errorCode(error, 'message'));
    return refused ? refusal.mongodb(login) : unclear(error);
  } finally {
    await client.close().catch(() => {});
  }
};
