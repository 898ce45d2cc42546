import { connect } from 'amqplib';
import { type Protocol, unclear } from './login.ts';
import { refusal } from './refusal.ts';

/** Logs in to an AMQP 0-9-1 broker such as RabbitMQ, and leaves before any channel is opened. */
export const amqp: Protocol = async (login) => {
  try {
    const connection = await connect(
      {
        protocol: login.tls ? 'amqps' : 'amqp',
        hostname: login.host,
        port: login.port ?? (login.tls ? 5671 : 5672),
        username: login.user,
        password: login.secret,
        vhost: login.database ?? '/',
      },
      { timeout: login.ms, servername: login.host, rejectUnauthorized: true },
    );
    connection.on('error', () => {});
    await connection.close().catch(() => {});
    return { status: 'live', user: login.user };
  } catch (error) {
    const message = String((error as Error).message);
    if (/ACCESS_REFUSED - Login/.test(message)) return refusal.amqp(login);
    // The virtual host is looked for after the password was found right.
    return /ConnectionOpenOk/.test(message) ? { status: 'live', user: login.user } : unclear(error);
  }
};
