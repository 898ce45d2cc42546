import type { Check } from './check.ts';
import { jsonObject } from './json-parts.ts';
import { jwt } from './jwt.ts';
import { alphabets, pick, randomBytes } from './random.ts';

/** Issuer of the keys that come with Supabase's local tools and are the same for everybody. */
const demo = 'supabase-demo';

/**
 * The JWT of a Supabase project (HS256) that carries one of these roles. `iss` is `supabase`, or what a
 * self-hosted installation puts there.
 *
 * @see https://supabase.com/docs/guides/auth/jwt-fields
 */
function supabaseRole(roles: readonly string[], isIssuer: (iss: string) => boolean, iss: string): Check {
  return {
    valid(secret) {
      const payload = jsonObject(secret.split('.')[1] ?? '');
      if (typeof payload?.role !== 'string' || typeof payload.iss !== 'string') return false;
      return roles.includes(payload.role) && isIssuer(payload.iss) && jwt.valid(secret) === true;
    },
    make(random) {
      const ref = pick(random, alphabets.lower, 20);
      const payload = { iss, ref, role: roles[0], iat: 1_700_000_000, exp: 2_015_576_000 };
      const parts = [{ alg: 'HS256', typ: 'JWT' }, payload].map((part) =>
        Buffer.from(JSON.stringify(part)).toString('base64url'),
      );
      return [...parts, Buffer.from(randomBytes(random, 32)).toString('base64url')].join('.');
    },
  };
}

/** A Supabase key with the role `service_role`, which bypasses row level security. */
export const supabaseServiceRole = supabaseRole(['service_role'], (iss) => iss !== demo, 'supabase');

/** A Supabase key with the role `anon`, public by design. */
export const supabaseAnon = supabaseRole(['anon'], (iss) => iss !== demo, 'supabase');

/** A published key of Supabase's local tools, of either role. */
export const supabaseDemo = supabaseRole(['anon', 'service_role'], (iss) => iss === demo, demo);
