import { lookup as resolve } from 'node:dns';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Duplex, Readable } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { isLoopbackAddress, isPublicAddress } from './addresses.ts';
import { type Env, proxyFor } from './proxy.ts';
import { failureOf, Refused } from './send-failure.ts';
import { type TlsFiles, trustOf } from './trust.ts';

/** What goes out: one request, to exactly this URL. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'HEAD' | 'PUT';
  url: URL;
  headers: Record<string, string>;
  body?: string | undefined;
  /** The user named this host: it may be a private one, and plain http when it is loopback. */
  named: boolean;
}

/** What came back. */
export interface HttpAnswer {
  status: number;
  /** Lower-case names; several values of one header are joined by `, `. Cookies are dropped. */
  headers: Record<string, string>;
  /** Decompressed, as UTF-8, at most {@link maxBodyBytes}. */
  body: string;
  /** There was more than {@link maxBodyBytes}. */
  truncated: boolean;
}

/** Nothing that can be judged came back; the reason is fit for a report. */
export interface HttpFailure {
  failure: string;
}

/** Sends one request; never throws, never follows a redirect, ends when the signal does. */
export type Send = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer | HttpFailure>;

/** Most bytes of an answer that are read, after decompression. */
export const maxBodyBytes = 64 * 1024;
const maxInterimAnswers = 10;

/** A way to send, and the end of its connections. */
export interface Network {
  send: Send;
  close(): void;
}

/**
 * The only way to the network: https with checked certificates, addresses checked after name resolution, no
 * redirects, no cookies, a bounded answer.
 *
 * @param env - `HTTPS_PROXY`, `NO_PROXY` and their like, `NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE`
 * @param files - a client certificate, more certificate authorities, and the proxy where `env` names none
 */
export function openNetwork(env: Env, files: TlsFiles & { proxy?: string | undefined } = {}): Network {
  const trust = trustOf(env, files);
  const limits = { keepAlive: true, maxSockets: 4, maxHeaderSize: 32 * 1024 };
  const agents = {
    public: new HttpsAgent({ ...limits, ...trust, lookup: checkedLookup(isPublicAddress) }),
    named: new HttpsAgent({ ...limits, ...trust }),
    loopback: new HttpAgent({ ...limits, lookup: checkedLookup(isLoopbackAddress) }),
  };
  const send: Send = async (request, signal) => {
    try {
      assertAllowed(request);
      const proxy = isLocal(request.url) ? undefined : proxyFor(request.url, env, files.proxy);
      const tunnel = proxy && (await openTunnel(proxy, request.url, trust, signal));
      const agent =
        request.url.protocol === 'http:' ? agents.loopback : request.named ? agents.named : agents.public;
      const via = tunnel
        ? {
            createConnection: () =>
              tlsConnect({ ...trust, socket: tunnel, ...identityOf(bareHost(request.url)) }),
          }
        : { agent };
      return await exchange(request, via, signal);
    } catch (error) {
      return { failure: failureOf(error, request.url.host, signal) };
    }
  };
  return { send, close: () => Object.values(agents).map((agent) => agent.destroy()) };
}

function assertAllowed({ url, named }: HttpRequest): void {
  const host = bareHost(url);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && named && isLocal(url))) {
    throw new Refused('plain http is only spoken to loopback, under --endpoint');
  }
  if (!named && (isIP(host) ? !isPublicAddress(host) : isLocal(url))) {
    throw new Refused('its address is private');
  }
}

/** Whom the certificate must be for; an address is no name to ask for (RFC 6066, section 3). */
const identityOf = (host: string) => (isIP(host) ? { host } : { host, servername: host });

const bareHost = (url: URL) => url.hostname.replace(/^\[|\]$/g, '');

function isLocal(url: URL): boolean {
  const host = bareHost(url);
  return isIP(host) ? isLoopbackAddress(host) : /(^|\.)localhost\.?$/i.test(host);
}

