import { expect, test } from 'vitest';
import { sameRepository } from '../../src/git/same-repository.ts';

test.each([
  ['https://example.com/o/r', 'git@example.com:o/r.git'],
  ['https://user:pass@Example.com/o/r.git/', 'ssh://git@example.com:2222/o/r'],
  ['/srv/r.git', 'file:///srv/r'],
  ['https://example.com:8443/o/r', 'https://example.com:8443/o/r.git'],
  ['../r', '../r'],
  ['ssh://[::1]:22/r', '[::1]:r'],
])('%s is %s', (a, b) => {
  expect(sameRepository(a, b)).toBe(true);
  expect(sameRepository(b, a)).toBe(true);
});

test.each([
  ['https://example.com/o/r', 'https://example.org/o/r'],
  ['https://example.com/o/r', 'https://example.com/fork/r'],
  ['https://localhost:3000/o/r', 'https://localhost:4000/o/r'],
  ['/srv/r', 'host:/srv/r'],
  ['../r', '../s'],
  ['https://example.com/o/R', 'https://example.com/o/r'],
])('%s is not %s', (a, b) => {
  expect(sameRepository(a, b)).toBe(false);
  expect(sameRepository(b, a)).toBe(false);
});

test('a drive is a folder on Windows, a host elsewhere', () => {
  for (const url of ['C:/srv/r', 'file:///C:/srv/r.git', 'file://C:/srv/r/', 'C:\\\\srv\\\\r']) {
    expect(sameRepository('C:\\srv\\r', url, 'win32'), url).toBe(true);
  }
  expect(sameRepository('C:\\srv\\r', 'file:///C:/srv/r', 'linux')).toBe(false);
  expect(sameRepository('C:/srv/r', 'C:\\srv\\other', 'win32')).toBe(false);
});
