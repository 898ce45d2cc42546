import path from 'node:path';
import { UsageError } from '../errors.ts';
import type { VerdictStatus } from '../types.ts';
import { CONFIG_NAME, loadConfig } from './load.ts';
import type { ConfigFile } from './schema.ts';

/** What is in force for one scan: flags over the environment over the repository's config. */
export interface Settings {
  offline: boolean;
  blockOn: ReadonlySet<VerdictStatus>;
  /** Provider to base URL. */
  endpoints: ReadonlyMap<string, string>;
  /** Absolute paths of the user's rule files. */
  ruleFiles: string[];
  /** Those that the repository's own config names: they may find, but not say whom to ask. */
  repoRuleFiles: string[];
  only: string[];
  skip: string[];
  /** Globs of paths that are not scanned. */
  exclude: string[];
  /** Bytes. */
  maxFileSize: number;
  /** How many archives inside of each other are opened; 0 opens none. */
  maxArchiveDepth: number;
  /** How many encodings on top of each other are undone; 0 undoes none. */
  maxDecodeDepth: number;
}

/** The flags that settings are made of. */
export interface SettingFlags {
  offline?: boolean;
  'block-on'?: string;
  endpoint?: string[];
  config?: string;
  'no-repo-config'?: boolean;
  rules?: string[];
  only?: string[];
  skip?: string[];
  'max-file-size'?: string;
  'max-archive-depth'?: string;
  'max-decode-depth'?: string;
}

const statuses: readonly VerdictStatus[] = ['live', 'unknown', 'unchecked', 'dead'];

/**
 * @param root - where the repository's own config lies
 * @throws {UsageError | ConfigError} a value is wrong
 */
export async function resolveSettings(
  flags: SettingFlags,
  cwd: string,
  root: string,
  env: NodeJS.ProcessEnv,
): Promise<Settings> {
  const named = flags.config === undefined ? undefined : path.resolve(cwd, flags.config);
  const file = named ?? path.join(root, CONFIG_NAME);
  const config: ConfigFile =
    named === undefined && flags['no-repo-config'] ? {} : await loadConfig(file, named !== undefined);
  const configRules = (config.rules ?? []).map((name) => path.resolve(path.dirname(file), name));
  return {
    offline: flags.offline ?? isOn(env.LEAKGATE_OFFLINE),
    blockOn: new Set(
      listOf(flags['block-on'], '--block-on', statuses) ?? config['block-on'] ?? statuses.slice(0, 3),
    ),
    endpoints: new Map(
      [...fromEnvironment(env.LEAKGATE_ENDPOINT), ...(flags.endpoint ?? [])].map(endpointOf),
    ),
    ruleFiles: [
      ...(named === undefined ? [] : configRules),
      ...(flags.rules ?? []).map((name) => path.resolve(cwd, name)),
    ],
    repoRuleFiles: named === undefined ? configRules : [],
    only: words(flags.only) ?? config.only ?? [],
    skip: [...(words(flags.skip) ?? []), ...(config.skip ?? [])],
    exclude: config.exclude ?? [],
    maxFileSize: bytesOf(flags['max-file-size'] ?? config['max-file-size']),
    maxArchiveDepth:
      depthOf(flags['max-archive-depth'], '--max-archive-depth') ?? config['max-archive-depth'] ?? 3,
    maxDecodeDepth:
      depthOf(flags['max-decode-depth'], '--max-decode-depth') ?? config['max-decode-depth'] ?? 4,
  };
}

/** Words `PROVIDER=URL`, split by blanks. */
function fromEnvironment(value: string | undefined): string[] {
  return value?.split(/\s+/).filter((word) => word !== '') ?? [];
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false', 'no'].includes(value.toLowerCase());
}

function words(values: readonly string[] | undefined): string[] | undefined {
  return values?.flatMap((value) => value.split(',')).filter((word) => word !== '');
}

function listOf<T extends string>(
  value: string | undefined,
  flag: string,
  known: readonly T[],
): T[] | undefined {
  return value?.split(',').map((word) => {
    const match = known.find((other) => other === word.trim());
    if (!match) throw new UsageError(`${flag}: ${word} is none of ${known.join(', ')}`);
    return match;
  });
}

function endpointOf(value: string): [string, string] {
  const at = value.indexOf('=');
  const url = at > 0 ? URL.canParse(value.slice(at + 1)) : false;
  if (!url)
    throw new UsageError(
      `--endpoint ${value}: write provider=URL`,
      'as in --endpoint gitlab=https://gitlab.example.org',
    );
  return [value.slice(0, at), value.slice(at + 1)];
}

const units: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

function bytesOf(value: string | number | undefined): number {
  if (value === undefined) return Number.POSITIVE_INFINITY;
  const [, digits, unit] = /^(\d+)([kmg]?)b?$/i.exec(String(value)) ?? [];
  if (digits === undefined)
    throw new UsageError(`--max-file-size ${value}: write a number of bytes, as in 500k or 20M`);
  return Number(digits) * units[unit!.toLowerCase()]!;
}

function depthOf(value: string | undefined, flag: string): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,2}$/.test(value)) throw new UsageError(`${flag} ${value}: write a number from 0 to 99`);
  return Number(value);
}
