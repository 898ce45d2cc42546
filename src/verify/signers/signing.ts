import { createHash, createHmac } from 'node:crypto';
import type { HttpRequest } from '../http.ts';
import { fill, placeholdersOf, type Values } from '../template.ts';

/** Why a request can't be made: a value that nobody has or that doesn't fit, or no host. */
export interface Unfilled {
  missing: string;
}

/** A signing scheme, bound to its values in a rule. */
export interface BoundSigner {
  /** Values for the placeholders of the request itself. */
  values?(values: Values, now: number): [string, string][] | Unfilled;
  /** The request with its signature in. */
  sign?(request: HttpRequest, values: Values, now: number): HttpRequest | Unfilled;
}

/** Fills each template of a record; the first that has no value is named. */
export function fillAll<T extends Record<string, string>>(templates: T, values: Values): T | Unfilled {
  const filled: Record<string, string> = {};
  for (const [name, template] of Object.entries(templates)) {
    const value = fill(template, values);
    if (value === undefined) {
      return { missing: `its ${(placeholdersOf(template)[0] ?? name).replaceAll('_', ' ')} is not known` };
    }
    filled[name] = value;
  }
  return filled as T;
}

/** Hex SHA-256 of a text. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** HMAC-SHA-256 of a text. */
export const hmac256 = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** Query of a URL as signatures want it: sorted by name, percent-encoded as in RFC 3986. */
export function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]) => `${rfc3986(name)}=${rfc3986(value)}`)
    .sort()
    .join('&');
}

function rfc3986(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Headers for a canonical request: names in lower case, sorted, and the list of their names. */
export function canonicalHeaders(headers: Record<string, string>): { lines: string; names: string } {
  const sorted = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim().replace(/ +/g, ' ')] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    lines: sorted.map(([name, value]) => `${name}:${value}\n`).join(''),
    names: sorted.map(([name]) => name).join(';'),
  };
}
