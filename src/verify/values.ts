import type { VerifySpec } from '../rules/verify-schema.ts';
import { readValues } from './read-values.ts';
import type { Values } from './template.ts';

/** Adds the rule's `derive` values, each of which may use those before it. */
export function withDerived(spec: VerifySpec, values: Values): Values {
  const all = new Map(values);
  for (const [name, source] of Object.entries(spec.derive ?? {})) {
    const value = readValues(source, undefined, all)[0];
    if (value !== undefined && !all.has(name)) all.set(name, String(value));
  }
  return all;
}

/** The same question about another secret: derived values follow the new secret, the host stays. */
export function withSecret(spec: VerifySpec, values: Values, secret: string): Values {
  const derived = new Set(Object.keys(spec.derive ?? {}));
  const kept = [...values].filter(([name]) => !derived.has(name) || Object.hasOwn(spec.labels ?? {}, name));
  return withDerived(spec, new Map([...kept, ['secret', secret]]));
}
