import type { ProtocolSpec } from '../../rules/verify-signers.ts';
import { isLoopbackAddress } from '../addresses.ts';
import { fill, type Values } from '../template.ts';

/** Where and as whom to log in; the secret is the password, or for ssh the private key. */
export interface Login {
  host: string;
  /** Undefined: the protocol's own. */
  port: number | undefined;
  user: string;
  secret: string;
  database: string | undefined;
  /** Plain text is for loopback alone. */
  tls: boolean;
  /** Milliseconds that the login may take. */
  ms: number;
}

/** What a server said to a login; `refused`: certainly no yes. */
export type LoginAnswer =
  | { status: 'live'; user?: string; powers?: string[] }
  | { status: 'dead' }
  | { status: 'unknown'; reason: string; refused?: true };

/**
 * Logs in, reads who that is, and leaves.
 *
 * @param over - aborted when the time is over, for clients that would wait for ever
 */
export type Protocol = (login: Login, over: AbortSignal) => Promise<LoginAnswer>;

export type ProtocolName = NonNullable<ProtocolSpec['name']>;

const schemes: Record<string, ProtocolName> = {
  postgres: 'postgres',
  postgresql: 'postgres',
  pgsql: 'postgres',
  mysql: 'mysql',
  mysql2: 'mysql',
  mariadb: 'mysql',
  redis: 'redis',
  rediss: 'redis',
  valkey: 'redis',
  valkeys: 'redis',
  mongodb: 'mongodb',
  'mongodb+srv': 'mongodb',
  amqp: 'amqp',
  amqps: 'amqp',
  smtp: 'smtp',
  smtps: 'smtp',
  ldap: 'ldap',
  ldaps: 'ldap',
  ssh: 'ssh',
};

/** The protocol that a rule's secret is for: fixed, or by the scheme beside it (`postgresql+asyncpg` too). */
export function protocolOf(spec: ProtocolSpec, values: Values): ProtocolName | undefined {
  if (spec.name) return spec.name;
  const scheme = (fill(spec.scheme ?? '', values) ?? '').toLowerCase();
  return schemes[scheme] ?? schemes[scheme.replace(/\+.*/, '')];
}

/** Whether the user named a host for the rule's protocol; where the text names the protocol, for any. */
export function hasEndpoint(spec: ProtocolSpec, endpoints: Readonly<Record<string, string>>): boolean {
  return (spec.name ? [spec.name] : Object.values(schemes)).some((name) => endpoints[name] !== undefined);
}

/**
 * A login at the host that the user named for the protocol, and only if the text names the same one: another
 * host's password is none of its business, and its "no" would mean nothing.
 *
 * @param endpoint - as in `postgres://db.example:5432/app`
 * @returns in words, why there can be none
 */
export function loginAt(
  endpoint: string | undefined,
  spec: ProtocolSpec,
  values: Values,
  ms: number,
): Login | { missing: string } {
  if (endpoint === undefined) return { missing: 'no host was named for it: name one with --endpoint' };
  const url = new URL(endpoint);
  const host = bare(url.hostname);
  const own = spec.host === undefined ? undefined : fill(spec.host, values);
  if (own !== undefined && !sameHost(bare(own), host))
    return { missing: 'it is for another host than the one you named' };
  const user = decoded(fill(spec.user ?? '', values) || decodeURIComponent(url.username));
  const secret = fill(spec.password, values);
  if (!secret) return { missing: 'its password is not known' };
  return {
    host,
    port: url.port === '' ? undefined : Number(url.port),
    user,
    secret: spec.host === undefined ? secret : decoded(secret),
    database: url.pathname.slice(1) || undefined,
    tls: !isLocal(host),
    ms,
  };
}

const bare = (host: string) => host.replace(/^\[|\]$/g, '').toLowerCase();
const isLocal = (host: string) => host === 'localhost' || isLoopbackAddress(host);
const sameHost = (a: string, b: string) => a === b || (isLocal(a) && isLocal(b));

/** Percent-decodes what stands in a URL; as it is where that is no encoding. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The text or number that a client's error carries under one of these names. */
export function errorCode(error: unknown, ...names: string[]): string {
  const record = (error ?? {}) as Record<string, unknown>;
  const found = names
    .map((name) => record[name])
    .find((value) => ['string', 'number'].includes(typeof value));
  return String(found ?? '');
}

/** For errors that say neither yes nor no. */
export function unclear(error: unknown): LoginAnswer {
  const code = errorCode(error, 'code', 'errno', 'responseCode');
  return { status: 'unknown', reason: `the login ended without an answer${code ? ` (${code})` : ''}` };
}
