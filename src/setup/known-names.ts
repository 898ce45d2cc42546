import type { GivenName } from '../config/settings.ts';
import { UsageError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { protocolNames } from '../rules/protocol-names.ts';
import type { Rule } from '../types.ts';

type Matcher = (globs: readonly string[]) => (text: string) => boolean;

/**
 * Refuses a name that means nothing: whoever gave it thinks that it was heard.
 *
 * @param rules - all that there are, chosen or not
 * @throws {UsageError} with the nearest name that is known
 */
export function refuseUnknown(given: readonly GivenName[], rules: readonly Rule[], matcher: Matcher): void {
  const providers = [...new Set(rules.map(({ provider }) => provider))];
  const known = {
    rules: [...rules.map(({ id }) => id), ...providers],
    providers,
    endpoints: [...providers, ...protocolNames],
  };
  for (const { at, name, of } of given) {
    if (of === 'rules' ? known.rules.some(matcher([name])) : known[of].includes(name)) continue;
    const near = nearest(name, known[of]);
    throw new UsageError(
      `${at}: no ${of === 'rules' ? 'rule or provider' : 'provider'} is named ${name}`,
      near ? `did you mean ${near}?` : 'leakgate rules list names the rules',
    );
  }
}
