import type { Account } from '../../types.ts';
import { toIso } from '../expiry.ts';
import { jwtClaims } from '../jwt.ts';
import { plainText } from '../read-values.ts';
import type { Knowledge, Reader } from './knowledge.ts';

/** Clocks may differ by this much before a token counts as expired. */
export const clockSkewMs = 5 * 60 * 1000;

/** Owner, rights and expiry as the claims of a JSON Web Token state them; an expired one is dead. */
export const readJwt: Reader = (values, now) => {
  const claims = jwtClaims(values.get('secret') ?? '');
  if (!claims) return undefined;
  const exp = claims.exp ?? undefined;
  const expiry = typeof exp === 'number' && exp > 0 ? toIso(exp * 1000) : undefined;
  const scopes = scopesIn(claims.scope ?? claims.scp ?? claims.scopes ?? claims.roles ?? claims.role);
  return {
    ...whenExpired(expiry, now),
    ...accountIn(claims),
    ...(scopes.length > 0 ? { scopes } : {}),
    ...(expiry || exp === undefined ? { expiry: expiry ?? 'never' } : {}),
    ...(typeof claims.iss === 'string' ? { notes: [`It was issued by ${plainText(claims.iss)}.`] } : {}),
  };
};

/** Dead once the time that the secret itself carries is over. */
export function whenExpired(expiry: string | undefined, now: number): Pick<Knowledge, 'dead'> {
  const over = expiry !== undefined && Date.parse(expiry) + clockSkewMs < now;
  return over ? { dead: `expired on ${expiry.slice(0, 10)}` } : {};
}

function accountIn(claims: Record<string, unknown>): { account?: Account } {
  const id = firstText(claims.sub, claims.azp, claims.client_id, claims.appid);
  const name = firstText(claims.email, claims.preferred_username, claims.name, claims.app_displayname);
  return id || name ? { account: { ...(id ? { id } : {}), ...(name ? { name } : {}) } } : {};
}

function firstText(...candidates: unknown[]): string | undefined {
  const found = candidates.find((value) => typeof value === 'string' && value !== '');
  return found === undefined ? undefined : plainText(String(found));
}

function scopesIn(claim: unknown): string[] {
  const list = typeof claim === 'string' ? claim.split(/[\s,]+/) : Array.isArray(claim) ? claim : [];
  return list
    .filter((scope) => typeof scope === 'string' && scope !== '')
    .map(plainText)
    .slice(0, 50);
}
