import type { Check, Random } from './check.ts';
import { jsonObject } from './json-parts.ts';
import { alphabets, pick } from './random.ts';

/**
 * A token whose body is base64 of a JSON object: `glc_eyJ…`, `sntrys_eyJ…_…`, or with no prefix at all.
 *
 * Forms: the prefix; `eyJrIjoi` is the older Grafana API key, whose JSON begins with `k`.
 */
export const base64Json: Check = {
  valid(secret) {
    const body = secret.slice(Math.max(0, secret.indexOf('eyJ')));
    const cut = body.lastIndexOf('_');
    return [body, body.slice(0, Math.max(cut, 0))].some((text) => jsonObject(text) !== undefined);
  },
  make(random: Random, prefix: string) {
    const key = pick(random, alphabets.alnum, 24);
    if (prefix === 'eyJrIjoi') return base64({ k: key, n: 'example', id: 1 });
    return prefix + base64({ o: pick(random, alphabets.digits, 6), n: 'example', k: key });
  },
};

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}
