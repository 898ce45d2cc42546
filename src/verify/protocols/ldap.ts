import { Client } from 'ldapts';
import { errorCode, type Protocol, unclear } from './login.ts';
import { refusal } from './refusal.ts';

const invalidCredentials = '49';

/** Binds to a directory by a distinguished name; an empty password would be an anonymous bind, and never comes here. */
export const ldap: Protocol = async (login) => {
  const host = login.host.includes(':') ? `[${login.host}]` : login.host;
  const client = new Client({
    url: `${login.tls ? 'ldaps' : 'ldap'}://${host}:${login.port ?? (login.tls ? 636 : 389)}`,
    timeout: login.ms,
    connectTimeout: login.ms,
    ...(login.tls ? { tlsOptions: { rejectUnauthorized: true } } : {}),
  });
  try {
    await client.bind(login.user, login.secret);
    return { status: 'live', user: login.user };
  } catch (error) {
    return errorCode(error, 'code') === invalidCredentials
      ? refusal.ldap(errorCode(error, 'message'))
      : unclear(error);
  } finally {
    await client.unbind().catch(() => {});
  }
};
