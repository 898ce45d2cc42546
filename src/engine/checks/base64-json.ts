import type { Check, Random } from './check.ts';
import { jsonObject } from './json-parts.ts';
import { alphabets, pick } from './random.ts';

/**
 * A token whose body is base64 of a JSON object: `glc_eyJ…`, `sntrys_eyJ…_…`, or with no prefix at all.
 *
 * Forms: the prefix.
 */
export const base64Json: Check = {
  valid(secret) {
    const body = secret.slice(Math.max(0, secret.indexOf('eyJ')));
    const cut = body.lastIndexOf('_');
    return [body, body.slice(0, Math.max(cut, 0))].some((text) => jsonObject(text) !== undefined);
  },
  make(random: Random, prefix: string) {
    const body = { o: pick(random, alphabets.digits, 6), n: 'example', k: pick(random, alphabets.alnum, 24) };
    return prefix + Buffer.from(JSON.stringify(body)).toString('base64');
  },
};
