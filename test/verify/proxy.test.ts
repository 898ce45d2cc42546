import { expect, test } from 'vitest';
import { isBehindProxy, proxyFor } from '../../src/verify/proxy.ts';

const target = new URL('https://api.acme.example/me');

test.each([
  [{}, undefined],
  [{ HTTPS_PROXY: 'http://p:8080' }, 'http://p:8080/'],
  [{ HTTPS_PROXY: 'p:8080' }, 'http://p:8080/'],
  [{ https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:2' }, 'http://a:1/'],
  [{ ALL_PROXY: 'https://p' }, 'https://p/'],
  [{ HTTP_PROXY: 'http://p:8080' }, undefined],
  [{ LEAKGATE_PROXY: 'http://l', https_proxy: 'http://a' }, 'http://l/'],
  [{ HTTPS_PROXY: 'http://p', NO_PROXY: '*' }, undefined],
  [{ HTTPS_PROXY: 'http://p', NO_PROXY: 'other, .acme.example' }, undefined],
  [{ HTTPS_PROXY: 'http://p', NO_PROXY: 'ACME.example' }, undefined],
  [{ HTTPS_PROXY: 'http://p', NO_PROXY: '*.acme.example:443' }, undefined],
  [{ HTTPS_PROXY: 'http://p', NO_PROXY: 'api.acme.example:8443' }, 'http://p/'],
  [{ HTTPS_PROXY: 'http://p', NO_PROXY: 'notacme.example,me.example' }, 'http://p/'],
])('%j gives %s', (env, expected) => {
  expect(proxyFor(target, env)?.href).toBe(expected);
});

test.each([
  [{}, undefined],
  [{}, 'http://own:3128/'],
  [{ HTTPS_PROXY: 'http://p' }, 'http://p/'],
  [{ NO_PROXY: 'acme.example' }, undefined],
])('beside the proxy of the config, %j gives %s', (env, expected) => {
  const own = expected === undefined && !('NO_PROXY' in env) ? undefined : 'http://own:3128';
  expect(proxyFor(target, env, own)?.href).toBe(expected);
});

test.each([{ HTTPS_PROXY: 'socks5://p:1080' }, { ALL_PROXY: 'socks5h://p' }, { HTTPS_PROXY: 'http://[' }])(
  '%j is not gone around',
  (env) => {
    expect(() => proxyFor(target, env)).toThrow(/names no http or https proxy/);
  },
);

test.each([
  [{}, undefined, false],
  [{ HTTPS_PROXY: 'http://p' }, undefined, false],
  [{ ALL_PROXY: 'socks5://p' }, undefined, true],
  [{ LEAKGATE_PROXY: 'http://p' }, undefined, true],
  [{}, 'http://p', true],
  [{ NO_PROXY: '.acme.example' }, 'http://p', false],
  [{ NO_PROXY: 'db.acme.example:5433' }, 'http://p', true],
])('a login beside %j and %s: behind a proxy is %s', (env, own, expected) => {
  expect(isBehindProxy('db.acme.example', 5432, env, own)).toBe(expected);
});
