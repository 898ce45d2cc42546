import { judgeValue } from '../judge.ts';
import { placeholderReason } from '../placeholders.ts';
import type { Check, Random } from './check.ts';
import { alphabets, pick } from './random.ts';

const pair = /^[^\s:]{0,100}:([\x21-\x7e]{4,300})$/;
const sample =
  /^(?:pass(?:word|wd)?|secret|changeme|test(?:ing|er)?|admin|root|guest|user(?:name)?|token|example|x+|\*+)\d{0,3}$/i;

/**
 * The value of a Basic `Authorization` header: base64 of `user:password`, the password none of the words that
 * stand for one in documentation.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7617
 */
export const basicCredentials: Check = {
  wraps: true,
  valid(secret) {
    const password = pair.exec(Buffer.from(secret, 'base64').toString('latin1'))?.[1];
    return password !== undefined && !sample.test(password) && isLikely(password);
  },
  make(random: Random) {
    return Buffer.from(`svc:${pick(random, alphabets.alnum, 16)}`).toString('base64');
  },
};

/** Short ones are left to the list of samples. */
function isLikely(password: string): boolean {
  return (
    password.length < 6 ||
    (!placeholderReason(password, 'password') && 'confidence' in judgeValue(password, 'password'))
  );
}
