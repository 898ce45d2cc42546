import { describe, expect, test } from 'vitest';
import { globSource } from '../../src/config/globs.ts';
import { testRules } from '../../src/engine/test-rules.ts';
import { loadDirectory } from '../../src/rules/directory.ts';
import type { Rule } from '../../src/types.ts';

const rules = loadDirectory('rules');

describe('every rule does what its examples say', () => {
  test.each(rules.map((rule): [string, Rule] => [rule.id, rule]))('%s', (_id, rule) => {
    expect(testRules([rule], globSource)).toEqual([]);
  });
});
