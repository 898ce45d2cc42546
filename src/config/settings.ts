import path from 'node:path';
import type { Rule, SuppressionPolicy, VerdictStatus } from '../types.ts';
import type { ConfigFile, UserConfigFile } from './full-schema.ts';
import { type Layer, readLayers } from './layers.ts';
import type { ConfigMemory } from './load.ts';
import type { SettingFlags } from './parse-values.ts';
import { weakeningOf } from './weakening.ts';

export type { SettingFlags } from './parse-values.ts';

/** What is in force for one scan. Plain data: it is sent to threads. */
export interface Settings {
  offline: boolean;
  /** Provider to base URL. */
  endpoints: ReadonlyMap<string, string>;
  /** Ids of providers that are asked nothing. */
  skipVerify: string[];
  /** URL of the proxy that leakgate alone was told of. */
  proxy: string | undefined;
  /** Absolute paths of the user's rule files. */
  ruleFiles: string[];
  /** Those that the repository's own config names: they may find, but not say whom to ask. */
  repoRuleFiles: string[];
  /** Rules that stand in a config file; those of the repository's own don't say whom to ask. */
  customRules: NonNullable<ConfigFile['custom-rules']>;
  repoCustomRules: NonNullable<ConfigFile['custom-rules']>;
  only: string[];
  skip: string[];
  /** Globs of paths that are not scanned. */
  exclude: string[];
  /** What decides about a finding. */
  policy: Policy;
  suppressions: SuppressionPolicy;
  /** Bytes. */
  maxFileSize: number;
  /** How many archives inside of each other are opened; 0 opens none. */
  maxArchiveDepth: number;
  /** How many encodings on top of each other are undone; 0 undoes none. */
  maxDecodeDepth: number;
  /** What a flag or the environment names; all of it must be there. */
  given: GivenName[];
  /** What the scanned repository's own config leaves out, allows or lets through: one phrase each, with its place. */
  weakened: string[];
}

/** Something that was named by hand. */
export interface GivenName {
  /** `--only`, `LEAKGATE_ONLY`. */
  at: string;
  name: string;
  /** What it should be the name of: rules by id, provider or glob; a provider; a provider or protocol. */
  of: 'rules' | 'providers' | 'endpoints';
}

/** An entry of `allow`, and where it stands. */
export type Allowance = NonNullable<ConfigFile['allow']>[number] & { at: string };

/** Settings for some paths or branches; the keys of the config. */
export type Override = NonNullable<ConfigFile['overrides']>[number];

/** What decides whether a finding counts, and whether it blocks. */
export interface Policy {
  blockOn: ReadonlySet<VerdictStatus>;
  blockSeverity: NonNullable<ConfigFile['block-severity']>;
  warnOnly: boolean;
  minConfidence: Rule['confidence'];
  /** Id, provider or glob, and the severity; the first that fits a rule counts. */
  severities: [selector: string, severity: Rule['severity']][];
  allow: Allowance[];
  /** In their order, later ones win. */
  overrides: Override[];
  /** Keys that a flag or the environment gave: no override changes them. */
  fixed: string[];
}

/**
 * @param root - where the repository's own config lies
 * @param memory - spares the parser for files that were read before
 * @throws {UsageError | ConfigError} a value is wrong
 */
export async function resolveSettings(
  flags: SettingFlags,
  cwd: string,
  root: string,
  env: NodeJS.ProcessEnv,
  memory?: ConfigMemory,
): Promise<Settings> {
  return settingsOf(await readLayers(flags, cwd, root, env, memory));
}

/** Defaults of what has one. */
export const defaults = {
  'block-on': ['live', 'unknown', 'unchecked'],
  'block-severity': 'low',
  'on-finding': 'block',
  'min-confidence': 'medium',
  'inline-markers': 'allow',
  'require-reason': false,
  'max-archive-depth': 3,
  'max-decode-depth': 4,
} as const satisfies UserConfigFile;

