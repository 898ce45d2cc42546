import { parseArgs } from 'node:util';
import { UsageError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { commandNamed, commands } from './commands.ts';
import { type Call, type Command, generalOptions } from './options.ts';

/** A command line that asks for help or the version instead of work. */
export type Parsed = Call | { help: string | undefined } | { version: true };

/**
 * Reads the command line without loading a parser.
 *
 * @throws {UsageError} an unknown command or flag, with the nearest known one
 */
export function parseCommandLine(argv: readonly string[]): Parsed {
  const at = argv.findIndex((word) => !word.startsWith('-'));
  const name = argv[at];
  if (name === 'help' || asksForHelp(argv, name))
    return general(argv, name === 'help' ? argv[at + 1] : undefined);
  if (name === undefined) return parseCommandLine(['audit', ...argv]);
  const command = commandNamed(name);
  if (!command) throw new UsageError(`unknown command ${name}`, suggestion(name, Object.keys(commands)));
  const rest = [...argv.slice(0, at), ...argv.slice(at + 1)];
  const { values, positionals } = parseFlags(rest, command);
  if (values.help) return { help: name };
  if (values.version) return { version: true };
  return { command: name, flags: values as Call['flags'], args: positionals };
}

/** `leakgate --help`, `leakgate -V`; a line without command and without these is an audit. */
function asksForHelp(argv: readonly string[], name: string | undefined): boolean {
  return name === undefined && argv.some((word) => ['--help', '-h', '--version', '-V'].includes(word));
}

function general(argv: readonly string[], topic: string | undefined): Parsed {
  if (argv.some((word) => word === '--version' || word === '-V')) return { version: true };
  const unknown = argv.find((word) => word.startsWith('-') && word !== '--help' && word !== '-h');
  if (unknown) throw new UsageError(`unknown flag ${unknown}`, 'leakgate --help lists the commands');
  return { help: topic };
}

const SHOW_ALWAYS = '--show-secrets=always';

function parseFlags(args: readonly string[], command: Command) {
  const options = { ...command.options, ...generalOptions };
  const always = args.includes(SHOW_ALWAYS);
  const plain = args.map((word) => (word === SHOW_ALWAYS ? '--show-secrets' : word));
  try {
    const { values, positionals } = parseArgs({ args: plain, options, allowPositionals: true });
    return { values: always ? { ...values, 'show-secrets': 'always' } : values, positionals };
  } catch (error) {
    throw flagError(error as NodeJS.ErrnoException, Object.keys(options));
  }
}

function flagError(error: NodeJS.ErrnoException, known: readonly string[]): Error {
  if (!error.code?.startsWith('ERR_PARSE_ARGS')) return error;
  const flag = /'(--?[^' =]+)/.exec(error.message)?.[1];
  if (error.code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION' || !flag)
    return new UsageError(error.message.split('. ')[0]!);
  return new UsageError(
    `unknown flag ${flag}`,
    suggestion(
      flag,
      known.map((name) => `--${name}`),
    ),
  );
}

function suggestion(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near ? `did you mean ${near}?` : 'leakgate --help lists what there is';
}
