import { expect, test } from 'vitest';
import { compileText } from '../../src/engine/compiler/compile.ts';
import { loadDirectory } from '../../src/rules/directory.ts';
import { isLinear, isProved } from '../helpers/linear-time.ts';

test('no built-in pattern can be made to backtrack without bounds', { timeout: 600_000 }, async () => {
  const unproved: string[] = [];
  for (const rule of loadDirectory('rules')) {
    const ecma = compileText(rule.pattern, 'ecma');
    if (!isProved(ecma) && !(await isLinear(ecma))) unproved.push(rule.id);
  }
  expect(unproved).toEqual([]);
});

test('a pattern that backtracks is told from one that does not', async () => {
  expect(await isLinear('(?:a+)+b')).toBe(false);
  expect(await isLinear('a{1,9}b')).toBe(true);
});
