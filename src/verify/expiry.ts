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

/** `2027-01-31 10:00:00 UTC` and `… +0200` are GitHub's own; the rest Date reads as ISO 8601 or RFC 1123. */
function parseDate(text: string): number {
  const [, day, time, zone] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (UTC|[+-]\d{4})$/.exec(text.trim()) ?? [];
  if (!day) return Date.parse(text);
  return Date.parse(`${day}T${time}${zone === 'UTC' ? 'Z' : `${zone!.slice(0, 3)}:${zone!.slice(3)}`}`);
}

/** ISO 8601 of milliseconds since 1970; undefined for what is no date between 1970 and 9999. */
export function toIso(ms: number): string | undefined {
  return Number.isFinite(ms) && ms >= 0 && ms < 253_402_300_800_000 ? new Date(ms).toISOString() : undefined;
}
