import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer as createProxy } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isPublicAddress } from '../../src/verify/addresses.ts';
import { checkedLookup, type HttpRequest, maxBodyBytes, openNetwork } from '../../src/verify/http.ts';
import type { Env } from '../../src/verify/proxy.ts';
import type { TlsFiles } from '../../src/verify/trust.ts';
import { type Identity, selfSigned } from './certificate.ts';
import { json, type Running, serve, serveRaw } from './servers.ts';

const secret = 'tok_0123456789';

async function sendTo(
  url: string,
  more: Partial<HttpRequest> = {},
  { env = {}, tls = {}, ms = 5000 }: { env?: Env; tls?: TlsFiles & { proxy?: string }; ms?: number } = {},
) {
  const network = openNetwork(env, tls);
  onTestFinished(network.close);
  const headers = { Authorization: `Bearer ${secret}` };
  const request = { method: 'GET', url: new URL(url), headers, named: true, ...more } as const;
  const answer = await network.send(request, AbortSignal.timeout(ms));
  expect(JSON.stringify(answer)).not.toContain(secret);
  return answer;
}

const failure = (text: string) => ({ failure: expect.stringContaining(text) });

describe('answers', () => {
  test('come with status, headers and body, without cookies', async () => {
    const { url } = await serve(json(403, { a: 1 }, { 'X-Thing': 'b', 'Set-Cookie': 'c=d' }));
    const answer = await sendTo(`${url}/x?y=z`);
    expect(answer).toMatchObject({
      status: 403,
      body: '{"a":1}',
      truncated: false,
      headers: { 'x-thing': 'b' },
    });
    expect(answer).not.toHaveProperty('headers.set-cookie');
  });

  test('that redirect are not followed', async () => {
    const elsewhere = await serve(json(200, {}));
    const { url } = await serve((_, r) => r.writeHead(307, { location: elsewhere.url }).end());
    expect(await sendTo(url)).toMatchObject({ status: 307 });
    expect(elsewhere.asked).toEqual([]);
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('packed with %s are unpacked, a bomb only to the limit', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(50_000_000, 'a'));
    const { url } = await serve((request, r) => {
      r.writeHead(200, { 'content-encoding': encoding }).end(
        request.url === '/bomb' ? bomb : pack('{"a":1}'),
      );
    });
    expect(await sendTo(url)).toMatchObject({ body: '{"a":1}', truncated: false });
    const big = await sendTo(`${url}/bomb`);
    expect(big).toMatchObject({ truncated: true });
    expect('body' in big && big.body.length).toBe(maxBodyBytes);
  });

  test('without end are read to the limit', async () => {
    const { url } = await serve((_, r) => {
      r.writeHead(200);
      const pour = () => {
        while (!r.destroyed && r.write('x'.repeat(16_384)));
      };
      r.on('drain', pour);
      pour();
    });
    expect(await sendTo(url)).toMatchObject({ status: 200, truncated: true });
  });
});

