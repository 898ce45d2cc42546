import { expect, test } from 'vitest';
import { loadDirectory } from '../../src/rules/directory.ts';
import { chunkOf, engineOf } from '../helpers/engine.ts';

const rules = loadDirectory('rules').filter(({ provider }) => provider === 'github');
const line = `GITHUB_TOKEN=ghp_${'a'.repeat(36)}`;

test.each([
  ['', undefined, 'blob:0123456789ab'],
  ['!/a.env', '', 'blob:0123456789ab!/a.env'],
  ['commit:0123456789ab', undefined, 'commit:0123456789ab'],
])('what a history drops at %o is named', (path, container, file) => {
  const object = '0123456789abcdef0123456789abcdef01234567';
  const chunk = { ...chunkOf(line, path), object, ...(container === undefined ? {} : { container }) };
  const { dropped } = engineOf(rules).scan(chunk);
  expect(dropped.length).toBeGreaterThan(0);
  for (const one of dropped) expect(one.file).toBe(file);
});
