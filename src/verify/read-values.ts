import type { ValueSource } from '../rules/verify-schema.ts';
import type { ReadAnswer } from './conditions.ts';
import { plainly, valuesAt } from './json-path.ts';
import { jwtClaims } from './jwt.ts';
import { fill, type Values } from './template.ts';

const longestValue = 8000;

/**
 * The values that a source of a rule leads to: of the first place that has any.
 *
 * @param answer - undefined before anything was asked
 * @returns texts, numbers and booleans as they are; objects, overlong texts and numbers that lost digits are dropped
 */
export function readValues(
  source: ValueSource,
  answer: ReadAnswer | undefined,
  values: Values,
): (string | number | boolean)[] {
  for (const place of Array.isArray(source) ? source : [source]) {
    const found = readPlace(place, answer, values).filter(isPlain);
    if (found.length > 0) return found;
  }
  return [];
}

/** The first of them, as text without control characters, at most 200 characters; none that repeats the secret. */
export function readText(
  source: ValueSource | undefined,
  answer: ReadAnswer | undefined,
  values: Values,
): string | undefined {
  const first = source === undefined ? undefined : readValues(source, answer, values)[0];
  return first === undefined || repeats(String(first), values) ? undefined : plainText(String(first));
}

/** Whether the answer holds the place at all, be it empty: an empty list of scopes is not the same as none. */
export function isThere(source: ValueSource, answer: ReadAnswer): boolean {
  return (Array.isArray(source) ? source : [source]).some((place) => {
    if (typeof place !== 'string' && 'header' in place) return answer.headers[place.header] !== undefined;
    const path = typeof place === 'string' ? place : 'json' in place ? place.json : undefined;
    return path !== undefined && valuesAt(answer.json, path.replace(/\[\](\..*)?$/, '')).length > 0;
  });
}

type Place = Exclude<ValueSource, unknown[]>;

function readPlace(place: Place, answer: ReadAnswer | undefined, values: Values): unknown[] {
  if (typeof place === 'string') return valuesAt(answer?.json, place, values).flat();
  if ('json' in place) return valuesAt(answer?.json, place.json, values).flat();
  if ('header' in place) return [answer?.headers[place.header]];
  if ('value' in place) return [fill(place.value, values)];
  if ('text' in place) return [new RegExp(place.text).exec(answer?.body ?? '')?.[1]];
  if ('match' in place) return [new RegExp(place.match).exec(fill(place.of, values) ?? '')?.[1]];
  const token = 'jwt' in place ? valuesAt(answer?.json, place.jwt)[0] : values.get('secret');
  return valuesAt(jwtClaims(plainly(token) ?? ''), place.claim).flat();
}

function isPlain(value: unknown): value is string | number | boolean {
  if (typeof value === 'string') return value !== '' && value.length <= longestValue;
  return (
    typeof value === 'boolean' || (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER)
  );
}

/** Without control and format characters, which could redraw a terminal or reorder a line. */
export function plainText(text: string): string {
  return visible(text).slice(0, 200);
}

const visible = (text: string) => text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu, '');
const shortest = 8;

/**
 * Whether a text of an answer holds the secret that was asked about, or half of it in one piece: an echo, perhaps one
 * that was cut, which no report may show.
 */
export function repeats(text: string, values: Values): boolean {
  const [shown, secret] = [visible(text), visible(values.get('secret') ?? '')];
  if (secret.length < shortest) return shown === secret;
  const half = Math.max(shortest, Math.ceil(secret.length / 2));
  for (let at = 0; shown.length >= half && at + half <= secret.length; at++) {
    if (shown.includes(secret.slice(at, at + half))) return true;
  }
  return false;
}
