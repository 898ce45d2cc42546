import { expect, test } from 'vitest';
import { checks } from '../../../src/engine/checks/registry.ts';
import { crc16 } from '../../../src/engine/checks/stellar.ts';

const words = (word: string, count: number) => Array(count).fill(word).join(' ');

/** Published samples, which own nothing: the BIPs' test vectors and their like in pieces. */
const worked: [check: string, parts: string[]][] = [
  ['bip39', [words('abandon', 11), ' about']],
  ['bip39', [words('abandon', 23), ' art']],
  ['bip39', [words('zoo', 11), ' wrong']],
  ['bip39', [words('test', 11), ' junk']],
  [
    'base58-check',
    [
      'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2n',
      'W2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg',
      '6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi',
    ],
  ],
  ['base58-check', ['5HueCGU8rMjxEXxiPuD5BDk', 'u4MkFqeZyd4dZ1jvhTVqvbTLvyTJ']],
  ['base58-check-xrp', ['snoPBrXtMeMyM', 'HUVTgbuqAfg1SUTb']],
  ['bech32-lower', ['nsec1vl029mgpspedva04g90vltkh6f', 'vh240zqtv9k0t9af8935ke9laqsnlfe5']],
];

test.each(worked)('%s holds for a published sample', (check, parts) => {
  expect(checks[check]!.valid(parts.join(''))).toBe(true);
});

test('a recovery phrase may be written with commas and capitals, but not with another word', () => {
  expect(checks.bip39!.valid(`${Array(11).fill('Abandon').join(', ')}, About`)).toBe(true);
  expect(checks.bip39!.valid(`${words('abandon', 11)} abacus`)).toBe(false);
  expect(checks.bip39!.valid(`${words('abandon', 11)} above`)).toBe(false);
  expect(checks.bip39!.valid(words('abandon', 10))).toBe(false);
});

test('25 words of the list are a phrase of a scheme without this checksum', () => {
  expect(checks.bip39!.valid(words('abandon', 25))).toBeUndefined();
});

test('CRC-16/XMODEM meets its published check value', () => {
  expect(crc16(Buffer.from('123456789'))).toBe(0x31c3);
});
