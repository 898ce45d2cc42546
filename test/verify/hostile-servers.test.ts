import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../src/types.ts';
import { createVerifier } from '../../src/verify/verify.ts';
import { findingOf, ruleWith, token } from './findings.ts';
import { json, type Running, serve, serveRaw } from './servers.ts';

const secret = token(2);
const rule = ruleWith({
  confidence: 'V',
  steps: [
    {
      url: 'https://api.acme.example/me',
      headers: { Authorization: 'Bearer {{secret}}' },
      live: [{ status: [200], json: ['login'] }],
      dead: [{ status: [401], json: [{ path: 'error', contains: 'invalid' }] }],
      account: { id: 'items[id=1].name', name: 'login' },
      scopes: { from: 'scopes' },
      expiry: { from: 'expires', format: 'date' },
    },
  ],
});

async function verdictAt(server: Running): Promise<Verdict> {
  const finding = findingOf(rule, secret);
  const options = { cacheDir: null, endpoints: { acme: server.url }, requestMs: 500 };
  const verdict = (await createVerifier(options)([finding])).get(finding)!;
  expect(JSON.stringify(verdict)).not.toContain(secret);
  return verdict;
}

/** To the secret alone; a made-up one is refused. */
const toOurs = (listener: RequestListener): RequestListener => {
  return (request, response) => {
    if (request.headers.authorization === `Bearer ${secret}`) listener(request, response);
    else json(401, { error: 'invalid' })(request, response);
  };
};

const text = (status: number, body: string | Buffer, headers = {}): RequestListener => {
  return (_, response) => void response.writeHead(status, headers).end(body);
};
const deep = (times: number) => '['.repeat(times) + ']'.repeat(times);
const odd = { toString: 1, valueOf: 1, length: -1 };

describe('answers that are made to be misread', () => {
  test.each<[string, RequestListener]>([
    ['a list nested without end', text(200, `{"login":${deep(30_000)}`)],
    ['an error that is an object with methods of its own', json(401, { error: odd })],
    ['an error nested without end', text(401, `{"error":${deep(30_000)}}`)],
    ['the key only in a prototype', text(200, '{"__proto__":{"login":"ann"}}')],
    ['the key only in a text', json(200, '{"login":"ann"}')],
    ['two documents', text(200, '{"login":"ann"}{"login":"ann"}')],
    ['a byte order mark of UTF-16', text(200, Buffer.from('\ufeff{"login":"ann"}', 'utf16le'))],
    ['a login that is null', json(200, { login: null })],
    ['a partial answer', text(206, '{"login":"ann"}')],
    ['nothing, with status 204', text(204, '')],
    ['a page without a type', text(200, '\n <html><body>{"login":"ann"}')],
    ['a page that refuses', text(401, '<html>invalid', { 'content-type': 'text/html' })],
    ['a refusal beyond what is read', text(401, `{"x":"${'y'.repeat(70_000)}","error":"invalid"}`)],
    ['packed twice', text(200, gzipSync(gzipSync('{"login":"ann"}')), { 'content-encoding': 'gzip, gzip' })],
    [
      'packed, with rubbish behind',
      text(200, Buffer.concat([gzipSync('{"login"'), Buffer.from(':"ann"}')]), {
        'content-encoding': 'gzip',
      }),
    ],
    [
      'a challenge in front of the provider',
      json(401, { error: 'invalid' }, { 'cf-mitigated': 'challenge' }),
    ],
    [
      'a proxy that asks for a login of its own',
      json(401, { error: 'invalid' }, { 'www-authenticate': 'NTLM' }),
    ],
    ['a way to another page', text(200, '', { refresh: '0; url=https://elsewhere.example/' })],
  ])('%s: unknown', async (_, listener) => {
    expect(await verdictAt(await serve(toOurs(listener)))).toMatchObject({ status: 'unknown' });
  });

  test.each<[string, object]>([
    ['an echo for a name', { login: secret }],
    [
      'an echo with characters that do not show',
      { login: `${secret.slice(0, 9)}\u200b\u202e${secret.slice(9)}` },
    ],
    ['an echo in the middle of a long name', { login: `${'x'.repeat(190)}${secret}` }],
    ['echoes for scopes', { login: 'ann', scopes: ['read', secret, `x ${secret}`] }],
    ['an echo for an end', { login: 'ann', expires: secret }],
    [
      'objects for scopes and items',
      { login: 'ann', scopes: [odd, [odd]], items: [{ id: odd, name: 'x' }, odd, null] },
    ],
    [
      'more scopes than a screen holds',
      { login: 'ann', scopes: Array.from({ length: 6000 }, (_, i) => `s${i}`) },
    ],
    ['an end beyond all calendars', { login: 'ann', expires: '+275760-09-13T00:00:00.001Z' }],
  ])('%s: live, and the report stays clean', async (_, body) => {
    const verdict = await verdictAt(await serve(toOurs(json(200, body))));
    expect(verdict).toMatchObject({ status: 'live' });
    expect(JSON.stringify(verdict).length).toBeLessThan(5000);
  });

  test.each([
    ['its end', secret.slice(0, -1)],
    ['its prefix', secret.slice(5)],
    ['its first half', `key ${secret.slice(12)}`],
  ])('an echo without %s names nobody', async (_, login) => {
    expect(await verdictAt(await serve(toOurs(json(200, { login }))))).not.toHaveProperty('account');
  });

  test("a number that lost digits is nobody's id", async () => {
    const body = text(200, '{"login":12345678901234567890,"scopes":[1e999]}');
    const verdict = await verdictAt(await serve(toOurs(body)));
    expect(verdict).toMatchObject({ status: 'live', scopes: [] });
    expect(verdict).not.toHaveProperty('account');
  });

  test('a name that redraws the terminal comes without its controls', async () => {
    const login = '\u001b[2J\u001b]8;;https://elsewhere.example\u0007ann\r\n\u2028';
    const verdict = await verdictAt(await serve(toOurs(json(200, { login }))));
    expect(verdict).toMatchObject({ account: { name: '[2J]8;;https://elsewhere.exampleann' } });
  });
});