/** Name resolution that fails when any of the addresses is not an allowed one; the checked ones are used. */
export function checkedLookup(allowed: (address: string) => boolean): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, []);
      if (addresses.length === 0 || !addresses.every((a) => allowed(a.address))) {
        return done(new Refused('its address is private'), []);
      }
      if (options.all) return done(null, addresses);
      done(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}

/** A kept connection that the other side had closed in the meantime carried nothing: the next one is asked. */
async function exchange(request: HttpRequest, via: object, signal: AbortSignal): Promise<HttpAnswer> {
  for (;;) {
    const answer = await exchangeOnce(request, via, signal);
    if (answer !== staleConnection) return answer;
  }
}

const staleConnection = Symbol('a kept connection was closed before it carried an answer');
/** Connections that have carried an answer; Node's own `reusedSocket` leaves out those that a request waited for. */
const kept = new WeakSet<Duplex>();

function exchangeOnce(
  request: HttpRequest,
  via: object,
  signal: AbortSignal,
): Promise<HttpAnswer | typeof staleConnection> {
  return new Promise((done, fail) => {
    const start = request.url.protocol === 'http:' ? httpRequest : httpsRequest;
    const length =
      request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) };
    const headers = { 'accept-encoding': 'identity', ...request.headers, ...length };
    const outgoing = start(request.url, { method: request.method, headers, signal, ...via });
    let interim = 0;
    outgoing.on('information', () => {
      if (++interim > maxInterimAnswers) outgoing.destroy(new Refused('it sent interim answers without end'));
    });
    let answered = false;
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const isClosed = error.code === 'ECONNRESET' || error.code === 'EPIPE';
      const isKept = outgoing.socket !== null && kept.has(outgoing.socket);
      if (isKept && isClosed && !answered && !signal.aborted) done(staleConnection);
      else fail(error);
    });
    outgoing.on('response', (incoming) => {
      answered = true;
      kept.add(incoming.socket);
      readAnswer(incoming).then(done, fail);
    });
    outgoing.end(request.body);
  });
}

async function readAnswer(incoming: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of decompressed(incoming)) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > maxBodyBytes) break;
    }
  } finally {
    if (!incoming.complete || size > maxBodyBytes) incoming.destroy();
  }
  return {
    status: incoming.statusCode ?? 0,
    headers: headersOf(incoming),
    body: Buffer.concat(chunks).subarray(0, maxBodyBytes).toString('utf8'),
    truncated: size > maxBodyBytes,
  };
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  const { 'set-cookie': _, ...headers } = incoming.headers;
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function decompressed(incoming: IncomingMessage): Readable {
  const encoding = incoming.headers['content-encoding']?.trim().toLowerCase() || 'identity';
  if (encoding === 'identity') return incoming;
  const decoder = {
    gzip: createGunzip,
    'x-gzip': createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
  }[encoding];
  if (!decoder) throw new Refused('its answer has an unknown content encoding');
  const stream = decoder();
  incoming.on('error', (error) => stream.destroy(error));
  incoming.on('close', () => incoming.complete || stream.destroy(new Refused('its answer was cut off')));
  return incoming.pipe(stream);
}

/** Asks a proxy for a connection to the URL's host; the name is resolved by the proxy. */
function openTunnel(proxy: URL, target: URL, trust: object, signal: AbortSignal): Promise<Duplex> {
  const authority = `${target.hostname}:${target.port || 443}`;
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const headers = {
    host: authority,
    ...(login === ':' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` }),
  };
  return new Promise((done, fail) => {
    const start = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
    const asking = start({
      host: bareHost(proxy),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: authority,
      headers,
      signal,
      agent: false,
      ...trust,
    });
    asking.on('error', (error) => {
      const isOwn = error instanceof Refused || signal.aborted;
      fail(isOwn ? error : new Refused(failureOf(error, 'the proxy', signal)));
    });
    asking.on('response', () => asking.destroy(new Refused('the proxy gave no connection')));
    asking.on('connect', (answer, socket) => {
      if (answer.statusCode === 200) return done(socket);
      socket.destroy();
      fail(new Refused(`the proxy refused the connection (${answer.statusCode})`));
    });
    asking.end();
  });
}
