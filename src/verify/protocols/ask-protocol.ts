import type { ProtocolSpec } from '../../rules/verify-signers.ts';
import type { Asked } from '../ask.ts';
import { plainText, repeats } from '../read-values.ts';
import type { RunLimits } from '../run.ts';
import type { Values } from '../template.ts';
import {
  type Login,
  type LoginAnswer,
  loginAt,
  type Protocol,
  type ProtocolName,
  protocolOf,
} from './login.ts';

/** Each client is loaded when it is needed; together they weigh more than all the rest. */
const protocols: Record<ProtocolName, () => Promise<Protocol>> = {
  postgres: () => import('./postgres.ts').then((module) => module.postgres),
  mysql: () => import('./mysql.ts').then((module) => module.mysql),
  redis: () => import('./redis.ts').then((module) => module.redis),
  mongodb: () => import('./mongodb.ts').then((module) => module.mongodb),
  amqp: () => import('./amqp.ts').then((module) => module.amqp),
  smtp: () => import('./smtp.ts').then((module) => module.smtp),
  ldap: () => import('./ldap.ts').then((module) => module.ldap),
  ssh: () => import('./ssh.ts').then((module) => module.ssh),
};

/**
 * Logs in by a field protocol, at the host that the user named for it.
 *
 * @param ms - for the login and its questions
 */
export async function askProtocol(
  spec: ProtocolSpec,
  values: Values,
  { endpoints, isProxied }: Pick<RunLimits, 'endpoints' | 'isProxied'>,
  ms: number,
): Promise<Asked> {
  const name = protocolOf(spec, values);
  if (!name) return unknown('there is no check for this protocol');
  const login = loginAt(endpoints[name], spec, values, ms);
  if ('missing' in login) return unknown(login.missing);
  if (login.tls && isProxied(login.host, login.port))
    return unknown(
      `a proxy is set, and a login can't go through it: name ${login.host} in NO_PROXY to go around it`,
    );
  const protocol = await protocols[name]();
  return asked(await inTime(protocol, login), login);
}

/** Not every client gives up on a server that takes the connection and says nothing, or never stops. */
async function inTime(protocol: Protocol, login: Login): Promise<LoginAnswer> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), login.ms);
  const late = new Promise<LoginAnswer>((done) => {
    const answer = { status: 'unknown', reason: 'the login got no answer in time' } as const;
    over.signal.addEventListener('abort', () => done(answer), { once: true });
  });
  try {
    return await Promise.race([protocol(login, over.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

function asked(answer: LoginAnswer, { user, secret }: Login): Asked {
  if (answer.status !== 'live') return { judgement: answer, details: {} };
  const notes = (answer.powers ?? []).map((power) => `This secret ${power}.`);
  const said = answer.user ?? user;
  const name = repeats(said, new Map([['secret', secret]])) ? '' : plainText(said);
  return {
    judgement: { status: 'live' },
    details: { ...(name ? { account: { name } } : {}), ...(notes.length > 0 ? { notes } : {}) },
  };
}

const unknown = (reason: string): Asked => ({ judgement: { status: 'unknown', reason }, details: {} });
