import { existsSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../errors.ts';
import type { UserConfigFile } from './full-schema.ts';
import { CONFIG_NAME, type ConfigMemory, loadConfig, userConfigFile } from './load.ts';
import { fromEnvironment, fromFlags, type SettingFlags } from './parse-values.ts';

/** Values of the keys of a config file, and where they come from. */
export interface Layer {
  /** `repository` is what the scanned tree holds, `config` the file that `--config` names. */
  from: 'flag' | 'environment' | 'config' | 'repository' | 'user';
  values: UserConfigFile;
  /** Where a value was said: `--only`, `LEAKGATE_ONLY`, `.leakgate.yaml:3`. */
  at(place: readonly (string | number)[]): string;
  /** What the names of rule files are relative to. */
  folder: string;
}

/**
 * All that was said about how to scan; what comes first counts: flags, the environment, the file that `--config`
 * names or the scanned repository's own, the user's own config.
 *
 * @param root - where the repository's own config lies
 * @param memory - spares the parser for files that were read before
 * @throws {UsageError | ConfigError} a value is wrong
 */
export async function readLayers(
  flags: SettingFlags,
  cwd: string,
  root: string,
  env: NodeJS.ProcessEnv,
  memory?: ConfigMemory,
): Promise<Layer[]> {
  const given = [fromFlags(flags, cwd), fromEnvironment(env, cwd)];
  const user = userConfigFile(env, process.platform);
  const files = [await shared(flags, cwd, root, env, memory), await fileLayer(user, user, 'user', memory)];
  return [...given, ...files].filter((layer) => layer !== undefined);
}

async function shared(
  flags: SettingFlags,
  cwd: string,
  root: string,
  env: NodeJS.ProcessEnv,
  memory: ConfigMemory | undefined,
): Promise<Layer | undefined> {
  const name = flags.config ?? env.LEAKGATE_CONFIG;
  if (name) {
    const layer = await fileLayer(path.resolve(cwd, name), name, 'config', memory);
    if (!layer) throw new ConfigError(`${name}: no such file`);
    return layer;
  }
  return flags['no-repo-config']
    ? undefined
    : fileLayer(path.join(root, CONFIG_NAME), CONFIG_NAME, 'repository', memory);
}

/** No file costs a look, and nothing is loaded. */
async function fileLayer(
  file: string,
  name: string,
  from: 'config' | 'repository' | 'user',
  memory: ConfigMemory | undefined,
): Promise<Layer | undefined> {
  if (!existsSync(file)) return undefined;
  const loaded = await loadConfig(file, name, from, memory);
  return loaded && { from, ...loaded, folder: path.dirname(file) };
}
