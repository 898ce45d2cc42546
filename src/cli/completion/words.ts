import { installedRules } from '../../setup/installed-rules.ts';
import { commandNamed, commands } from '../commands.ts';
import { type Command, generalOptions, hookOptions, type Option } from '../options.ts';

/** What may stand where a line is completed, and what it means, if that is worth saying. */
export interface Completion {
  word: string;
  meaning?: string;
}

/**
 * What fits in a command line; nothing where a file's name or a text of the user's own does.
 *
 * @param words - those behind `leakgate`
 * @param at - which of them is completed, from 0; behind the last one is an empty one
 */
export function completionsOf(words: readonly string[], at: number): Completion[] {
  const before = words.slice(0, at).filter((word) => word !== '=');
  const current = words[at] === '=' ? '' : (words[at] ?? '');
  return expected(before, current).filter(({ word }) => word.startsWith(current));
}

function expected(before: readonly string[], current: string): Completion[] {
  const first = before.findIndex((word) => !word.startsWith('-'));
  const name = before[first] ?? 'audit';
  const command = commandNamed(name);
  if (!command) return [];
  const options = { ...command.options, ...generalOptions };
  const asked = optionNamed(options, before.at(-1));
  if (asked?.type === 'string') return valuesOf(asked, current);
  const [flag, value] = current.split('=', 2);
  if (current.startsWith('--') && value !== undefined)
    return valuesOf(optionNamed(options, flag), value).map(({ word }) => ({ word: `${flag}=${word}` }));
  if (current.startsWith('-')) return flagsOf(options, before);
  return first < 0 ? commandNames() : actionsOf(name, command, before.slice(first + 1));
}

function commandNames(): Completion[] {
  return Object.entries(commands).map(([word, { describe }]) => ({ word, meaning: describe }));
}

/** Flags that are not there yet, or may be more than once. */
function flagsOf(options: Readonly<Record<string, Option>>, before: readonly string[]): Completion[] {
  return Object.entries(options)
    .filter(([name, { multiple }]) => multiple || !before.some((word) => isFlag(word, name, options[name]!)))
    .map(([name, { describe }]) => ({ word: `--${name}`, meaning: describe }));
}

function optionNamed(options: Readonly<Record<string, Option>>, word = ''): Option | undefined {
  return Object.entries(options).find(([name, option]) => isFlag(word, name, option))?.[1];
}

function isFlag(word: string, name: string, { short }: Option): boolean {
  return word === `--${name}` || (short !== undefined && word === `-${short}`);
}

/** Values of a flag; those that stand in a list already are kept in front. */
function valuesOf({ completes }: Partial<Option> = {}, current: string): Completion[] {
  const kept = current.slice(0, current.lastIndexOf(',') + 1);
  return namesOf(completes).map((name) => ({ word: kept + name }));
}

function namesOf(completes: Option['completes']): readonly string[] {
  if (completes === 'rules') return installedRules().map(({ id }) => id);
  if (completes === 'providers') return [...new Set(installedRules().map(({ provider }) => provider))];
  return completes ?? [];
}

/** `install`, `remove` and so on, as the help lists them, and what stands behind some. */
function actionsOf(name: string, command: Command, [action, ...rest]: readonly string[]): Completion[] {
  const words = action === undefined ? actionNames(command) : namesOf(behindAction[`${name} ${action}`]);
  return rest.length > 0 ? [] : words.map((word) => ({ word }));
}

function actionNames({ arguments: args }: Command): string[] {
  if (!args.includes('|')) return [];
  return args
    .replaceAll(/[[\]]/g, '')
    .split(' | ')
    .map((action) => action.split(' ')[0]!);
}

const behindAction: Readonly<Record<string, Option['completes']>> = {
  'hook run': hookOptions.hooks.completes,
  'rules show': 'rules',
};
