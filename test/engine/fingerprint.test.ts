import { expect, test } from 'vitest';
import { fingerprint } from '../../src/engine/fingerprint.ts';
import { ruleWith } from '../verify/findings.ts';

const token = ruleWith(undefined);
const password = ruleWith(undefined, { id: 'acme-password', judge: 'password' });

test.each([token, password])('a fingerprint of $id follows rule and secret', (rule) => {
  const one = fingerprint(rule, 'one');
  expect(one).toMatch(/^0000[0-9a-f]{28}$/);
  expect(fingerprint(rule, 'one')).toBe(one);
  expect(fingerprint(rule, 'two')).not.toBe(one);
  expect(fingerprint({ ...rule, id: 'other' }, 'one')).not.toBe(one);
});

test('one of a password is not made the quick way', () => {
  const { judge: _, ...quick } = password;
  expect(fingerprint(password, 'one')).not.toBe(fingerprint(quick, 'one'));
});
