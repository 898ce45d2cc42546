import type { Check, Random } from './check.ts';
import { alphabets, pick } from './random.ts';

/**
 * Luhn's checksum over all digits of the secret; other characters are passed over.
 *
 * Forms: how many digits, 16 when empty.
 */
export const luhn: Check = {
  valid(secret) {
    return sum(secret.replace(/\D/g, '')) % 10 === 0;
  },
  make(random: Random, form: string) {
    const body = pick(random, alphabets.digits, Number(form || 16) - 1);
    return body + ((10 - (sum(`${body}0`) % 10)) % 10);
  },
};

function sum(digits: string): number {
  let total = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    total += i % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0);
  }
  return total;
}
