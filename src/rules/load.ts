import { RuleError } from '../errors.ts';
import type { Rule } from '../types.ts';
import { knownKeys } from './known-keys.ts';
import { describeIssue, parseYaml } from './located-yaml.ts';
import { type ProviderFile, providerSchema } from './schema.ts';

/**
 * The rules of one provider file.
 *
 * @param file - the name to put in front of messages
 * @throws {RuleError} with `file:line:column: path: what is wrong`
 */
export function loadProvider(file: string, text: string): Rule[] {
  return rulesOf(parseProvider(file, text));
}

/** Reads and checks one provider file; as {@link loadProvider}. */
export function parseProvider(file: string, text: string): ProviderFile {
  const located = parseYaml(file, text, (message) => new RuleError(message));
  const parsed = providerSchema.safeParse(located.value);
  if (!parsed.success) {
    throw new RuleError(...describeIssue(located, parsed.error, (at) => knownKeys(providerSchema, at)));
  }
  return parsed.data;
}

/** The complete rules of a checked provider file. */
export function rulesOf(provider: ProviderFile): Rule[] {
  return provider.rules.map((rule) => completeRule(provider, rule));
}

function completeRule(provider: ProviderFile, rule: ProviderFile['rules'][number]): Rule {
  const { remediation, 'verify-as': sameAs, ...own } = rule;
  const verify = own.verify ?? provider.rules.find((other) => other.id === sameAs)?.verify;
  const docs = own.docs ?? provider.docs;
  const reject = eitherOf(own.reject, provider.reject);
  const complete = {
    ...own,
    examples: { match: own.examples.match ?? [], ignore: own.examples.ignore ?? [] },
    provider: provider.provider,
    providerName: provider.name,
    remediation: { ...provider.remediation, ...remediation },
    ...(docs === undefined ? {} : { docs }),
    ...(verify === undefined ? {} : { verify }),
    ...(reject === undefined ? {} : { reject }),
  };
  return JSON.parse(JSON.stringify(complete)) as Rule;
}

/** A pattern for what one of two matches; each may begin with flags of its own. */
function eitherOf(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || other === undefined ? (one ?? other) : `(?:${one})|(?:${other})`;
}
