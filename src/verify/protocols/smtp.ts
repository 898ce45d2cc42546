import { createTransport } from 'nodemailer';
import { errorCode, type Protocol, unclear } from './login.ts';
import { refusal } from './refusal.ts';

const submission = { plain: 587, tls: 465 };

/** Logs in to a mail server, and leaves without sending; STARTTLS is required but on loopback. */
export const smtp: Protocol = async (login) => {
  const port = login.port ?? submission.plain;
  const transport = createTransport({
    host: login.host,
    port,
    secure: port === submission.tls,
    requireTLS: login.tls,
    ignoreTLS: !login.tls,
    tls: { rejectUnauthorized: true, servername: login.host },
    auth: { user: login.user, pass: login.secret },
    connectionTimeout: login.ms,
    greetingTimeout: login.ms,
    socketTimeout: login.ms,
  });
  try {
    await transport.verify();
    return { status: 'live', user: login.user };
  } catch (error) {
    return errorCode(error, 'responseCode') === '535'
      ? refusal.smtp(errorCode(error, 'response'))
      : unclear(error);
  } finally {
    transport.close();
  }
};