/** What all layers say together. */
export function settingsOf(layers: readonly Layer[]): Settings {
  const first = <K extends keyof UserConfigFile>(key: K) =>
    layers.find(({ values }) => values[key] !== undefined)?.values[key];
  const all = <T>(pick: (values: UserConfigFile) => T[] | undefined, of = layers) =>
    of.flatMap(({ values }) => pick(values) ?? []);
  const ofRepository = layers.filter(({ from }) => from === 'repository');
  const ofUser = layers.filter(({ from }) => from !== 'repository');
  return {
    offline: first('offline') ?? false,
    endpoints: new Map(all((values) => Object.entries(values.endpoints ?? {}), layers.toReversed())),
    skipVerify: all((values) => values['skip-verify']),
    proxy: first('proxy'),
    ruleFiles: ofUser.flatMap(ruleFilesOf),
    repoRuleFiles: ofRepository.flatMap(ruleFilesOf),
    customRules: all((values) => values['custom-rules'], ofUser),
    repoCustomRules: all((values) => values['custom-rules'], ofRepository),
    only: first('only') ?? [],
    skip: all((values) => values.skip),
    exclude: all((values) => values.exclude),
    policy: policyOf(layers),
    suppressions: {
      inline: (first('inline-markers') ?? defaults['inline-markers']) === 'allow',
      requireReason: first('require-reason') ?? defaults['require-reason'],
      maxDays: first('max-ignore-days') ?? Number.POSITIVE_INFINITY,
    },
    maxFileSize: bytesOf(first('max-file-size')),
    maxArchiveDepth: first('max-archive-depth') ?? defaults['max-archive-depth'],
    maxDecodeDepth: first('max-decode-depth') ?? defaults['max-decode-depth'],
    given: layers.flatMap(givenNames),
    weakened: ofRepository.flatMap((layer) => weakeningOf(layer, layers, defaults)),
  };
}

function givenNames({ from, values, at }: Layer): GivenName[] {
  if (from !== 'flag' && from !== 'environment') return [];
  const named = (key: keyof UserConfigFile, names: readonly string[] | undefined, of: GivenName['of']) =>
    (names ?? []).map((name) => ({ at: at([key]), name, of }));
  return [
    ...named('only', values.only, 'rules'),
    ...named('skip', values.skip, 'rules'),
    ...named('skip-verify', values['skip-verify'], 'providers'),
    ...named('endpoints', Object.keys(values.endpoints ?? {}), 'endpoints'),
  ];
}

function policyOf(layers: readonly Layer[]): Policy {
  const first = <K extends keyof UserConfigFile>(key: K) =>
    layers.find(({ values }) => values[key] !== undefined)?.values[key];
  const given = layers.filter(({ from }) => from === 'flag' || from === 'environment');
  return {
    blockOn: new Set(first('block-on') ?? defaults['block-on']),
    blockSeverity: first('block-severity') ?? defaults['block-severity'],
    warnOnly: (first('on-finding') ?? defaults['on-finding']) === 'warn',
    minConfidence: first('min-confidence') ?? defaults['min-confidence'],
    severities: layers.flatMap(({ values }) => Object.entries(values.severities ?? {})),
    allow: layers.flatMap(allowancesOf),
    overrides: layers.toReversed().flatMap(({ values }) => values.overrides ?? []),
    fixed: given.flatMap(({ values }) => Object.keys(values)),
  };
}

function allowancesOf({ values, at }: Layer): Allowance[] {
  const words = values['stop-words'];
  return [
    ...(values.allow ?? []).map((entry, i) => ({ ...entry, at: at(['allow', i]) })),
    ...(words ? [{ 'stop-words': words, reason: 'holds a stop word', at: at(['stop-words']) }] : []),
  ];
}

function ruleFilesOf({ values, folder }: Layer): string[] {
  return (values.rules ?? []).map((name) => path.resolve(folder, name));
}

const units: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

function bytesOf(value: string | number | undefined): number {
  if (value === undefined) return Number.POSITIVE_INFINITY;
  const [, digits, unit] = /^(\d+)([kmg]?)/i.exec(String(value))!;
  return Number(digits) * units[unit!.toLowerCase()]!;
}
