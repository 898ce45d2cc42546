import { mkdtempSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding, Verdict } from '../../src/types.ts';
import { createVerifier, type VerifierOptions } from '../../src/verify/verify.ts';
import { findingOf, ruleWith, token } from './findings.ts';
import { json, serve } from './servers.ts';

const whoami = {
  confidence: 'V',
  steps: [
    {
      url: 'https://api.acme.example/me',
      headers: { Authorization: 'Bearer {{secret}}' },
      live: [{ status: [200], json: ['login'] }],
      dead: [{ status: [401] }],
      account: { id: 'id', name: 'login', kind: { from: 'type', map: { Org: 'organisation', '*': 'user' } } },
      scopes: { from: { header: 'x-scopes' }, separator: ',' },
      expiry: { from: 'expires', format: 'unix', absent: 'never' },
    },
  ],
  broad: { 'repo:delete': 'can delete repositories', 'admin:*': 'can administer the account' },
};

/** Knows the tokens with even numbers. */
const acme: RequestListener = (request, response) => {
  const known = /^Bearer acme_\d\d\d[02468]abcdefgh01234567$/.test(request.headers.authorization ?? '');
  if (known)
    json(200, { id: 7, login: 'ann', type: 'User' }, { 'x-scopes': 'read, repo:delete' })(request, response);
  else json(401, { message: 'no' })(request, response);
};

async function verdictOf(verify: unknown, listener: RequestListener, options: Partial<VerifierOptions> = {}) {
  const server = await serve(listener);
  const finding = findingOf(ruleWith(verify), token(2));
  const verify1 = createVerifier({ cacheDir: null, endpoints: { acme: server.url }, ...options });
  return { verdict: (await verify1([finding])).get(finding)!, asked: server.asked };
}

