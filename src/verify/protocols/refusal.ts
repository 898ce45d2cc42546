import type { Login, LoginAnswer } from './login.ts';

type Refused = Pick<Login, 'user' | 'database' | 'tls'>;

const dead: LoginAnswer = { status: 'dead' };
const unsure = (reason: string): LoginAnswer => ({ status: 'unknown', reason, refused: true });

/**
 * What a server's "no" to a login says about the password; dead only where nothing else can be the cause.
 *
 * @param message - the server's own words
 */
export const refusal = {
  mysql: ({ tls }: Refused): LoginAnswer =>
    tls ? unsure('refused, but its account may be open to other machines alone') : dead,

  mongodb: ({ database }: Refused): LoginAnswer =>
    database === undefined
      ? unsure(
          'refused, but its account may be kept in a database that you can name: mongodb://HOST/DATABASE',
        )
      : dead,

  /** @see https://www.rabbitmq.com/docs/access-control#loopback-users */
  amqp: ({ tls, user }: Refused): LoginAnswer =>
    tls && user === 'guest' ? unsure('refused, but guest may be open to its own machine alone') : dead,

  /** Enhanced codes: 5.7.8 is "credentials invalid", others say that this way to log in is closed (RFC 4954, 6). */
  smtp: (message: string): LoginAnswer =>
    /^535[ -](?:5\.7\.8|(?!\d\.\d))/.test(message)
      ? dead
      : unsure('refused, but perhaps for another reason than its password'),

  /** Active Directory tells more by a code: 52e and 525 are about name and password, the rest about the account. */
  ldap: (message: string): LoginAnswer => {
    const code = /\bdata ([0-9a-f]{3})\b/i.exec(message)?.[1]?.toLowerCase();
    return code === undefined || code === '52e' || code === '525'
      ? dead
      : unsure(`refused, but for the state of its account (${code})`);
  },

  ssh: (): LoginAnswer => unsure('the host you named does not take it; another may'),
};
