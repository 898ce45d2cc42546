import { expect, test } from 'vitest';
import { refusal } from '../../../src/verify/protocols/refusal.ts';

const here = { user: 'ann', database: undefined, tls: false };
const remote = { ...here, tls: true };

test.each([
  ['a password for this machine', refusal.mysql(here), 'dead'],
  ['an account that may be open to other machines', refusal.mysql(remote), 'unknown'],
  ['the database that keeps the account', refusal.mongodb({ ...remote, database: 'admin' }), 'dead'],
  ['an account of a database that nobody named', refusal.mongodb(remote), 'unknown'],
  ['a user of a broker', refusal.amqp(remote), 'dead'],
  ['the broker’s guest, from elsewhere', refusal.amqp({ ...remote, user: 'guest' }), 'unknown'],
  ['a mail password', refusal.smtp('535 5.7.8 Username and Password not accepted'), 'dead'],
  ['a mail password, by an old server', refusal.smtp('535 Authentication failed'), 'dead'],
  [
    'mail for which logins are switched off',
    refusal.smtp('535 5.7.139 SmtpClientAuthentication is disabled'),
    'unknown',
  ],
  ['a directory’s password', refusal.ldap('Invalid Credentials'), 'dead'],
  ['a password of Active Directory', refusal.ldap('80090308: LdapErr: comment, data 52e, v4563'), 'dead'],
  [
    'a password that has to be changed',
    refusal.ldap('80090308: LdapErr: comment, data 773, v4563'),
    'unknown',
  ],
  ['a key that another host may take', refusal.ssh(), 'unknown'],
])('a refusal of %s', (_, answer, status) => {
  expect(answer.status).toBe(status);
});
