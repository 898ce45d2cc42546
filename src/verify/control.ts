import { generateKeyPairSync, randomInt } from 'node:crypto';
import type { Random } from '../engine/checks/check.ts';
import { alphabets, pick } from '../engine/checks/random.ts';
import { checks } from '../engine/checks/registry.ts';
import type { Rule } from '../types.ts';
import { jsonObject, jwtClaims } from './jwt.ts';

const random: Random = () => randomInt(2 ** 40) / 2 ** 40;

/**
 * A made-up secret of the same shape, which no provider can know: if it looks alive, the verifier can't be believed.
 * Fixed prefixes, the claims of a JWT, the scheme and host of a URL and the keys of JSON stay.
 */
export function controlSecret(rule: Pick<Rule, 'check' | 'prefix'>, secret: string): string {
  return freshKey(secret) ?? checkedToken(rule, secret) ?? reshaped(secret, rule.prefix ?? prefixOf(secret));
}

/** A new private key where the secret is one, in the same layout. */
function freshKey(secret: string): string | undefined {
  if (!secret.includes('PRIVATE KEY-----')) return undefined;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return secret.includes('\\n') ? pem.replaceAll('\n', '\\n') : pem;
}

/** By the rule's checksum, so that a provider that looks at it alone would be found out. */
function checkedToken(rule: Pick<Rule, 'check' | 'prefix'>, secret: string): string | undefined {
  const check = rule.check === undefined ? undefined : checks[rule.check];
  if (!check) return undefined;
  try {
    const made = check.make(random, rule.prefix ?? '');
    return made.length === secret.length && made.startsWith(rule.prefix ?? '') ? made : undefined;
  } catch {
    return undefined;
  }
}

function reshaped(secret: string, prefix: string): string {
  if (jwtClaims(secret)) return keepUntil(secret, secret.lastIndexOf('.') + 1);
  const json = jsonObject(secret);
  if (json) return JSON.stringify(json, (_, value) => (isOpaque(value) ? shuffled(value) : value));
  const signature = /(^|[?&])sig=/.exec(secret);
  if (signature) return keepUntil(secret, signature.index + signature[0].length);
  const host = /^[a-z][a-z0-9+.-]*:\/\/[^/]*\//i.exec(secret);
  return keepUntil(secret, host ? host[0].length : prefix.length);
}

const isOpaque = (value: unknown): value is string => typeof value === 'string' && /^\S{16,}$/.test(value);
const prefixOf = (secret: string) => /^[A-Za-z0-9]{1,10}[_.-](?=.{8})/.exec(secret)?.[0] ?? '';
const keepUntil = (secret: string, at: number) => secret.slice(0, at) + shuffled(secret.slice(at));

/** Every letter and digit drawn anew from its own kind; hex stays hex, percent-encoding what it is. */
function shuffled(text: string): string {
  const kinds = /^[0-9a-f]*$/.test(text.replace(/[^A-Za-z0-9]/g, ''))
    ? [[/[0-9a-f]/, alphabets.hex] as const]
    : ([
        [/[0-9]/, alphabets.digits],
        [/[a-z]/, alphabets.lower],
        [/[A-Z]/, alphabets.upper],
      ] as const);
  return text.replace(/(?<!%[0-9A-Fa-f]?)[A-Za-z0-9]/g, (char) =>
    pick(random, kinds.find(([kind]) => kind.test(char))?.[1] ?? char, 1),
  );
}
