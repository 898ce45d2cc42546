import { judgeValue } from '../judge.ts';
import { placeholderReason } from '../placeholders.ts';
import type { Check, Random } from './check.ts';
import { alphabets, pick } from './random.ts';

/**
 * Base64 of a text that could be a secret: printable, and neither a placeholder nor a word.
 */
export const base64Secret: Check = {
  wraps: true,
  valid(secret) {
    const text = Buffer.from(secret, 'base64').toString('latin1').trimEnd();
    if (!/^[\t\n\r\x20-\x7e]+$/.test(text)) return false;
    if (placeholderReason(text, 'password')) return false;
    return 'confidence' in judgeValue(text, 'password');
  },
  make: (random: Random) => Buffer.from(`${pick(random, alphabets.alnum, 20)}!9`).toString('base64'),
};
