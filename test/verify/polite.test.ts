import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { HttpAnswer, HttpRequest, Send } from '../../src/verify/http.ts';
import { politely, retryAfterMs } from '../../src/verify/polite.ts';

const never = Number.POSITIVE_INFINITY;
const open = new AbortController().signal;
const to = (host: string): HttpRequest => ({
  method: 'GET',
  url: new URL(`https://${host}/`),
  headers: {},
  named: false,
});
const answer = (status: number, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers,
  body: '',
  truncated: false,
});

/** Counts what is under way at most, in all and by host. */
function counting(ms: number) {
  const now = new Map<string, number>();
  const most = new Map<string, number>();
  const step = (key: string, by: number) => {
    now.set(key, (now.get(key) ?? 0) + by);
    most.set(key, Math.max(most.get(key) ?? 0, now.get(key)!));
  };
  const send: Send = async ({ url }) => {
    for (const key of ['all', url.host]) step(key, 1);
    await sleep(ms);
    for (const key of ['all', url.host]) step(key, -1);
    return answer(200);
  };
  return { send, most };
}

describe('politely', () => {
  test('keeps to so many requests at a time, in all and to one host', async () => {
    const { send, most } = counting(5);
    const polite = politely(send, { total: 3, perHost: 2, requestMs: 5000 });
    const requests = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'c'].map((name) => to(`${name}.example`));
    const answers = await Promise.all(requests.map((request) => polite(request, open, never)));
    expect(answers.map((one) => 'status' in one && one.status)).toEqual(requests.map(() => 200));
    expect(Object.fromEntries(most)).toEqual({ all: 3, 'a.example': 2, 'b.example': 2, 'c.example': 1 });
  });

  test('leaves a host alone that asked for it, whoever comes next, and no other host', async () => {
    const sent: string[] = [];
    const send: Send = async ({ url }) => {
      sent.push(url.host);
      return url.host === 'busy.example' ? answer(429, { 'retry-after': '3600' }) : answer(200);
    };
    const polite = politely(send, { total: 4, perHost: 4, requestMs: 1000 });
    expect(await polite(to('busy.example'), open, never)).toMatchObject({ status: 429 });
    expect(await polite(to('busy.example'), open, never)).toEqual({
      failure: 'busy.example: rate limit (429)',
    });
    expect(await polite(to('other.example'), open, never)).toMatchObject({ status: 200 });
    expect(sent).toEqual(['busy.example', 'other.example']);
  });

  test('tries a host that is always busy no more than twice', async () => {
    let sent = 0;
    const send: Send = async () => answer(++sent ? 503 : 0, { 'retry-after': '0' });
    const polite = politely(send, { total: 1, perHost: 1, requestMs: 1000 });
    expect(await polite(to('busy.example'), open, never)).toMatchObject({ status: 503 });
    expect(sent).toBe(2);
  });

  test('asks nothing more when the time of all is over', async () => {
    let sent = 0;
    const over = new AbortController();
    const send: Send = async () => {
      sent++;
      over.abort();
      return answer(200);
    };
    const polite = politely(send, { total: 1, perHost: 1, requestMs: 1000 });
    const answers = await Promise.all([1, 2, 3].map(() => polite(to('a.example'), over.signal, never)));
    expect(answers.filter((one) => 'failure' in one)).not.toEqual([]);
    expect(sent).toBe(1);
  });

  test('gives up on a sender that does not', async () => {
    const polite = politely(() => new Promise(() => {}), { total: 1, perHost: 1, requestMs: 20 });
    const both = [polite(to('a.example'), open, never), polite(to('a.example'), open, never)];
    expect(await Promise.all(both)).toEqual(both.map(() => ({ failure: 'a.example: no answer in time' })));
  });

  test.each([
    ['a host that never answers', 4, () => 'silent.example'],
    ['anybody, where nobody ever answers', 16, (n: number) => `${n}.example`],
  ] as const)('does not wait for %s again and again', async (_, most, host) => {
    let sent = 0;
    const send: Send = () => new Promise(() => void sent++);
    const polite = politely(send, { total: 4, perHost: 2, requestMs: 20 });
    const answers = [];
    for (let n = 0; n < 40; n++) answers.push(polite(to(host(n)), open, never));
    expect(await Promise.all(answers)).toEqual(
      answers.map((__, n) => ({ failure: `${host(n)}: no answer in time` })),
    );
    expect(sent).toBeLessThan(most + 4);
  });

  test('goes on with a slow host that answers now and then', async () => {
    let sent = 0;
    const send: Send = async () => (++sent % 3 === 0 ? answer(200) : new Promise(() => {}));
    const polite = politely(send, { total: 1, perHost: 1, requestMs: 10 });
    for (let n = 0; n < 12; n++) await polite(to('slow.example'), open, never);
    expect(sent).toBe(12);
  });
});

describe('retryAfterMs', () => {
  const soon = new Date(Date.now() + 60_000).toUTCString();
  const past = new Date(Date.now() - 60_000).toUTCString();

  test.each<[HttpAnswer, number | undefined]>([
    [answer(200, { 'retry-after': '5' }), undefined],
    [answer(429), 1000],
    [answer(429, { 'retry-after': '5' }), 5000],
    [answer(429, { 'retry-after': past }), 0],
    [answer(429, { 'retry-after': 'whenever' }), 1000],
    [answer(429, { 'retry-after': '-5' }), 1000],
    [answer(503, { 'retry-after': '-5' }), undefined],
    [answer(503), undefined],
    [answer(503, { 'retry-after': '0' }), 0],
  ])('of %j is %s', (given, expected) => {
    expect(retryAfterMs(given)).toBe(expected);
  });

  test('reads dates', () => {
    const ms = retryAfterMs(answer(503, { 'retry-after': soon }))!;
    expect(ms).toBeGreaterThan(0);
    expect(ms).toBeLessThanOrEqual(60_000);
  });
});
