/** Field protocols by which a login can be tried; an endpoint may be named for one. */
export const protocolNames = [
  'postgres',
  'mysql',
  'redis',
  'mongodb',
  'amqp',
  'smtp',
  'ldap',
  'ssh',
] as const;
