import { toIso } from '../expiry.ts';
import { plainText } from '../read-values.ts';
import { whenExpired } from './jwt.ts';
import type { Reader } from './knowledge.ts';

const caveat = { expiry: 0, projectNames: 1, projectIds: 2, user: 3 };

/**
 * Restrictions that an upload token of the Python package index carries: expiry, projects, user.
 *
 * @see https://github.com/pypi/warehouse/blob/main/warehouse/macaroons/caveats/__init__.py
 */
export const readPypiMacaroon: Reader = (values, now) => {
  const caveats = caveatsIn(Buffer.from((values.get('secret') ?? '').replace(/^pypi-/, ''), 'base64url'));
  if (caveats.length === 0) return undefined;
  const of = (tag: number) => caveats.find((c) => Array.isArray(c) && c[0] === tag) as unknown[] | undefined;
  const until = Number(of(caveat.expiry)?.[1]);
  const expiry = Number.isFinite(until) ? toIso(until * 1000) : undefined;
  const projects = projectsIn(of(caveat.projectNames)?.[1], caveats);
  const user = of(caveat.user)?.[1];
  const limited = projects.length > 0 || of(caveat.projectIds) !== undefined;
  return {
    ...whenExpired(expiry, now),
    ...(typeof user === 'string' ? { account: { id: plainText(user), kind: 'user' as const } } : {}),
    ...(limited ? { scopes: projects.map((name) => `project:${name}`) } : {}),
    expiry: expiry ?? 'never',
    notes: limited ? [] : ['This secret can publish every project of its account.'],
  };
};

/** Older tokens carry `{"version": 1, "permissions": {"projects": [...]}}` in place of a list. */
function projectsIn(names: unknown, caveats: unknown[]): string[] {
  const old = caveats.map(
    (c) => (c as { permissions?: { projects?: unknown } } | null)?.permissions?.projects,
  );
  const list = [names, ...old].find(Array.isArray) ?? [];
  return list.filter((name: unknown) => typeof name === 'string').map(plainText);
}

/** The JSON texts among a version 2 macaroon's fields: type, length in groups of seven bits, data. */
function caveatsIn(bytes: Buffer): unknown[] {
  const found: unknown[] = [];
  for (let at = bytes[0] === 2 ? 1 : bytes.length; at < bytes.length; ) {
    if (bytes[at++] === 0) continue;
    let length = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const group = bytes[at++] ?? 0;
      length |= (group & 0x7f) << shift;
      if (group < 0x80) break;
    }
    const text = bytes.subarray(at, at + length).toString('utf8');
    if (/^[[{]/.test(text)) found.push(parsed(text));
    at += length;
  }
  return found.filter((value) => value !== undefined);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
