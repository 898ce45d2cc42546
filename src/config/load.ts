import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../errors.ts';
import type { ConfigFile } from './schema.ts';

/** The name of the config file at the root of a repository. */
export const CONFIG_NAME = '.leakgate.yaml';

/**
 * Reads a config file. The YAML parser and the schema are loaded only when there is one.
 *
 * @param required - the user named it: missing is an error
 * @throws {ConfigError} with `file:line:column` and the nearest known key
 */
export async function loadConfig(file: string, required: boolean): Promise<ConfigFile> {
  if (!existsSync(file)) {
    if (required) throw new ConfigError(`${file}: no such file`);
    return {};
  }
  const [{ describeIssue, parseYaml }, { configSchema }] = await Promise.all([
    import('../rules/load.ts'),
    import('./schema.ts'),
  ]);
  const name = path.basename(file);
  const located = parseYaml(name, readText(file), (message) => new ConfigError(message));
  const parsed = configSchema.safeParse(located.value ?? {});
  if (!parsed.success)
    throw new ConfigError(...describeIssue(located, parsed.error, Object.keys(configSchema.shape)));
  return parsed.data;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${file}: can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
