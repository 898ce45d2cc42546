import type { Check, Random } from './check.ts';
import { crc32, toBase } from './crc32.ts';
import { alphabets, pick, randomBytes } from './random.ts';

const base36 = alphabets.lowalnum;
const routable = /^(.*?)(gl[a-z]+-(?:t\d_)?([\w-]{27,300})\.(?:01\.)?([0-9a-z]{2}))([0-9a-z]{7})$/;

/** Length of `t1_`, a runner token's type, which a payload may by chance start with. */
const typeLength = 3;

/**
 * GitLab's routable tokens: a payload, its length in base 36, and a CRC-32 in base 36 of all before it, the
 * prefix included. An instance's own prefix counts as well where it has one, so both readings are tried.
 *
 * Forms: the prefix, then ` 1` for the first generation, which has no version part.
 *
 * @returns undefined for the classic tokens, which carry none
 * @see https://gitlab.com/gitlab-org/gitlab/-/blob/master/lib/authn/token_field/generator/routable_token.rb
 */
export const gitlabRoutable: Check = {
  valid(secret) {
    const [, instance, own, payload, size, crc] = routable.exec(secret) ?? [];
    if (!own || !payload || !size) return secret.includes('.') ? false : undefined;
    const missing = Number.parseInt(size, 36) - payload.length;
    return (
      (missing === 0 || missing === typeLength) && (crcText(own) === crc || crcText(instance + own) === crc)
    );
  },
  make(random: Random, form: string) {
    const [prefix = '', generation] = form.split(' ');
    const routing = Buffer.from(`o:1\nu:${pick(random, base36, 4)}`);
    const noise = randomBytes(random, 16);
    const parts =
      generation === '1'
        ? [routing, noise, Uint8Array.of(16)]
        : [noise, routing, Uint8Array.of(routing.length)];
    const payload = Buffer.concat(parts).toString('base64url');
    const head = `${prefix}${payload}.${generation === '1' ? '' : '01.'}${toBase(payload.length, base36, 2)}`;
    return head + crcText(head);
  },
};

function crcText(text: string): string {
  return toBase(crc32(text), base36, 7);
}
