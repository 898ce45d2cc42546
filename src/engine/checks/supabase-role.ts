import type { Check } from './check.ts';
import { jsonObject } from './json-parts.ts';
import { jwt } from './jwt.ts';
import { alphabets, pick, randomBytes } from './random.ts';

/**
 * The JWT of a Supabase project (HS256) that carries this role. `iss` is `supabase`, or what a self-hosted
 * installation puts there.
 *
 * @see https://supabase.com/docs/guides/auth/jwt-fields
 */
function supabaseRole(role: 'anon' | 'service_role'): Check {
  return {
    valid(secret) {
      const payload = jsonObject(secret.split('.')[1] ?? '');
      return payload?.role === role && typeof payload.iss === 'string' && jwt.valid(secret) === true;
    },
    make(random) {
      const ref = pick(random, alphabets.lower, 20);
      const payload = { iss: 'supabase', ref, role, iat: 1_700_000_000, exp: 2_015_576_000 };
      const parts = [{ alg: 'HS256', typ: 'JWT' }, payload].map((part) =>
        Buffer.from(JSON.stringify(part)).toString('base64url'),
      );
      return [...parts, Buffer.from(randomBytes(random, 32)).toString('base64url')].join('.');
    },
  };
}

/** A Supabase key with the role `service_role`, which bypasses row level security. */
export const supabaseServiceRole = supabaseRole('service_role');

/** A Supabase key with the role `anon`, public by design. */
export const supabaseAnon = supabaseRole('anon');
