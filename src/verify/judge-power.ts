import type { VerifySpec } from '../rules/verify-schema.ts';
import type { Expiry } from './expiry.ts';

const yearMs = 365 * 24 * 3600 * 1000;

/**
 * What of a live secret's power and life is too much, in sentences.
 *
 * @param scopes - undefined where the provider has none, or doesn't tell them
 * @param emptyMeans - what holds when the list is there and empty
 */
export function judgePower(
  spec: Pick<VerifySpec, 'broad' | 'full'>,
  scopes: string[] | undefined,
  expiry: Expiry,
  now: number,
  emptyMeans?: string,
): { broadScopes: string[]; notes: string[] } {
  const broad = (scopes ?? []).flatMap((scope) => {
    const sentence = sentenceFor(spec.broad ?? {}, scope);
    return sentence ? [{ scope, sentence }] : [];
  });
  const powers = [...broad.map((b) => b.sentence)];
  if (scopes?.length === 0 && emptyMeans) powers.push(emptyMeans);
  if (spec.full) powers.push(spec.full);
  const notes = [...new Set(powers)].map((power) => `This secret ${power}.`);
  return { broadScopes: broad.map((b) => b.scope), notes: [...notes, ...expiryNotes(expiry, now)] };
}

function sentenceFor(table: Record<string, string>, scope: string): string | undefined {
  if (Object.hasOwn(table, scope)) return table[scope];
  return Object.entries(table).find(([pattern]) => pattern.includes('*') && matchesGlob(pattern, scope))?.[1];
}

/** Whether a text fits a pattern in which `*` stands for any text. */
export function matchesGlob(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  if (!text.startsWith(first)) return false;
  const last = rest.pop()!;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function expiryNotes(expiry: Expiry, now: number): string[] {
  if (expiry === 'never') return ['It has no expiry.'];
  return expiry !== undefined && Date.parse(expiry) - now > yearMs ? ['It expires in over a year.'] : [];
}
