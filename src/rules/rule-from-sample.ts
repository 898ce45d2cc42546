/** What a new rule is made from; the sample itself goes no further than its shape. */
export interface NewRule {
  /** `provider-kind`. */
  id: string;
  /** The provider's name as people write it. */
  name: string;
  docs: string;
  shape: SampleShape;
}

/** How a token looks: a fixed public prefix, then so many characters of an alphabet. */
export interface SampleShape {
  /** Empty when it has none. */
  prefix: string;
  /** Name of a generator of `engine/checks/random.ts`. */
  alphabet: string;
  length: number;
}

/** Alphabets as generators name them, narrow ones first. */
const alphabets: readonly [string, string][] = [
  ['digits', '0-9'],
  ['hex', '0-9a-f'],
  ['HEX', '0-9A-F'],
  ['lowalnum', '0-9a-z'],
  ['upalnum', '0-9A-Z'],
  ['alnum', '0-9A-Za-z'],
  ['base64url', '0-9A-Za-z_-'],
  ['base64', '0-9A-Za-z+/'],
];

const LEAST_RANDOM = 12;

/**
 * The shape of one real token. A prefix is at most three words of letters, each with a mark after it, so that nothing
 * random is taken for public.
 *
 * @returns undefined when too little of it is random, or it has other characters
 */
export function shapeOf(sample: string): SampleShape | undefined {
  const prefix = /^(?:[A-Za-z]{2,8}[_-]){1,3}/.exec(sample)?.[0] ?? '';
  const random = sample.slice(prefix.length);
  const [alphabet] = alphabets.find(([, set]) => new RegExp(`^[${set}]+$`).test(random)) ?? [];
  return alphabet === undefined || random.length < LEAST_RANDOM
    ? undefined
    : { prefix, alphabet, length: random.length };
}

/** The rule file, as YAML: a pattern of the shape, and examples by generators. */
export function ruleFile({ id, name, docs, shape }: NewRule): string {
  const provider = id.split('-')[0]!;
  const variable = id.replaceAll('-', '_').toUpperCase();
  const random = `<${shape.alphabet}:${shape.length}>`;
  const token = shape.prefix + random;
  const quoted = (text: string) => JSON.stringify(text);
  return `provider: ${provider}
name: ${quoted(name)}
docs: ${quoted(docs)}
remediation:
  env: ${variable}
  steps:
    - ${quoted(`Revoke the token with ${name}, and make a new one.`)}
rules:
  - id: ${id}
    title: ${quoted(`${name} ${id.split('-').slice(1).join(' ')}`)}
    severity: high
    confidence: ${shape.prefix ? 'high' : 'medium'}
    pattern: '${patternOf(provider, shape)}'
${shape.prefix ? `    prefix: ${shape.prefix}\n` : ''}    entropy: ${shape.alphabet === 'digits' ? '2.0' : '2.8'}
    examples:
      match:
        - ${quoted(`${variable}=${token}`)}
        - ${quoted(`  "${provider}_token": "${token}",`)}
      ignore:
        - ${quoted(`${variable}=${shape.prefix}<x:${shape.length}>`)}
        - ${quoted(`${variable}=${shape.prefix}<${shape.alphabet}:${Math.floor(shape.length / 2)}>`)}
        - ${quoted(`${variable}=\${${variable}}`)}
`;
}

/** Without a prefix, the provider's name must stand in the name before the value. */
function patternOf(provider: string, { prefix, alphabet, length }: SampleShape): string {
  const set = alphabets.find(([name]) => name === alphabet)![1];
  const random = `[${set}]{${length}}`;
  const end = `(?:[^${set}]|$)`;
  if (prefix.length >= 3) return `\\b(?<secret>${prefix}${random})${end}`;
  return (
    `(?i:${provider}[\\w.-]{0,24})["''\\])\\\\]{0,4}\\s{0,4}(?:=>|:=|<-|[=:,(>])\\s{0,4}["''\`]{0,2}` +
    `(?<secret>${random})${end}`
  );
}