describe('servers that misbehave', () => {
  const raw = (text: string) => serveRaw((socket) => socket.on('data', () => socket.write(text)));

  test.each<[string, () => Promise<Running>, string]>([
    ['say nothing', () => serveRaw(() => {}), 'no answer in time'],
    ['stop in the headers', () => raw('HTTP/1.1 200 OK\r\nContent-'), 'no answer in time'],
    ['stop in the body', () => raw('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"a'), 'no answer in time'],
    [
      'drip',
      () => serveRaw((socket) => socket.on('data', () => drip(socket, 'HTTP/1.1 200 OK\r\nX: '))),
      'no answer in time',
    ],
    [
      'hang up',
      () => serveRaw((socket) => socket.on('data', () => socket.destroy())),
      'closed the connection',
    ],
    [
      'reset',
      () => serveRaw((socket) => socket.on('data', () => socket.resetAndDestroy())),
      'closed the connection',
    ],
    [
      'cut the body',
      () => serveRaw((s) => s.on('data', () => s.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"a'))),
      'closed the connection',
    ],
    ['speak no HTTP', () => raw('220 mail.example ESMTP\r\n'), 'malformed'],
    [
      'send two lengths',
      () => raw('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
      'malformed',
    ],
    [
      'send headers without end',
      () => raw(`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`),
      'too many headers',
    ],
    [
      'send interim answers without end',
      () => raw('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(50)),
      'without end',
    ],
    [
      'pack by an unknown method',
      () => raw('HTTP/1.1 200 OK\r\nContent-Encoding: x\r\n\r\nab'),
      'content encoding',
    ],
    [
      'send a broken gzip',
      () => raw('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd'),
      'malformed',
    ],
  ])('and %s end in a reason', async (_, start, reason) => {
    const { url } = await start();
    expect(await sendTo(url, {}, { ms: 300 })).toEqual(failure(reason));
  });

  test('and close a connection that they kept are asked on another one', async () => {
    const served = new WeakSet<Socket>();
    const { url } = await serveRaw((socket) => {
      socket.on('data', () => {
        if (served.has(socket)) socket.resetAndDestroy();
        else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
        served.add(socket);
      });
    });
    const network = openNetwork({});
    onTestFinished(network.close);
    const request = { method: 'POST', url: new URL(url), headers: {}, body: 'x', named: true } as const;
    const ask = () => network.send(request, AbortSignal.timeout(5000));
    for (let n = 0; n < 3; n++) expect(await ask()).toMatchObject({ status: 200 });
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    expect(answers.filter((answer) => 'failure' in answer)).toEqual([]);
  });

  test('that are not there', async () => {
    const { url, close } = await serve(json(200, {}));
    await close();
    expect(await sendTo(url)).toEqual(failure('refused the connection'));
  });

  function drip(socket: Socket, text: string): void {
    socket.write(text);
    const timer = setInterval(() => socket.write('y'), 20);
    socket.on('close', () => clearInterval(timer));
  }
});

describe('hosts', () => {
  test.each([
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[64:ff9b::a00:1]/',
    'https://10.1.2.3/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.100.100.200/',
    'https://[fd00:ec2::254]/',
    'https://[fe80::1]/',
    'https://0.0.0.0/',
    'https://2130706433/',
    'https://localhost/',
    'https://api.localhost/',
  ])('%s is refused when the user did not name it', async (url) => {
    expect(await sendTo(url, { named: false })).toEqual(failure('private'));
  });

  test('a name that leads to a private address is refused after resolution', async () => {
    const failed = await new Promise((done) => {
      checkedLookup(isPublicAddress)('localhost', { all: true }, (error) => done(error));
    });
    expect(failed).toMatchObject({ message: expect.stringContaining('private') });
  });

  test('plain http is refused but to loopback that the user named', async () => {
    const { url } = await serve(json(200, {}));
    expect(await sendTo(url, { named: false })).toEqual(failure('plain http'));
    expect(await sendTo('http://192.0.2.1/')).toEqual(failure('plain http'));
    expect(await sendTo(url)).toMatchObject({ status: 200 });
  });

  test('a secret that no header can carry is not sent', async () => {
    const { url, asked } = await serve(json(200, {}));
    const headers = { Authorization: `Bearer ${secret}\r\nX-Other: 1` };
    expect(await sendTo(url, { headers })).toEqual(failure('no request can carry'));
    expect(asked).toEqual([]);
  });
});

describe('certificates', () => {
  const file = (text: string) => {
    const path = join(mkdtempSync(join(tmpdir(), 'leakgate-')), 'x.pem');
    writeFileSync(path, text);
    return path;
  };
  const trusting = (identity: Identity) => ({ tls: { ca: file(identity.cert) } });

  test('of an authority that the user added are trusted', async () => {
    const identity = selfSigned('127.0.0.1');
    const { url } = await serve(json(200, {}), identity);
    expect(await sendTo(url, {}, trusting(identity))).toMatchObject({ status: 200 });
    expect(await sendTo(url, {}, { env: { SSL_CERT_FILE: file(identity.cert) } })).toMatchObject({
      status: 200,
    });
  });

  test('of an added authority are trusted on every connection, those of others on none', async () => {
    const [own, unknown] = [selfSigned('127.0.0.1'), selfSigned('127.0.0.1')];
    const servers = await Promise.all([own, unknown, own, unknown].map((id) => serve(json(200, {}), id)));
    const network = openNetwork({}, trusting(own).tls);
    onTestFinished(network.close);
    const ask = (url: string) =>
      network.send({ method: 'GET', url: new URL(url), headers: {}, named: true }, AbortSignal.timeout(5000));
    const answers = [];
    for (const { url } of servers) answers.push(await ask(url));
    const yes = expect.objectContaining({ status: 200 });
    expect(answers).toEqual([yes, failure('not trusted'), yes, failure('not trusted')]);
  });

  test('of the client that can not be used fail the connection, not the run', async () => {
    const identity = selfSigned('127.0.0.1');
    const { url, asked } = await serve(json(200, {}), identity);
    const tls = { ...trusting(identity).tls, cert: file('no certificate'), key: file(identity.key) };
    expect(await sendTo(url, {}, { tls })).toHaveProperty('failure');
    expect(asked).toEqual([]);
  });

  test.each<[string, Identity, boolean, string]>([
    ['nobody vouches for', selfSigned('127.0.0.1'), false, 'not trusted'],
    ['are for another name', selfSigned('other.example'), true, 'another name'],
    ['have run out', selfSigned('127.0.0.1', -1), true, 'expired'],
  ])(
    'that %s are refused, also under NODE_TLS_REJECT_UNAUTHORIZED=0',
    async (_, identity, trusted, reason) => {
      const { url, asked } = await serve(json(200, {}), identity);
      const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
      onTestFinished(() => {
        if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
        else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
      });
      expect(await sendTo(url, {}, trusted ? trusting(identity) : {})).toEqual(failure(reason));
      expect(asked).toEqual([]);
    },
  );

  test('of the client are shown to a server that asks for one', async () => {
    const [ours, theirs] = [selfSigned('client.example'), selfSigned('127.0.0.1')];
    const mutual = { ...theirs, requestCert: true, rejectUnauthorized: true, ca: ours.cert };
    const { url } = await serve(json(200, {}), mutual);
    const tls = { ca: file(theirs.cert), cert: file(ours.cert), key: file(ours.key) };
    expect(await sendTo(url, {}, { tls })).toMatchObject({ status: 200 });
    expect(await sendTo(url, {}, { tls: { ca: tls.ca } })).toHaveProperty('failure');
  });

  test('a server that speaks no TLS', async () => {
    const { port } = await serve(json(200, {}));
    expect(await sendTo(`https://127.0.0.1:${port}/`)).toEqual(failure('no secure connection'));
  });
});

describe('proxies', () => {
  /** Tunnels every CONNECT to one port of loopback, whatever host was asked for. */
  async function proxyTo(port: number): Promise<{ url: string; asked: string[] }> {
    const asked: string[] = [];
    const proxy = createProxy();
    proxy.on('connect', (request, socket: Socket) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
      if (port === 0) {
        socket.end('HTTP/1.1 403 No\r\n\r\n');
        return;
      }
      const upstream = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      upstream.pipe(socket).pipe(upstream);
      for (const end of [upstream, socket]) end.on('error', () => {});
    });
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
    onTestFinished(() => void proxy.close());
    return { url: `127.0.0.1:${(proxy.address() as { port: number }).port}`, asked };
  }

  test('carry https, with the certificate of the provider checked', async () => {
    const identity = selfSigned('api.acme.example');
    const provider = await serve(json(200, { a: 1 }), identity);
    const proxy = await proxyTo(provider.port);
    const ca = join(mkdtempSync(join(tmpdir(), 'leakgate-')), 'ca.pem');
    writeFileSync(ca, identity.cert);
    const env = { HTTPS_PROXY: `http://ann:p%40ss@${proxy.url}`, SSL_CERT_FILE: ca };
    const answer = await sendTo('https://api.acme.example/me', { named: false }, { env });
    expect(answer).toMatchObject({ status: 200, body: '{"a":1}' });
    const login = Buffer.from('ann:p@ss').toString('base64');
    expect(proxy.asked).toEqual([`api.acme.example:443 Basic ${login}`]);
    expect(await sendTo('https://other.example/', { named: false }, { env })).toEqual(
      failure('another name'),
    );
  });

  test('of the config are used where the environment names none', async () => {
    const [own, other] = [await proxyTo(0), await proxyTo(0)];
    const tls = { proxy: `http://${own.url}` };
    const ask = (env: Env) => sendTo('https://api.acme.example/', { named: false }, { tls, env });
    expect(await ask({})).toEqual(failure('proxy refused'));
    expect(await ask({ HTTPS_PROXY: `http://${other.url}` })).toEqual(failure('proxy refused'));
    expect([own.asked, other.asked]).toEqual([['api.acme.example:443'], ['api.acme.example:443']]);
  });

  test('of a kind that can not be used are not gone around', async () => {
    const env = { ALL_PROXY: 'socks5://127.0.0.1:1' };
    expect(await sendTo('https://api.acme.example/', { named: false }, { env })).toEqual(
      failure('ALL_PROXY names no http or https proxy'),
    );
  });

  test('carry nothing to a private address, unless the user named it', async () => {
    const identity = selfSigned('10.1.2.3');
    const provider = await serve(json(200, {}), identity);
    const proxy = await proxyTo(provider.port);
    const ca = join(mkdtempSync(join(tmpdir(), 'leakgate-')), 'ca.pem');
    writeFileSync(ca, identity.cert);
    const env = { HTTPS_PROXY: `http://${proxy.url}`, SSL_CERT_FILE: ca };
    for (const host of ['10.1.2.3', '[::ffff:a01:203]', '169.254.169.254', '0.0.0.0']) {
      expect(await sendTo(`https://${host}/`, { named: false }, { env })).toEqual(failure('private'));
    }
    expect(proxy.asked).toEqual([]);
    expect(await sendTo('https://10.1.2.3/', {}, { env })).toMatchObject({ status: 200 });
  });

  test('that refuse are named as the reason', async () => {
    const proxy = await proxyTo(0);
    const env = { https_proxy: `http://${proxy.url}` };
    expect(await sendTo('https://api.acme.example/', { named: false }, { env })).toEqual(
      failure('proxy refused'),
    );
  });

  test('that are not there are not taken for the provider', async () => {
    const { port, close } = await serve(json(200, {}));
    await close();
    const env = { HTTPS_PROXY: `http://127.0.0.1:${port}` };
    expect(await sendTo('https://api.acme.example/', { named: false }, { env })).toEqual({
      failure: 'api.acme.example: the proxy: it refused the connection',
    });
  });

  test('are not used for loopback', async () => {
    const provider = await serve(json(200, {}));
    const proxy = await proxyTo(0);
    expect(await sendTo(provider.url, {}, { env: { HTTPS_PROXY: `http://${proxy.url}` } })).toMatchObject({
      status: 200,
    });
  });
});
