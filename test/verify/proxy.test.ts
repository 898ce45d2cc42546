import { expect, test } from 'vitest';
import { proxyFor } from '../../src/verify/proxy.ts';

const target = new URL('https://api.acme.example/me');

test.each([
  [{}, undefined],
  [{ HTTPS_PROXY: 'http://p:8080' }, 'http://p:8080/'],
  [{ HTTPS_PROXY: 'p:8080' }, 'http://p:8080/'],
  [{ https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:2' }, 'http://a:1/'],
  [{ ALL_PROXY: 'https://p' }, 'https://p/'],
  [{ HTTP_PROXY: 'http://p:8080' }, undefined],
  [{ HTTPS_PROXY: 'socks5://p:1080' }, undefined],
  [{ HTTPS_PROXY: 'http://p', NO_PROXY: '*' }, undefined],
  [{ HTTPS_PROXY: 'http://p', NO_PROXY: 'other, .acme.example' }, undefined],
  [{ HTTPS_PROXY: 'http://p', NO_PROXY: 'ACME.example' }, undefined],
  [{ HTTPS_PROXY: 'http://p', NO_PROXY: '*.acme.example:443' }, undefined],
  [{ HTTPS_PROXY: 'http://p', NO_PROXY: 'api.acme.example:8443' }, 'http://p/'],
  [{ HTTPS_PROXY: 'http://p', NO_PROXY: 'notacme.example,me.example' }, 'http://p/'],
])('%j gives %s', (env, expected) => {
  expect(proxyFor(target, env)?.href).toBe(expected);
});
