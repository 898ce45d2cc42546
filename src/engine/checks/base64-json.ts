import type { Check, Random } from './check.ts';
import { jsonObject } from './json-parts.ts';
import { alphabets, pick } from './random.ts';

/**
 * A token whose body is base64 of a JSON object: `glc_eyJ…`, `sntrys_eyJ…_…`, or with no prefix at all.
 *
 * Forms: the prefix; one that begins with `eyJ` is base64 itself, and names the first key: `eyJrIjoi`.
 */
export const base64Json: Check = {
  valid(secret) {
    const body = secret.slice(Math.max(0, secret.indexOf('eyJ')));
    const cut = body.lastIndexOf('_');
    return [body, body.slice(0, Math.max(cut, 0))].some((text) => jsonObject(text) !== undefined);
  },
  make(random: Random, prefix: string) {
    const key = pick(random, alphabets.alnum, 24);
    const [, first] = /^\{"(\w)":"$/.exec(Buffer.from(prefix, 'base64').toString()) ?? [];
    if (first) return base64({ [first]: key, n: 'example', id: 1, s: pick(random, alphabets.alnum, 44) });
    return prefix + base64({ o: pick(random, alphabets.digits, 6), n: 'example', k: key });
  },
};

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}
