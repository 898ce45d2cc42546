import { createConnection } from 'mysql2/promise';
import { errorCode, type Protocol, unclear } from './login.ts';
import { refusal } from './refusal.ts';

/** Logs in to MySQL or MariaDB; the queries read only who that is. */
export const mysql: Protocol = async (login) => {
  try {
    const connection = await createConnection({
      host: login.host,
      port: login.port ?? 3306,
      user: login.user,
      password: login.secret,
      connectTimeout: login.ms,
      ...(login.database === undefined ? {} : { database: login.database }),
      ...(login.tls ? { ssl: { rejectUnauthorized: true, verifyIdentity: true } } : {}),
    });
    connection.on('error', () => {});
    try {
      const [grants] = await connection.query({ sql: 'show grants', timeout: login.ms });
      const all = /GRANT ALL PRIVILEGES ON \*\.\*|GRANT SUPER/i.test(JSON.stringify(grants));
      return {
        status: 'live',
        user: login.user,
        powers: all ? ['has all privileges on every database'] : [],
      };
    } finally {
      connection.destroy();
    }
  } catch (error) {
    const number = errorCode(error, 'errno');
    if (number === '1045') return refusal.mysql(login);
    // The database is looked for after the password was found right.
    return number === '1044' || number === '1049' ? { status: 'live', user: login.user } : unclear(error);
  }
};
