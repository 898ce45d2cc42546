import { fill, type Values } from './template.ts';

type Step = { key: string } | { index: number } | { each: true } | { where: string; is: string };
const steps = /\.?([A-Za-z0-9_$@-]+)|\["([^"]+)"\]|\[(\d+)\]|\[\]|\[([A-Za-z0-9_-]+)=([^\]]*)\]|(.)/g;

/**
 * Every value that a path leads to, in order; none when it leads nowhere or to null.
 *
 * @param path - `a.b`, `a[0].b`, `a[].b` (each item), `a[id=x].b` (items whose `id` reads `x`; `x` may hold
 *   placeholders), `["odd key"]`, which may hold placeholders; empty
 *   for the document itself
 * @throws {Error} the path is malformed: a mistake in a rule, found by the rules' own tests
 */
export function valuesAt(document: unknown, path: string, values: Values = new Map()): unknown[] {
  let found: unknown[] = [document];
  for (const step of parsePath(path, values)) found = found.flatMap((value) => follow(value, step));
  return found.filter((value) => value !== undefined && value !== null);
}

function parsePath(path: string, values: Values): Step[] {
  return [...path.matchAll(steps)].map(([text, plain, quoted, index, where, is, bad]) => {
    if (bad !== undefined) throw new Error(`not a JSON path: ${path}`);
    const key = plain ?? (quoted === undefined ? undefined : fill(quoted, values));
    if (key !== undefined) return { key };
    if (index !== undefined) return { index: Number(index) };
    return text === '[]' ? { each: true } : { where: where!, is: fill(is!, values) ?? '' };
  });
}

function follow(value: unknown, step: Step): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('key' in step) {
    const own = !Array.isArray(value) && Object.hasOwn(value, step.key);
    return own ? [(value as Record<string, unknown>)[step.key]] : [];
  }
  if (!Array.isArray(value)) return [];
  if ('index' in step) return value.slice(step.index, step.index + 1);
  if ('each' in step) return value;
  return value.filter((item) => follow(item, { key: step.where }).some((v) => plainly(v) === step.is));
}

/**
 * A value of an answer as text: a text, number or boolean, or a list of them with commas between; undefined for what
 * holds objects, whose own `toString` is not to be called.
 */
export function plainly(value: unknown): string | undefined {
  const parts = Array.isArray(value) ? value : [value];
  return parts.every((part) => ['string', 'number', 'boolean'].includes(typeof part))
    ? parts.join(',')
    : undefined;
}
