import { expect, test } from 'vitest';
import { crc32, toBase } from '../../../src/engine/checks/crc32.ts';
import { marvin32 } from '../../../src/engine/checks/marvin.ts';
import { checks } from '../../../src/engine/checks/registry.ts';

const zeros = (count: number) => '0'.repeat(count);
const body = ['SYNTHETICEXAMPLE', '0BODY0DO0NOT0U'];
const routing = ['AAECAwQFBgcICQoLDA0OD', '286MQp1OjN4eXoK'];
const polymod = ['AGE-SECRET-KEY-', '1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ'];

/** Samples of the vendors' schemes that are nobody's: joined only here. */
const worked: [check: string, parts: string[]][] = [
  ['crc32-base62', ['ghp_', ...body, '3FeTfa']],
  ['crc32-base62', ['ghp_', zeros(30), '2C8GjS']],
  ['crc32-base62', ['npm_', ...body, '3FeTfa']],
  ['crc32-base62-of-37', ['polar_oat_', ...body, zeros(7), '39w1Aa']],
  ['crc32-base62-of-37', ['polar_pat_', zeros(37), '3jnQlY']],
  ['atlassian-crc', ['ATBB', 'SYNTHETICexample', 'BODY0000', '7DB91291']],
  ['azure-cask', ['A'.repeat(52), 'JQQJ99', 'BA', 'AC', 'A'.repeat(10), 'AAAS', 'AZDO', '3zLC']],
  ['azure-devops-legacy', ['aebkubafay', 'drgeqkbmga2dqpcaireeyuculamgazdinryhi6d4qa']],
  ['azure-devops-legacy', ['aebfubafay', 'd3haqkbmga2dqpcaireeyuculakgazdinryhi6d4qa']],
  ['gitlab-routable', ['glpat-', ...routing, '.01.', '10', '03t7qd7']],
  ['grafana-crc', ['glsa_', 'SYNTHETICexampleBODY', zeros(12), '_', '59307b24']],
  ['cloudflare-crc', ['cfut_', 'SYNTHETICexampleBODY', zeros(20), '2ddc3deb']],
  ['crates-xor', ['cio_tp_', 'SYNTHETICEXAMPLE', zeros(15), '7']],
];

test.each(worked)('%s holds for a worked example', (check, parts) => {
  expect(checks[check]!.valid(parts.join(''))).toBe(true);
});

test.each(worked)('%s fails when one character of it changes', (check, parts) => {
  const token = parts.join('');
  const at = token.length - 10;
  const changed = token.slice(0, at) + (token[at] === '2' ? '3' : '2') + token.slice(at + 1);
  expect(checks[check]!.valid(changed)).toBe(false);
});

test('CRC-32 and its notation meet their published check values', () => {
  expect(crc32('123456789')).toBe(0xcbf43926);
  expect(toBase(61, '0123456789', 6)).toBe('000061');
});

test('Marvin32 of nothing follows the seed alone', () => {
  expect(marvin32(new Uint8Array(), 'Default0')).not.toBe(marvin32(new Uint8Array(), 'AadPwd00'));
});

test('bech32 refuses a checksum of another polynomial', () => {
  expect(checks.bech32!.valid(`${polymod.join('')}QQQQQQ`)).toBe(false);
});

test.each([
  ['gitlab-routable', `glpat-${zeros(20)}`],
  ['azure-entra', `abc7Q~${zeros(31)}`],
  ['azure-entra', `${zeros(33)}~`],
  ['azure-key', `${zeros(86)}==`],
  ['azure-cask', zeros(84)],
  ['crc32-base62', `ghr_${zeros(76)}`],
])('%s says nothing of a form without a checksum', (check, secret) => {
  expect(checks[check]!.valid(secret)).toBeUndefined();
});