describe('bytes that are no answer', () => {
  const raw = (bytes: string) =>
    serveRaw((socket) => socket.once('data', () => socket.write(bytes, 'latin1')));

  test.each<[string, () => Promise<Running>]>([
    [
      'another protocol from here on',
      () =>
        raw('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n{"login":"ann"}'),
    ],
    ['a status that is none', () => raw('HTTP/1.1 999 What\r\nContent-Length: 15\r\n\r\n{"login":"ann"}')],
    ['HTTP of the first kind', () => raw('{"login":"ann"}')],
    ['the first words of HTTP/2', () => raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')],
    [
      'both a length and chunks',
      () =>
        raw(
          'HTTP/1.1 200 OK\r\nContent-Length: 15\r\nTransfer-Encoding: chunked\r\n\r\nf\r\n{"login":"ann"}\r\n0\r\n\r\n',
        ),
    ],
    [
      'a chunk of a length beyond counting',
      () => raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{"login":"ann"}'),
    ],
    [
      'a header folded over lines',
      () => raw('HTTP/1.1 200 OK\r\nX: a\r\n b\u0000c\r\nContent-Length: 2\r\n\r\n{}'),
    ],
    ['the secret in place of a status', () => raw(`HTTP/1.1 ${secret}\r\n\r\n`)],
    [
      'a name for the secret in a header',
      () => raw(`HTTP/1.1 401 No\r\n${secret}: ${secret}\r\nContent-Length: 0\r\n\r\n`),
    ],
  ])('%s: unknown', async (_, start) => {
    expect(await verdictAt(await start())).toMatchObject({ status: 'unknown' });
  });

  test('a second answer that nobody asked for is not taken for that to the next request', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"login":"ann"}';
    const refusal = 'HTTP/1.1 401 No\r\nContent-Length: 19\r\n\r\n{"error":"invalid"}';
    expect(await verdictAt(await raw(answer + refusal))).toMatchObject({ status: 'unknown' });
  });
});
