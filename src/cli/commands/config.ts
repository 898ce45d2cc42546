import { explain, type InForce } from '../../config/explain.ts';
import { readLayers } from '../../config/layers.ts';
import { CONFIG_NAME, userConfigFile } from '../../config/load.ts';
import type { SettingFlags } from '../../config/settings.ts';
import { ExitCode, UsageError } from '../../errors.ts';
import { findWorkTree } from '../../git/work-tree.ts';
import { printable } from '../../report/printable.ts';
import { masked } from '../../setup/masked.ts';
import type { Call } from '../options.ts';
import { printOut } from '../print.ts';

/**
 * Runs `config`: prints what a scan with the same flags would run with, and who said each value.
 *
 * @throws {ConfigError} a config file is wrong
 */
export async function runConfig({ flags, args }: Call): Promise<number> {
  if (args.length > 0) throw new UsageError(`config: ${args[0]} is one word too many`);
  const format = flags.json ? 'json' : String(flags.format ?? 'text');
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`config: no format ${format}`, 'one of text, json');
  const cwd = process.cwd();
  const root = findWorkTree(cwd, process.env) ?? cwd;
  const layers = await readLayers(flags as SettingFlags, cwd, root, process.env);
  const all = explain(layers);
  const files = { repository: CONFIG_NAME, user: userConfigFile(process.env, process.platform) };
  const isRead = (from: string) => layers.some((layer) => layer.from === from);
  const read = { repository: isRead('repository'), user: isRead('user') };
  const text =
    format === 'json'
      ? `${JSON.stringify({ schema: 'leakgate-config/1', files: { ...files, read }, settings: all }, null, 2)}\n`
      : `${all.map(lineOf).join('')}\n${filesText(files, read)}`;
  printOut(await masked(text));
  return ExitCode.Clean;
}

function lineOf({ key, value, from, at }: InForce, index: number, all: readonly InForce[]): string {
  const name = all[index - 1]?.key === key ? '' : key;
  return `${name.padEnd(18)} ${printable(textOf(value)).padEnd(44)} ${printable(at ?? from)}\n`;
}

function textOf(value: unknown): string {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const pairs = Object.entries(value);
  return pairs.map(([name, inner]) => `${name}: ${textOf(inner)}`).join('; ');
}

function filesText(files: Readonly<Record<string, string>>, read: Readonly<Record<string, boolean>>): string {
  const lines = Object.entries(files).map(
    ([from, file]) =>
      `${from.padEnd(18)} ${printable(file)}${read[from] ? '' : ' (not there, or not asked)'}\n`,
  );
  return lines.join('');
}
