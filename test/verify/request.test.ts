import { describe, expect, test } from 'vitest';
import { verifySchema } from '../../src/rules/verify-schema.ts';
import { buildRequest } from '../../src/verify/request.ts';

const now = Date.UTC(2026, 0, 1);

function build(step: object, values: Record<string, string>, more: object = {}, endpoint?: string) {
  const live = [{ status: [200] }];
  const spec = verifySchema.parse({ confidence: 'V', steps: [{ live, ...step }], ...more });
  return buildRequest(spec.steps![0]!, spec.labels, new Map(Object.entries(values)), endpoint, now);
}
const hrefOf = (...args: Parameters<typeof build>) => {
  const request = build(...args);
  return 'url' in request ? request.url.href : request;
};
const missing = (text: string) => ({ missing: expect.stringContaining(text) });

describe('the URL', () => {
  test.each([
    ['a/b', 'https://api.acme.example/x/a%2Fb?q=a%2Fb'],
    ['a?b#c&d', 'https://api.acme.example/x/a%3Fb%23c%26d?q=a%3Fb%23c%26d'],
    ['a:b@c', 'https://api.acme.example/x/a:b@c?q=a:b@c'],
    ['ü\n', 'https://api.acme.example/x/%C3%BC%0A?q=%C3%BC%0A'],
  ])('keeps %j in its place', (secret, href) => {
    expect(hrefOf({ url: 'https://api.acme.example/x/{{secret}}?q={{secret}}' }, { secret })).toBe(href);
  });

  test.each(['..', '.', 'a\ud800'])('takes no %j', (secret) => {
    expect(hrefOf({ url: 'https://api.acme.example/x/{{secret}}/y' }, { secret })).toEqual(
      missing('fit no URL'),
    );
  });

  test.each([
    ['T1/B2/abc', 'https://hooks.acme.example/services/T1/B2/abc'],
    ['../admin', missing('fit no URL')],
    ['a/%2e%2E/%2e./admin', missing('fit no URL')],
    ['a//evil.example', missing('fit no URL')],
    ['a?b', missing('fit no URL')],
    ['a#b', missing('fit no URL')],
    ['a\\b', missing('fit no URL')],
  ])('takes a whole path only when it can lead nowhere else: %s', (secret, expected) => {
    expect(hrefOf({ url: 'https://hooks.acme.example/services/{{+secret}}' }, { secret })).toEqual(expected);
  });

  const tenant = [{ url: 'https://{{shop}}.acme.example/x' }, { labels: { shop: '[a-z0-9-]+' } }] as const;
  test.each([
    ['my-shop', 'https://my-shop.acme.example/x'],
    ['My-Shop', 'https://my-shop.acme.example/x'],
    ['evil.example/', missing('shop')],
    ['evil.example#', missing('shop')],
    ['a.b', missing('shop')],
    ['a@evil', missing('shop')],
    ['-a', missing('shop')],
    ['', missing('shop')],
  ])('takes one label of a host from the text: %s', (shop, expected) => {
    expect(hrefOf(tenant[0], { secret: 's', shop }, tenant[1])).toEqual(expected);
  });

  test('takes the host of the endpoint, and keeps the path of both', () => {
    const step = { url: 'https://api.acme.example/me?a=b' };
    expect(hrefOf(step, {}, {}, 'https://acme.corp/api/v3/')).toBe('https://acme.corp/api/v3/me?a=b');
    expect(hrefOf({ url: '/v1/self' }, {})).toEqual(missing('--endpoint'));
    expect(hrefOf({ url: '/v1/self' }, {}, {}, 'https://acme.corp')).toBe('https://acme.corp/v1/self');
  });
});

test('bodies, headers and Basic take values as they need them', () => {
  const harmless = 'It only looks the token up.';
  const post = { method: 'POST', harmless, url: 'https://api.acme.example/' };
  const values = { secret: 'a"b&c', user: 'ann' };
  const bodyOf = (body: object) => (build({ ...post, body }, values) as { body: string }).body;
  expect(JSON.parse(bodyOf({ json: { q: ['{{secret}}', 1, null] } }))).toEqual({ q: ['a"b&c', 1, null] });
  expect(bodyOf({ form: { token: '{{secret}}', x: 'y' } })).toBe('token=a%22b%26c&x=y');
  const request = build({ ...post, basic: { user: '{{user}}', password: '{{secret}}' } }, values);
  expect(request).toHaveProperty('headers.Authorization', `Basic ${btoa('ann:a"b&c')}`);
  expect(build({ ...post, headers: { 'X-Id': '{{id}}' } }, values)).toEqual(missing('id'));
});

describe('the schema refuses', () => {
  const step = { url: 'https://api.acme.example/', live: [{ status: [200] }] };
  test.each<[string, object]>([
    ['plain http', { steps: [{ ...step, url: 'http://api.acme.example/' }] }],
    ['a host out of the text', { steps: [{ ...step, url: 'https://{{host}}/' }] }],
    ['a placeholder at the end of a host', { steps: [{ ...step, url: 'https://api.{{tld}}/' }] }],
    ['a label without a pattern', { steps: [{ ...step, url: 'https://{{shop}}.acme.example/' }] }],
    ['POST without a reason', { steps: [{ ...step, method: 'POST' }] }],
    ['DELETE', { steps: [{ ...step, method: 'DELETE' }] }],
    ['a step that can not decide', { steps: [{ url: 'https://api.acme.example/' }] }],
    ['a condition that always holds', { steps: [{ ...step, live: [{}] }] }],
    ['an unknown key', { steps: [{ ...step, follow: true }] }],
    ['nothing to do', {}],
  ])('%s', (_, spec) => {
    expect(verifySchema.safeParse({ confidence: 'V', ...spec }).success).toBe(false);
  });
});
