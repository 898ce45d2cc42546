import path from 'node:path';
import type { z } from 'zod';
import { ConfigError } from '../errors.ts';
import { readPlainText } from '../rules/plain-text.ts';
import type { UserConfigFile } from './full-schema.ts';

/** The name of the config file at the root of a repository. */
export const CONFIG_NAME = '.leakgate.yaml';

/** A config file that was read and checked. */
export interface LoadedConfig {
  values: UserConfigFile;
  /** `file:line` of a value. */
  at(path: readonly (string | number)[]): string;
}

/** Whose config it is: the user's own may name hosts, and what the user names may be a link. */
export type ConfigKind = 'repository' | 'config' | 'user';

/** Keeps what files were read as, by a key that follows their content. */
export interface ConfigMemory {
  get(key: string): string | undefined;
  set(key: string, text: string): void;
}

/**
 * Reads a config file. The YAML parser and the schema are loaded only when there is one that was not seen before.
 *
 * @param name - the file's name in messages
 * @returns undefined when there is no such file
 * @throws {ConfigError} with `file:line:column` and the nearest known key
 */
export async function loadConfig(
  file: string,
  name: string,
  kind: ConfigKind,
  memory: ConfigMemory | undefined,
): Promise<LoadedConfig | undefined> {
  const text = readText(file, name, kind);
  if (text === undefined) return undefined;
  const key = memory && keyOf(kind, name, text);
  const known = key && recalled(memory.get(key));
  if (known) return loadedOf(known);
  const read = await checked(text, name, kind);
  if (key && !freeText.some((name) => name in read.values)) memory.set(key, JSON.stringify(read));
  return loadedOf(read);
}

/** Keys in which a secret may stand in clear: a file that has them is read anew each time. */
const freeText = ['allow', 'stop-words', 'custom-rules', 'proxy', 'endpoints'];

/** What a file says, and where: `file:line` by the JSON of a place. */
interface Read {
  values: UserConfigFile;
  places: Record<string, string>;
}

function keyOf(kind: ConfigKind, name: string, text: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256')
    .update(JSON.stringify([kind, name, text]))
    .digest('hex');
}

function recalled(text: string | undefined): Read | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Read);
  } catch {
    return undefined;
  }
}

function loadedOf({ values, places }: Read): LoadedConfig {
  return {
    values,
    at: (place) => places[JSON.stringify(place)] ?? places[JSON.stringify(place.slice(0, 1))]!,
  };
}

async function checked(text: string, name: string, kind: ConfigKind): Promise<Read> {
  const { describeIssue, parseYaml } = await import('../rules/located-yaml.ts');
  const located = parseYaml(name, text, (message) => new ConfigError(message));
  const schema = await schemaFor(located.value, kind);
  const parsed = schema.safeParse(located.value ?? {});
  if (!parsed.success) {
    const [{ knownKeys }, { userKeys }] = await Promise.all([
      import('../rules/known-keys.ts'),
      import('./schema.ts'),
    ]);
    const [message, help] = describeIssue(located, parsed.error, (at) => knownKeys(schema, at));
    throw new ConfigError(message, ownKey(parsed.error, userKeys) ?? help);
  }
  const at = (place: readonly (string | number)[]): [string, string] => [
    JSON.stringify(place),
    located.locate(place).replace(/:\d+$/, ''),
  ];
  const places = Object.entries(parsed.data).flatMap(([key, value]) => [
    at([key]),
    ...(Array.isArray(value)
      ? value.map((_, i) => at([key, i]))
      : Object.keys(Object(value)).map((name) => at([key, name]))),
  ]);
  return { values: parsed.data, places: Object.fromEntries(places) };
}

/** The schema of rules is the larger part, and loaded only where the file has some. */
async function schemaFor(value: unknown, kind: ConfigKind): Promise<z.ZodType<UserConfigFile>> {
  const which = kind === 'user' ? 'user' : 'repository';
  if (typeof value === 'object' && value !== null && 'custom-rules' in value) {
    const { configSchema, userConfigSchema } = await import('./full-schema.ts');
    return which === 'user' ? userConfigSchema : configSchema;
  }
  const { configSchemas, noRules } = await import('./schema.ts');
  return configSchemas(noRules)[which];
}

/** A way out for keys that are known, but not from a scanned repository. */
function ownKey(error: z.ZodError, userKeys: readonly string[]): string | undefined {
  const key = error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []))[0];
  return key !== undefined && userKeys.includes(key)
    ? `${key} belongs in your own config (leakgate config names it): a scanned repository has no say in it`
    : undefined;
}

const MOST_BYTES = 1 << 20;

function readText(file: string, name: string, kind: ConfigKind): string | undefined {
  const refuse = (message: string) => new ConfigError(message);
  return readPlainText(file, { name, follows: kind !== 'repository', utf8: true, most: MOST_BYTES, refuse });
}

/**
 * The user's own config: below `$XDG_CONFIG_HOME`, else `~/.config`; on Windows `%APPDATA%`. Never a relative
 * place, which a repository could hold.
 */
export function userConfigFile(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const named = platform === 'win32' ? env.APPDATA : env.XDG_CONFIG_HOME;
  const folder = named && path.isAbsolute(named) ? named : undefined;
  return path.join(folder ?? homeFolder(env, platform), 'leakgate', 'config.yaml');
}

function homeFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const home = env.HOME && platform !== 'win32' ? env.HOME : process.getBuiltinModule('node:os').homedir();
  return path.join(home, platform === 'win32' ? 'AppData/Roaming' : '.config');
}
