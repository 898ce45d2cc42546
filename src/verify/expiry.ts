import type { Step } from '../rules/verify-schema.ts';
import type { ReadAnswer } from './conditions.ts';
import { readValues } from './read-values.ts';
import type { Values } from './template.ts';

/** When a secret ends: ISO 8601 in UTC, `never`, or undefined where the provider doesn't say. */
export type Expiry = string | undefined;

/**
 * Reads when a secret ends by the rule's `expiry`.
 *
 * @param now - milliseconds since 1970, for answers that count the seconds left
 */
export function readExpiry(
  spec: NonNullable<Step['expiry']>,
  answer: ReadAnswer,
  values: Values,
  now: number,
): Expiry {
  const value = readValues(spec.from, answer, values)[0];
  if (value === undefined || typeof value === 'boolean') return spec.absent === 'never' ? 'never' : undefined;
  if (spec.never?.includes(value)) return 'never';
  return toIso(instantOf(value, spec.format, now));
}

function instantOf(value: string | number, format: string, now: number): number {
  if (format === 'date') return parseDate(String(value));
  const number = Number(value);
  if (format === 'unix') return number * 1000;
  return format === 'unix-ms' ? number : now + number * 1000;
}

const isoDate = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|UTC|[+-]\d\d:?\d\d)?)?$/i;

/**
 * ISO 8601, also as GitHub writes it (`2027-01-31 10:00:00 UTC`, `… +0200`), in UTC where it names no zone; or RFC
 * 1123; milliseconds since 1970. Date would read `12` as a day of 2001, and a time without a zone as one of this machine's.
 */
export function parseDate(text: string): number {
  const [, day, time = '00:00', zone = 'Z'] = isoDate.exec(text.trim()) ?? [];
  if (!day) return /^[A-Z][a-z]{2}, \d.* GMT$/.test(text.trim()) ? Date.parse(text) : Number.NaN;
  return Date.parse(
    `${day}T${time}${/^(?:Z|UTC)$/i.test(zone) ? 'Z' : zone.replace(/(\d\d):?(\d\d)$/, '$1:$2')}`,
  );
}

/** ISO 8601 of milliseconds since 1970; undefined for what is no date between 1970 and 9999. */
export function toIso(ms: number): string | undefined {
  return Number.isFinite(ms) && ms >= 0 && ms < 253_402_300_800_000 ? new Date(ms).toISOString() : undefined;
}
