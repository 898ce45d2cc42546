import { UsageError } from '../errors.ts';
import { isEndpoint } from './endpoint.ts';
import type { UserConfigFile } from './full-schema.ts';
import type { Layer } from './layers.ts';

/** The flags that settings are made of. */
export interface SettingFlags {
  offline?: boolean;
  'block-on'?: string;
  'min-confidence'?: string;
  endpoint?: string[];
  'skip-verify'?: string[];
  config?: string;
  'no-repo-config'?: boolean;
  rules?: string[];
  only?: string[];
  skip?: string[];
  'max-file-size'?: string;
  'max-archive-depth'?: string;
  'max-decode-depth'?: string;
}

type Read = (text: string, name: string, texts: readonly string[]) => unknown;

/** Keys that a flag or an environment variable may give, and how their text is read. */
const readers: Readonly<Record<string, Read>> = {
  offline: isOn,
  'block-on': (text, name) => listOf(text, name, ['live', 'unknown', 'unchecked', 'dead']),
  'block-severity': (text, name) => oneOf(text, name, ['critical', 'high', 'medium', 'low']),
  'on-finding': (text, name) => oneOf(text, name, ['block', 'warn']),
  'min-confidence': (text, name) => oneOf(text, name, ['high', 'medium', 'low']),
  endpoints: endpointsOf,
  proxy: proxyOf,
  rules: (_text, _name, texts) => texts,
  'skip-verify': words,
  only: words,
  skip: words,
  'max-file-size': sizeOf,
  'max-archive-depth': depthOf,
  'max-decode-depth': depthOf,
};

/** Where a flag or variable is not named as its key. */
const otherNames: Readonly<Record<string, string>> = { endpoints: 'endpoint' };

const flagOf = (key: string) => `--${otherNames[key] ?? key}`;
const variableOf = (key: string) => `LEAKGATE_${(otherNames[key] ?? key).toUpperCase().replaceAll('-', '_')}`;

/**
 * What the flags say.
 *
 * @throws {UsageError} a value is wrong
 */
export function fromFlags(flags: SettingFlags, cwd: string): Layer {
  const given = flags as Readonly<Record<string, string | boolean | string[] | undefined>>;
  const values = valuesOf(flagOf, (key) => {
    const value = given[otherNames[key] ?? key];
    return Array.isArray(value) ? value : value === undefined ? [] : [String(value)];
  });
  return { from: 'flag', values, at: ([key]) => flagOf(String(key)), folder: cwd };
}

/**
 * What `LEAKGATE_…` variables say; an empty one says nothing.
 *
 * @throws {UsageError} a value is wrong
 */
export function fromEnvironment(env: NodeJS.ProcessEnv, cwd: string): Layer {
  const values = valuesOf(variableOf, (key) => [env[variableOf(key)] ?? '']);
  return { from: 'environment', values, at: ([key]) => variableOf(String(key)), folder: cwd };
}

function valuesOf(nameOf: (key: string) => string, textsOf: (key: string) => readonly string[]) {
  const values: Record<string, unknown> = {};
  for (const [key, read] of Object.entries(readers)) {
    const texts = textsOf(key).filter((text) => text !== '');
    if (texts.length > 0) values[key] = read(texts.join(','), nameOf(key), texts);
  }
  return values as UserConfigFile;
}

function isOn(text: string): boolean {
  return !['0', 'false', 'no'].includes(text.toLowerCase());
}

function words(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function listOf(text: string, name: string, known: readonly string[]): string[] {
  return text.split(',').map((word) => oneOf(word.trim(), name, known));
}

function oneOf(text: string, name: string, known: readonly string[]): string {
  if (known.includes(text)) return text;
  throw new UsageError(`${name}: ${text} is none of ${known.join(', ')}`);
}

/** Words `PROVIDER=URL`, apart by blanks or commas. */
function endpointsOf(text: string, name: string): Record<string, string> {
  const pairs = text.split(/(?<![\s,])[\s,]+(?=[\w-]+=)/).filter((word) => word !== '');
  return Object.fromEntries(pairs.map((pair) => endpointOf(pair, name)));
}

function endpointOf(pair: string, name: string): [string, string] {
  const at = pair.indexOf('=');
  const [provider, url] = [pair.slice(0, at), pair.slice(at + 1)];
  if (at <= 0 || !URL.canParse(url) || !isEndpoint(provider, url))
    throw new UsageError(
      `${name}: write provider=URL, with https`,
      'as in --endpoint gitlab=https://gitlab.example.org',
    );
  return [provider, url];
}

function proxyOf(text: string, name: string): string {
  if (/^https?:\/\/\S+$/i.test(text) && URL.canParse(text)) return text;
  throw new UsageError(`${name}: write http://HOST:PORT or https://HOST:PORT`);
}

function sizeOf(text: string, name: string): string {
  if (/^\d+[kmg]?b?$/i.test(text)) return text;
  throw new UsageError(`${name} ${text}: write a number of bytes, as in 500k or 20M`);
}

function depthOf(text: string, name: string): number {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  throw new UsageError(`${name} ${text}: write a number from 0 to 99`);
}
