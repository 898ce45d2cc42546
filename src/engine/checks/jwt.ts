import type { Check, Random } from './check.ts';
import { jsonObject } from './json-parts.ts';
import { alphabets, pick, randomBytes } from './random.ts';

/** Bytes of a signature by the start of its algorithm's name; those of RSA follow the key: 1024 bits and up. */
const exact: Record<string, number> = { HS256: 32, HS384: 48, HS512: 64, ES256: 64, ES384: 96, ES512: 132 };
const rsa = /^[RP]S(256|384|512)$/;

/**
 * JSON Web Token: header and payload are JSON objects, the header names its algorithm, and the signature is as
 * long as that algorithm makes it. A token without a signature (`alg: none`) opens nothing by itself, and one
 * of the wrong length is cut or invented: both are not valid.
 *
 * Forms: the algorithm, `HS256` when empty; an issuer may follow it: `RS256 kubernetes.io`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7515
 */
export const jwt: Check = {
  valid(secret) {
    const [header = '', payload = '', signature = '', more] = secret.split('.');
    const alg = jsonObject(header)?.alg;
    if (more !== undefined || typeof alg !== 'string' || !jsonObject(payload)) return false;
    return lengthFits(alg, Buffer.from(signature, 'base64url').length);
  },
  make(random: Random, form: string) {
    const [alg = 'HS256', iss] = form.split(' ').filter(Boolean);
    const claims = { iss, sub: pick(random, alphabets.alnum, 12), iat: 1_700_000_000, exp: 1_900_000_000 };
    const signature = randomBytes(random, exact[alg] ?? (alg === 'EdDSA' ? 64 : 256));
    return [encode({ alg, typ: 'JWT' }), encode(claims), Buffer.from(signature).toString('base64url')].join(
      '.',
    );
  },
};

function lengthFits(alg: string, bytes: number): boolean {
  if (alg.toLowerCase() === 'none') return false;
  if (rsa.test(alg)) return bytes >= 128 && bytes <= 1024;
  return bytes === (exact[alg] ?? bytes) && bytes >= 16;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