describe('createVerifier', () => {
  test('tells whose a live secret is, what it may do, and what of that is too much', async () => {
    const { verdict } = await verdictOf(whoami, acme);
    expect(verdict).toEqual({
      status: 'live',
      checkedAt: expect.stringMatching(/^\d{4}-/),
      account: { id: '7', name: 'ann', kind: 'user' },
      scopes: ['read', 'repo:delete'],
      broadScopes: ['repo:delete'],
      notes: ['This secret can delete repositories.', 'It has no expiry.'],
    });
  });

  test('asks once for one secret however often it occurs, and once more for each control', async () => {
    const server = await serve(acme);
    const rule = ruleWith(whoami);
    const findings = Array.from({ length: 1000 }, (_, i) => findingOf(rule, token(i % 10)));
    const verdicts = await createVerifier({ cacheDir: null, endpoints: { acme: server.url } })(findings);
    const statuses = findings.map((finding) => verdicts.get(finding)!.status);
    expect(statuses.filter((status) => status === 'live')).toHaveLength(500);
    expect(statuses.filter((status) => status === 'dead')).toHaveLength(500);
    expect(server.asked).toHaveLength(10 + 1);
  });

  test('does not believe a server that says yes to anybody', async () => {
    const { verdict } = await verdictOf(whoami, json(200, { login: 'everyone' }));
    expect(verdict).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('not trustworthy here'),
    });
  });

  test('believes a provider again once whoever said yes to anybody is gone', async () => {
    let portal = true;
    const { url } = await serve((request, response) => {
      (portal ? json(200, { login: 'everyone' }) : acme)(request, response);
    });
    const finding = findingOf(ruleWith(whoami), token(2));
    const options = { cacheDir: mkdtempSync(join(tmpdir(), 'leakgate-')), endpoints: { acme: url } };
    const statusNow = async () => (await createVerifier(options)([finding])).get(finding)!.status;
    expect(await statusNow()).toBe('unknown');
    portal = false;
    expect(await statusNow()).toBe('live');
  });

  test('does not believe yes when the control gets no answer', async () => {
    let first = true;
    const { verdict } = await verdictOf(whoami, (request, response) => {
      if (first) acme(request, response);
      else json(503, {})(request, response);
      first = false;
    });
    expect(verdict).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('no control was possible'),
    });
  });

  test.each<[string, RequestListener, Verdict['status']]>([
    ['an outage', json(500, {}), 'unknown'],
    ['a refusal whose body is that of a live secret', json(401, { login: 'ann' }), 'unknown'],
    ['status 200 with an error inside', json(200, { error: 'invalid token' }), 'unknown'],
    ['malformed JSON', (_, r) => r.writeHead(200).end('{"login": '), 'unknown'],
    ['JSON of another kind', json(200, ['login']), 'unknown'],
    ['an empty answer', (_, r) => r.writeHead(200).end(), 'unknown'],
    ['a redirect', (_, r) => r.writeHead(302, { location: 'https://elsewhere.example/' }).end(), 'unknown'],
    ['a page with status 200', (_, r) => r.writeHead(200).end('<!DOCTYPE html><p>Sign in'), 'unknown'],
    [
      'a page with status 401',
      (_, r) => r.writeHead(401, { 'content-type': 'text/html' }).end('<h1>No'),
      'unknown',
    ],
    ['a proxy that wants a login', json(407, {}), 'unknown'],
    [
      'a firewall before the provider',
      (_, r) => r.writeHead(401, { 'content-type': 'text/plain' }).end('error code: 1020\n'),
      'unknown',
    ],
    ['a captive portal', json(511, { login: 'x' }), 'unknown'],
    ['a refusal', json(401, {}), 'dead'],
  ])('%s is judged %s', async (_, listener, status) => {
    const { verdict } = await verdictOf(whoami, listener);
    expect(verdict.status).toBe(status);
  });

  test.each(['S', 'R'])('facts of confidence %s never call a secret dead', async (confidence) => {
    const { verdict } = await verdictOf({ ...whoami, confidence }, json(401, {}));
    expect(verdict.status).toBe('unknown');
  });

  test('asks nobody when offline, when the provider is off, or when no rule says how', async () => {
    const server = await serve(acme);
    const options = { cacheDir: null, endpoints: { acme: server.url } };
    const known = findingOf(ruleWith(whoami), token(2));
    const other = findingOf(ruleWith(undefined), token(2));
    const off: Verdict = { status: 'unchecked', reason: 'off' };
    expect((await createVerifier({ ...options, offline: true })([known])).get(known)).toEqual(off);
    expect((await createVerifier({ ...options, off: ['acme'] })([known])).get(known)).toEqual(off);
    expect((await createVerifier(options)([other])).get(other)).toEqual({
      status: 'unchecked',
      reason: 'no-verifier',
    });
    expect(server.asked).toEqual([]);
  });

  test('nobody is asked about a canary, and not about a secret whose other part elsewhere is one', async () => {
    const server = await serve(acme);
    const rule = ruleWith(whoami, { needs: { key_id: 'acme-key_id' } });
    const options = { cacheDir: null, endpoints: { acme: server.url } };
    const canaryId = ['AKIA', 'YVP4CIPP', 'A'.repeat(8)].join('');
    const known = { ...findingOf(rule, token(2)), canary: 'somebody' };
    const pair = findingOf(rule, token(3), { key_id: canaryId });
    const apart = findingOf(rule, token(4));
    const partners = async (finding: Finding) =>
      finding === apart ? findingOf(rule, token(4), { key_id: canaryId }).parts : [];
    const verdicts = await createVerifier({ ...options, partners })([known, pair, apart]);
    for (const finding of [known, pair, apart])
      expect(verdicts.get(finding)).toEqual({ status: 'unchecked', reason: 'canary' });
    const offline = await createVerifier({ ...options, offline: true })([known]);
    expect(offline.get(known)).toEqual({ status: 'unchecked', reason: 'canary' });
    expect(server.asked).toEqual([]);
  });

  test('is over at the deadline, whatever the server does', async () => {
    const { verdict } = await verdictOf(whoami, () => {}, { deadlineMs: 100 });
    expect(verdict).toMatchObject({ status: 'unknown', reason: 'no answer in time' });
  });

  test('waits for a Retry-After that ends in time, and gives up on one that does not', async () => {
    let calls = 0;
    const busy = (seconds: string): RequestListener => {
      return (request, response) => {
        if (calls++ === 0) json(429, {}, { 'retry-after': seconds })(request, response);
        else acme(request, response);
      };
    };
    expect((await verdictOf(whoami, busy('0'))).verdict.status).toBe('live');
    calls = 0;
    const { verdict, asked } = await verdictOf(whoami, busy('3600'));
    expect(verdict).toMatchObject({ status: 'unknown', reason: 'rate limit (429)' });
    expect(asked).toHaveLength(1);
  });

  test('a refusal together with a part from another file does not make a secret dead', async () => {
    const server = await serve(json(401, {}));
    const pair = {
      ...whoami,
      steps: [{ ...whoami.steps[0], headers: {}, basic: { user: '{{id}}', password: '{{secret}}' } }],
    };
    const rule = ruleWith(pair, { needs: { id: 'acme-id' } });
    const [own, elsewhere] = [findingOf(rule, token(2), { id: 'a' }), findingOf(rule, token(4))];
    const partners = async () => findingOf(rule, token(4), { id: 'b' }).parts;
    const verify = createVerifier({ cacheDir: null, endpoints: { acme: server.url }, partners });
    const verdicts = await verify([own, elsewhere]);
    expect(verdicts.get(own)).toMatchObject({ status: 'dead' });
    expect(verdicts.get(elsewhere)).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('another file'),
    });
  });
});
